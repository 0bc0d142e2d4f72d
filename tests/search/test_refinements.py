"""Refinements are what their definition in docs/search-format.md says, all of them and no others."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search.grams import is_word
from gongkai.search.keyed import read_keyed_file
from gongkai.search.middles import joined_units, stretch_of, unit_ranges
from gongkai.search.records import END, SearchableTexts
from gongkai.search.refinements import (
    LONGEST,
    PRESENT_MARK,
    SHORTEST,
    joined,
    refinement_files,
    refinements,
)
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
    documents = [SearchableTexts(row) for row in rows]
    parts = (documents[:64], documents[64:])
    row = joined_units(stretch_of(UnitRow(tuple(part))) for part in parts if part)
    found = joined([refinements(row, units, threshold) for units in unit_ranges(row, shares)])
    files = refinement_files(found, len(rows), range(3), 3)
    told = {key: set(held) for data in files for key, held in read_keyed_file(data).items()}
    assert told == defined(rows, threshold)


def test_a_segment_of_nothing_has_none() -> None:
    row = joined_units([stretch_of(UnitRow(()))])
    found = joined([refinements(row, units, 1) for units in unit_ranges(row, 2)])
    assert len(found.count) == 0
