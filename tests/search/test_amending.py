"""The base amended in place is the base built anew, byte for byte."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gongkai.search import build, shards
from gongkai.search.amending import amended_base, kept, stem_of
from gongkai.search.amendments import Edit
from gongkai.search.records import END, SearchableTexts, SearchRecord, searchable_texts
from gongkai.search.refinement_amendments import touched_strings
from gongkai.search.shard_tables import gram_documents, shard_table
from tests.search import sample

COUNT = 128
HEAVY = 300
"""So few postings make a pair heavy here that edits make pairs heavy and light again."""


@pytest.fixture(autouse=True, scope="module")
def _heavy_pairs() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "HEAVY_POSTINGS", HEAVY)
        patch.setattr(shards, "HEAVY_SHARD_POSTINGS", 150)
        yield


@cache
def records() -> tuple[SearchRecord, ...]:
    return tuple(sample.record(number, seed=5, paragraphs=8) for number in range(COUNT))


def base(held: tuple[SearchRecord, ...]) -> tuple[dict[str, bytes], list[str]]:
    """The files of a base by path, and the first keys of its number files."""
    files, paths = build.segment_files(build.BASE, [build.prepare(record) for record in held])
    return dict(files), [first for first, _ in paths.numbers]


@cache
def before() -> dict[str, bytes]:
    return base(records())[0]


@st.composite
def edits(draw: st.DrawFn) -> dict[int, SearchRecord]:
    """A few records edited, by number: a piece taken out, put in, or both."""
    held: dict[int, SearchRecord] = {}
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(0, COUNT - 1))
        record = held.get(number, records()[number])
        if draw(st.integers(0, 9)) == 0:
            held[number] = replace(record, number=draw(st.text("0123a", min_size=1, max_size=9)))
            continue
        place = draw(st.integers(0, len(record.body) - 1))
        text = record.body[place]
        start = draw(st.integers(0, len(text) - 1))
        end = start + draw(st.integers(0, 6))
        other = records()[draw(st.integers(0, COUNT - 1))].body[0]
        pieces = ("", other[:3], other[:9], other, "政务服务", "，", "😀", "12345")
        piece = draw(st.sampled_from(pieces))
        body = (*record.body[:place], text[:start] + piece + text[end:], *record.body[place + 1 :])
        held[number] = replace(record, body=body)
    return held


@settings(deadline=None, max_examples=40)
@given(edits())
def test_amended_is_built_anew(edited: dict[int, SearchRecord]) -> None:
    old = before()
    texts: list[SearchableTexts] = [searchable_texts(record) for record in records()]
    changes = [
        Edit(number, texts[number], searchable_texts(record)) for number, record in edited.items()
    ]
    files = {stem_of(path): data for path, data in old.items()}
    made, firsts = amended_base(files, COUNT, changes, lambda number: texts[number])
    amended = {path: old[path] for path in kept(list(old), COUNT, made, firsts)} | made
    anew, anew_firsts = base(tuple(edited.get(n, record) for n, record in enumerate(records())))
    assert sorted(amended) == sorted(anew)
    assert amended == anew
    assert firsts is None or firsts == anew_firsts


def test_the_sample_has_heavy_pairs_and_refinements() -> None:
    folders = {path.split("/")[1] for path in before()}
    assert {"heavy", "base-refinements", "base-numbers"} <= folders


def test_one_gram_is_read_as_among_all() -> None:
    """What passes over the others finds the documents of a gram, or that there are none."""
    files = {stem_of(path): data for path, data in before().items()}
    count = sum(stem.startswith("base/") for stem in files)
    for shard in range(0, count, 7):
        data = files[f"base/{shard}"]
        table = shard_table(data, shard, count)
        grams = zip(table.pair.tolist(), table.third.tolist(), strict=True)
        lists = np.split(table.document, np.cumsum(table.count)[:-1])
        held = {gram: each.tolist() for gram, each in zip(grams, lists, strict=True)}
        pairs = {pair for pair, _ in held}
        asked = {*list(held)[::5], *((pair, 7) for pair in pairs), (min(pairs) + 1, 0)}
        for gram in asked:
            found = gram_documents(data, shard, count, gram).tolist()
            assert found == held.get(gram, []), gram


@given(st.text("ab\0", max_size=12), st.text("ab\0", max_size=12))
def test_touched_strings_are_those_that_one_row_holds_or_both_halves_of(
    before: str, after: str
) -> None:
    def grams(row: str, length: int) -> set[str]:
        held = {row[at : at + length] for at in range(len(row) - length + 1)}
        return {gram for gram in held if END not in gram}

    def sides(text: str) -> list[tuple[bool, bool]]:
        halves = {text[:-1], text[1:]}
        return [(text in row, halves <= grams(row, len(text) - 1)) for row in (before, after)]

    strings = ["".join(each) for length in (4, 5, 6) for each in product("ab", repeat=length)]
    wanted = {text for text in strings if len(set(sides(text))) > 1}
    # Others may be among them: they cost a look, no more.
    assert wanted <= set(touched_strings(before, after))
