"""Refinements are what their definition in docs/search-format.md says, all of them and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.search.grams import is_word
from gongkai.search.keyed import read_keyed_file
from gongkai.search.middles import (
    ALL_UNITS,
    SegmentUnits,
    joined_units,
    stretch_of,
    unit_ranges,
)
from gongkai.search.records import END, SearchableTexts
from gongkai.search.refinements import (
    LONGEST,
    PRESENT_MARK,
    SHORTEST,
    concern_of,
    joined,
    refinement_files,
    refinements,
)
from gongkai.search.renumbering import present_numbers, renumbered
from gongkai.search.unit_rows import UnitRow


def defined(rows: list[str], threshold: int) -> dict[str, set[int]]:
    """The refinements of documents by their rows, from the definition alone."""
    holding: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for length in range(1, LONGEST + 1):
            for start in range(len(row) - length + 1):
                holding[row[start : start + length]].add(number)
    found = {}
    for text, held in holding.items():
        is_gram = len(text) < SHORTEST or (len(text) == SHORTEST and all(map(is_word, text)))
        if is_gram or any(sign == END or ord(sign) > 0xFFFF for sign in text):
            continue
        meeting = holding[text[:-1]] & holding[text[1:]]
        if len(meeting) > threshold and meeting != held:
            is_rare = len(held) < len(meeting) - len(held)
            found[text + PRESENT_MARK if is_rare else text] = held if is_rare else meeting - held
    return found


# Of so few characters that halves meet without their string again and again.
rows = st.sampled_from(["甲乙", "甲，", "甲乙，𠮷"]).flatmap(
    lambda signs: st.lists(
        st.lists(st.text(signs, max_size=24), min_size=1, max_size=2).map(
            lambda texts: END + END.join(texts) + END
        ),
        min_size=1,
        max_size=90,
    )
)


@settings(max_examples=40)
@given(rows, st.sampled_from([1, 3, 16]), st.integers(1, 4))
def test_they_are_those_of_the_definition(rows: list[str], threshold: int, shares: int) -> None:
    row = _row(rows)
    found = joined([refinements(row, units, threshold) for units in unit_ranges(row, shares)])
    assert _told(refinement_files(found, len(rows), range(3), 3)) == defined(rows, threshold)


# So short that they hold some halves and lack others.
few_rows = st.lists(st.text("甲乙，", max_size=8).map(lambda text: END + text + END), max_size=2)

# Only one half of ，甲乙 is of concern, and of the other only what stands after ， and 甲.
HALF_OF_CONCERN = ["，甲乙"] * 2 + ["，甲甲乙"] * 2 + ["，甲丁丙甲乙"] * 3


@settings(max_examples=60)
@given(rows, few_rows, st.sampled_from([1, 3, 16]), st.integers(1, 3))
@example([f"{END}{text}{END}" for text in HALF_OF_CONCERN], [END + "，甲甲" + END], 1, 1)
@example([f"{END}{text[::-1]}{END}" for text in HALF_OF_CONCERN], [END + "甲甲，" + END], 1, 1)
def test_with_a_concern_some_are_found_and_all_that_are_of_it(
    rows: list[str], concerning: list[str], threshold: int, shares: int
) -> None:
    row, concern = _row(rows), concern_of(stretch_of(_units(concerning)).units)
    found = joined(
        [refinements(row, units, threshold, concern) for units in unit_ranges(row, shares)]
    )
    told = _told(refinement_files(found, len(rows), range(3), 3))
    every = defined(rows, threshold)
    assert all(every.get(key) == held for key, held in told.items())
    assert told.keys() >= {key for key in every if _is_of_concern(key, concerning)}


def _is_of_concern(key: str, rows: list[str]) -> bool:
    text = key.removesuffix(PRESENT_MARK)
    return any(text[:-1] in row and text[1:] in row for row in rows)


@settings(max_examples=60, deadline=None)
@given(rows, few_rows, st.data(), st.sampled_from([1, 3, 16]), st.integers(1, 3))
def test_those_of_a_changed_segment_are_told_by_what_changed(
    before: list[str], fresh: list[str], data: st.DataObject, threshold: int, shares: int
) -> None:
    gone = data.draw(st.sets(st.integers(1, len(before)), max_size=2)) - {len(before)}
    order = [number for number in range(len(before)) if number not in gone]
    for number in range(len(before), len(before) + len(fresh)):
        order.insert(data.draw(st.integers(0, len(order))), number)
    every = [*before, *fresh]
    now = [every[number] for number in order]
    changed = [every[number] for number in {*range(len(before))} ^ {*order}]
    held = refinements(_row(before), ALL_UNITS, threshold)
    files = refinement_files(held, len(before), range(3), 3)
    row, concern = _row(now), concern_of(stretch_of(_units(changed)).units)
    found = joined(
        [refinements(row, units, threshold, concern) for units in unit_ranges(row, shares)]
    )
    numbers = present_numbers(_prints(range(len(before))), _prints(order))
    assert numbers is not None
    taken = renumbered(files, numbers, changed, found)
    assert len(set(taken.texts())) == len(taken.texts())
    assert _told(refinement_files(taken, len(now), range(3), 3)) == defined(now, threshold)


def _row(rows: list[str]) -> SegmentUnits:
    return joined_units(stretch_of(_units(part)) for part in (rows[:64], rows[64:]) if part)


def _units(rows: list[str]) -> UnitRow:
    return UnitRow(tuple(map(SearchableTexts, rows)))


def _told(files: Iterable[bytes]) -> dict[str, set[int]]:
    return {key: set(held) for data in files for key, held in read_keyed_file(data).items()}


def _prints(numbers: Iterable[int]) -> list[bytes]:
    return [str(number).encode() for number in numbers]


def test_a_segment_of_nothing_has_none() -> None:
    row = joined_units([stretch_of(UnitRow(()))])
    found = joined([refinements(row, units, 1) for units in unit_ranges(row, 2)])
    assert len(found.count) == 0
