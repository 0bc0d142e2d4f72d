"""Traces in columns are those of a dictionary, and the same is out of date."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.columns import folder_of
from gongkai.fingerprint import WIDTH
from gongkai.productmemory import NOTHING, ProductMemory
from gongkai.shelves import Shelves
from gongkai.staleness import READS, Trace, decide, with_damaged
from gongkai.traces import TraceColumn, Traces

KEYS = [f"{folder}/{name}.md" for folder in ("a", "a/b", "c") for name in "xyz"]


def trace(kind: str, number: int) -> Trace:
    return Trace(kind, bytes([number]) * WIDTH * len(READS[kind]))


PRINTS = st.integers(0, 2)
MANY = st.dictionaries(st.sampled_from(KEYS), st.builds(trace, st.just("document"), PRINTS))
MIXED = st.builds(trace, st.sampled_from(["document", "withdrawn", "robots"]), PRINTS)
OTHERS = st.dictionaries(st.sampled_from(["robots.txt", "a/z.md", "c/w.md"]), MIXED)


def in_columns(many: dict[str, Trace], others: dict[str, Trace]) -> Traces:
    folders: dict[str, list[str]] = {}
    for key in sorted(many):
        folders.setdefault(folder_of(key), []).append(key)
    columns = {
        folder: TraceColumn("document", tuple(keys), b"".join(many[key].prints for key in keys))
        for folder, keys in folders.items()
    }
    return Traces(columns, {}).beside({}, others)


@given(
    MANY, OTHERS, MANY, OTHERS, st.sets(st.sampled_from([*KEYS, "gone"]), max_size=2), st.booleans()
)
def test_columns_change_nothing(
    many: dict[str, Trace],
    others: dict[str, Trace],
    earlier: dict[str, Trace],
    earlier_others: dict[str, Trace],
    damaged: set[str],
    is_as_before: bool,
) -> None:
    many = {key: each for key, each in many.items() if key not in others}
    now = {**many, **others}
    known = now if is_as_before else {**earlier, **earlier_others}
    traces = in_columns(many, others)
    assert dict(traces) == now
    assert len(traces) == len(now)
    assert "nowhere/x.md" not in traces
    before = Shelves.of({key: ProductMemory(each, NOTHING, (), ()) for key, each in known.items()})
    found = traces.with_damaged(traces.out_of_date(before), damaged)
    assert sorted(found) == sorted(with_damaged(decide(known, now), damaged & now.keys()))
