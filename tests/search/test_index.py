"""The law of the search: it finds what Python's ``in`` finds, and nothing else."""

from __future__ import annotations

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.folding import fold
from gongkai.search.build import build_index
from gongkai.search.query import parsed
from gongkai.search.reader import IndexReader
from gongkai.search.records import FacetLabels, SearchRecord, searchable_texts, site_order
from tests.search import sample

LABELS = FacetLabels({}, {}, {}, {}, {})
COUNT = 300


@cache
def ordered() -> list[SearchRecord]:
    """The sample in the order of the site."""
    return site_order(sample.records(COUNT))


@cache
def reader() -> IndexReader:
    """The sample's index, read back."""
    return IndexReader(dict(build_index(ordered(), LABELS)))


@cache
def folded_texts() -> list[tuple[str, ...]]:
    """The searchable texts of the sample."""
    return [tuple(searchable_texts(record).texts()) for record in ordered()]


def expected(query: str) -> set[int]:
    """What a plain search over the folded texts finds."""
    found = set()
    for number, texts in enumerate(folded_texts()):
        if all(
            any(term.text in text for text in texts) is not term.excluded for term in parsed(query)
        ):
            found.add(number)
    return found


@st.composite
def substrings(draw: st.DrawFn) -> str:
    """A piece of some document's text, as it is displayed."""
    record = draw(st.sampled_from(ordered()))
    text = draw(st.sampled_from([record.title, record.doc_number, record.number, *record.body]))
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 24))]


@settings(deadline=None, max_examples=150)
@given(substrings())
def test_a_piece_of_a_text_finds_every_document_that_holds_it(piece: str) -> None:
    query = f"“{piece.replace('”', '')}”"
    assert set(reader().find(query)) == expected(query)


@settings(deadline=None, max_examples=80)
@given(st.lists(substrings(), min_size=1, max_size=3), st.booleans())
def test_several_terms_must_all_match_and_a_minus_excludes(pieces: list[str], minus: bool) -> None:
    query = " ".join([*pieces[:-1], ("-" if minus else "") + pieces[-1]])
    assert set(reader().find(query)) == expected(query)


@settings(deadline=None, max_examples=80)
@given(st.text(min_size=1, max_size=8))
def test_any_text_at_all_finds_what_in_finds(query: str) -> None:
    if query.isprintable():
        assert set(reader().find(query)) == expected(query)


def test_a_number_typed_alone_brings_its_document_first() -> None:
    for number in (0, 17, 299):
        record = ordered()[number]
        assert reader().find(record.number)[0] == number
        assert number in reader().find(record.number[4:])


def test_ranks_are_numbers_then_titles_then_the_rest_each_newest_first() -> None:
    chance = random.Random(3)
    for _ in range(20):
        title = chance.choice(ordered()).title
        query = title[4:7].replace(" ", "")
        order = reader().find(query)
        folded = fold(query)

        def place(document: int, folded: str = folded) -> tuple[bool, bool, int]:
            record = ordered()[document]
            number = folded in fold(record.number) or folded in fold(record.doc_number)
            return not number, folded not in fold(record.title), -document

        assert order == sorted(order, key=place)


def test_the_order_in_which_records_come_does_not_matter() -> None:
    backwards = dict(build_index(reversed(ordered()), LABELS))
    assert backwards == dict(build_index(ordered(), LABELS))


def test_an_index_of_nothing_and_of_one_document() -> None:
    assert IndexReader(dict(build_index([], LABELS))).find("政") == []
    one = IndexReader(dict(build_index(ordered()[:1], LABELS)))
    assert one.find("") == [0]
    assert one.address(0) == ordered()[0].address
