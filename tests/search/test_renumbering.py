"""A base whose documents got other numbers is the base built anew, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import staffing
from gongkai.bases import build_base
from gongkai.renumbering import Renumbered
from gongkai.search.amending import stem_of
from gongkai.search.renumbering import present_numbers
from gongkai.search.texts import text_file
from gongkai.segments import Segment
from tests.search import sample

COUNT = 128
SPARE = 8
"""Documents that are not in the base at first."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("texts")
    paths = tuple(folder / f"{number}.bin" for number in range(COUNT + SPARE))
    for number, path in enumerate(paths):
        path.write_bytes(text_file(sample.record(number, seed=5, paragraphs=8)))
    return paths


@cache
def anew(texts: tuple[Path, ...]) -> Segment:
    return build_base(texts, staffing.alone)


@st.composite
def orders(draw: st.DrawFn) -> list[int]:
    """Which documents make the base now: some of it went, as many came anywhere."""
    gone = draw(st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=3))
    order = [number for number in range(COUNT) if number not in gone]
    for number in range(COUNT, COUNT + len(gone)):
        order.insert(draw(st.integers(0, len(order))), number)
    return order


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(order=orders())
def test_renumbered_is_built_anew(
    texts: tuple[Path, ...], order: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("refinements")
    before = {stem_of(path): data for path, data in anew(texts[:COUNT]).files}
    refinements: list[Path] = []
    while (stem := f"base-refinements/{len(refinements)}") in before:
        refinements.append(folder / str(len(refinements)))
        refinements[-1].write_bytes(before[stem])
    assert refinements
    numbers = present_numbers(_prints(range(COUNT)), _prints(order))
    assert numbers is not None
    changed = tuple(texts[number] for number in {*range(COUNT)} ^ {*order})
    now = tuple(texts[number] for number in order)
    made = build_base(now, staffing.alone, Renumbered(tuple(refinements), numbers, changed))
    clean = build_base(now, staffing.alone)
    assert sorted(made.files) == sorted(clean.files)
    assert made.firsts == clean.firsts


def _prints(documents: Iterable[int]) -> list[bytes]:
    return [str(number).encode() for number in documents]


def test_documents_are_known_by_their_texts() -> None:
    before = [b"a", b"b", b"c", b"d"]

    def numbers(now: list[bytes]) -> list[int] | None:
        found = present_numbers(before, now)
        return None if found is None else found.tolist()

    assert numbers([b"a", b"c", b"d", b"e"]) == [0, -1, 1, 2]
    assert numbers([b"x", b"a", b"b", b"c"]) == [1, 2, 3, -1]
    assert numbers([b"a", b"x", b"c", b"d"]) == [0, -1, 2, 3]
    assert numbers([b"b", b"a", b"c", b"d"]) is None
