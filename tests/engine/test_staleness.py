"""The decision: what is stale, in which order, and for which reasons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai import fingerprint
from gongkai.staleness import (
    DAMAGED,
    NEW,
    PROGRAM,
    READS,
    Stale,
    Trace,
    decide,
    differences,
    with_damaged,
)

KINDS = st.sampled_from(sorted(READS))


def trace(kind: str, **changed: str) -> Trace:
    """A trace of ``kind`` in which what is named in ``changed`` reads so, all else the same."""
    prints = (fingerprint.of(name, changed.get(name, "")) for name in READS[kind])
    return Trace.of(kind, *prints)


HOME, LIST = trace("home"), trace("list")


def test_nothing_is_stale_when_nothing_changed() -> None:
    assert decide({"a": HOME, "b": LIST}, {"b": LIST, "a": HOME}) == []


def test_the_reasons_are_what_was_read_and_differs_and_damage() -> None:
    now = {"new": LIST, "a": trace("home", 模板="x", 总数="y"), "same": HOME, "hurt": HOME}
    before = {"a": HOME, "same": HOME, "hurt": HOME, "gone": HOME}
    assert with_damaged(decide(before, now), ["hurt", "a", "new"]) == [
        Stale("new", (NEW,)),
        Stale("a", ("总数", "模板", DAMAGED)),
        Stale("hurt", (DAMAGED,)),
    ]


def test_traces_that_cannot_be_compared_are_of_another_program() -> None:
    assert differences(HOME, LIST) == (PROGRAM,)
    assert differences(Trace("home", HOME.prints[:-1]), HOME) == (PROGRAM,)


@given(KINDS, st.data())
def test_every_thing_that_differs_is_named_and_nothing_else(kind: str, data: st.DataObject) -> None:
    changed = data.draw(st.sets(st.sampled_from(READS[kind])))
    found = differences(trace(kind), trace(kind, **dict.fromkeys(changed, "x")))
    assert found == tuple(name for name in READS[kind] if name in changed)


traces = st.dictionaries(
    st.sampled_from("abcde"),
    st.builds(lambda kind, text: trace(kind, 模板=text), KINDS, st.sampled_from("xy")),
)


@given(traces, traces, st.sets(st.sampled_from("abcde")))
def test_stale_is_what_is_new_or_differs_or_is_damaged(
    before: dict[str, Trace], now: dict[str, Trace], damaged: set[str]
) -> None:
    differing = [key for key in now if before.get(key) != now[key]]
    intact = sorted(key for key in now if key in damaged and key not in differing)
    stale = with_damaged(decide(before, now), damaged & now.keys())
    assert [one.key for one in stale] == [*differing, *intact]
