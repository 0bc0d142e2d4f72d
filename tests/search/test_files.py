"""The files of the index, kind by kind: what is written is what is read."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.search_index import write_index
from gongkai import segments
from gongkai.folding import fold
from gongkai.search import build, numbers
from gongkai.search.bitstreams import BitReader, streams
from gongkai.search.foldedlines import folded_lines
from gongkai.search.grams import is_word, unique_words
from gongkai.search.keyed import keyed_file, keyed_lists, read_keyed_file
from gongkai.search.lists import Lists, list_codes, read_list
from gongkai.search.middles import joined_units, stretch_of, unit_ranges
from gongkai.search.reader import IndexReader
from gongkai.search.records import (
    END,
    FacetLabels,
    Rank,
    SearchableTexts,
    searchable_texts,
    site_order,
)
from gongkai.search.refinements import (
    PRESENT_MARK,
    joined,
    refinement_file_of,
    refinement_files,
    refinements,
)
from gongkai.search.texts import inflated, plainly_folded, read_text_file, text_file
from gongkai.search.unit_rows import UnitRow
from gongkai.workers import Workforce
from tests.search import sample

LABELS = FacetLabels({}, {}, {}, {}, {})


@st.composite
def document_lists(draw: st.DrawFn) -> list[tuple[list[int], int]]:
    """Lists with their universes."""
    universes = draw(st.lists(st.integers(1, 400), min_size=1, max_size=6))
    return [
        (sorted(draw(st.sets(st.integers(0, universe - 1)))), universe) for universe in universes
    ]


@given(document_lists())
def test_lists_are_read_as_they_were_written(lists: list[tuple[list[int], int]]) -> None:
    counts = [len(values) for values, _ in lists]
    one_file = np.zeros(len(lists), dtype=np.int64)
    coded = list_codes(
        Lists(
            np.array([v for values, _ in lists for v in values], dtype=np.int64),
            np.array(counts, dtype=np.int64),
            np.array([universe for _, universe in lists], dtype=np.int64),
            one_file,
        ),
        1,
    )
    reader = BitReader(*next(streams([coded])))
    assert [read_list(reader, len(values), universe) for values, universe in lists] == [
        values for values, _ in lists
    ]


@given(
    st.dictionaries(
        st.text("政务服a1", min_size=1, max_size=5),
        st.dictionaries(st.integers(0, 99), st.sampled_from(Rank), min_size=1),
        min_size=1,
    )
)
def test_keyed_files_are_read_as_they_were_written(entries: dict[str, dict[int, Rank]]) -> None:
    assert read_keyed_file(keyed_file(keyed_lists(entries), 100)) == entries


def test_the_highest_rank_of_a_gram_counts() -> None:
    words = np.array([4 << 2 | 1, 4 << 2 | 2, 4 << 2, 5 << 2], dtype=np.uint64)
    assert unique_words(words).tolist() == [4 << 2 | 2, 5 << 2]


def test_a_text_file_brings_the_foldings_of_its_own_characters() -> None:
    record = replace(sample.record(3), title="電動車　80㎡", body=("Ａ ①\u200b",))
    lines = read_text_file(text_file(record))
    table = {entry[0]: entry[1:] for entry in lines[0].split("\t")}
    assert lines[6] == "電動車 80㎡"
    assert "Ａ" not in table
    text = "".join(lines[6:])
    for character in set(text) - {" ", "\t"}:
        assert table.get(character, plainly_folded(character)) == fold(character)


@given(
    st.lists(st.text(st.sampled_from("政Ａ１a 　①…℃電\u200b\U0001f600\U00020bb7\x00."), max_size=9))
)
def test_lines_fold_as_each_alone(lines: list[str]) -> None:
    assert folded_lines("\n".join(lines)) == "".join(fold(line) + END for line in lines or [""])


def test_every_unit_folds_in_a_line_as_alone() -> None:
    units = [chr(code) for code in range(1 << 16) if chr(code) != "\n"]
    usual = [each for each in units if len(fold(each)) == 1 and not 0xD800 <= ord(each) < 0xE000]
    for each in (usual, units):
        assert folded_lines("\n".join(each)) == "".join(fold(unit) + END for unit in each)


def test_gbk_is_a_part_of_gb18030() -> None:
    held = "".join(map(chr, range(0xD800))).encode("gbk", "ignore").decode("gbk")
    assert len(held) > 20_000
    assert held.encode("gbk") == held.encode("gb18030")


@pytest.mark.parametrize("disputed", "\u1e3f\ue5e5\ue78d\ue796\ue7c7\ue81e\ue826\ue832\ue864")
def test_a_disputed_character_makes_the_file_utf_8(disputed: str) -> None:
    plain, record = sample.record(3), replace(sample.record(3), body=(disputed,))
    assert text_file(plain)[0] == 0
    assert text_file(record)[0] == 1
    assert read_text_file(text_file(record))[-1] == disputed


def test_a_file_that_is_cut_short_is_refused() -> None:
    with pytest.raises(zlib.error):
        inflated(text_file(sample.record(1))[1:-3])


def test_numbers_are_found_from_any_place() -> None:
    postings = numbers.postings(
        UnitRow(
            (
                SearchableTexts("标题\x0020230489\0\0另\0"),
                SearchableTexts("\0\0\0" + "x" * 40 + "\0"),
            )
        ),
        0,
    )
    found: dict[str, dict[int, Rank]] = {}
    for _, data in numbers.number_files(postings, 2, numbers.REST_KEYS):
        found |= read_keyed_file(data)
    assert found["0489"] == {0: Rank.NUMBER}
    assert found["30489"] == {0: Rank.NUMBER}
    assert max(map(len, found)) == numbers.LONGEST


def test_an_edit_disturbs_no_neighbour_among_the_number_files() -> None:
    before = [SearchableTexts(f"\0{n * 7919:08d}\0\0") for n in range(3000)]
    after = [*before[:-1], SearchableTexts("\x0099999999\0\0")]
    one, other = (
        dict(numbers.number_files(numbers.postings(UnitRow(tuple(texts)), 0), 3000, 64))
        for texts in (before, after)
    )
    assert len(set(one.items()) ^ set(other.items())) < len(one) / 10


@pytest.mark.parametrize("threshold", [3, 20])
def test_refinements_say_what_halves_do_not(threshold: int) -> None:
    documents = [
        searchable_texts(sample.record(number, seed=9, paragraphs=8)) for number in range(250)
    ]

    # No gram holds the mark between two texts, so what is in a row is in one of its texts.
    wholes = [texts.row for texts in documents]

    @cache
    def holding(text: str) -> frozenset[int]:
        return frozenset(number for number, whole in enumerate(wholes) if text in whole)

    row = joined_units(
        stretch_of(UnitRow(tuple(part))) for part in (documents[:100], documents[100:])
    )
    found = joined([refinements(row, units, threshold) for units in unit_ranges(row, 4)])
    named = set()
    for file, data in enumerate(refinement_files(found, 250, range(3), 3)):
        for key, postings in read_keyed_file(data).items():
            text = key.removesuffix(PRESENT_MARK)
            assert END not in text
            named.add(text)
            common = holding(text[:-1]) & holding(text[1:])
            assert len(common) > threshold
            expected = holding(text) if key != text else common - holding(text)
            assert postings.keys() == expected
            assert refinement_file_of(text, 3) == file
    pieces = {
        text[start : start + length]
        for texts in documents[:12]
        for text in texts.texts()
        for length in (3, 4, 5)
        for start in range(len(text) - length + 1)
    }
    for piece in pieces:
        if piece in named or (len(piece) == 3 and is_word(piece)) or not piece.isprintable():
            continue
        if any(ord(character) > 0xFFFF for character in piece):
            continue
        common = holding(piece[:-1]) & holding(piece[1:])
        assert len(common) <= threshold or common == holding(piece), piece


@pytest.mark.parametrize("count", [0, 1, 63, 64, 300])
def test_processes_write_what_one_writes(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several shares, where there are some hundred documents."""
    monkeypatch.setattr(segments, "DOCUMENTS_PER_SHARE", 100)
    records = site_order(sample.records(count))
    with ThreadPoolExecutor(2) as executor:
        write_index(records, LABELS, tmp_path / "out", lambda _: Workforce(executor, 2, 60.0))
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert written == dict(build.build_index(records, LABELS))


def test_publishing_the_newest_document_leaves_the_base_alone() -> None:
    records = site_order(sample.records(200))

    def files(count: int) -> set[tuple[str, bytes]]:
        return set(build.build_index(records[:count], LABELS))

    changed = {path for path, _ in files(200) - files(199)}
    assert not any(path.startswith(("search/base", "search/heavy")) for path in changed)
    assert len(changed) <= 60


def test_the_words_of_a_withdrawn_document_are_in_no_file() -> None:
    records = site_order(sample.records(150))
    withdrawn = replace(records[70], title="鑫鱻的答复", body=("ZX81SECRET，鑫鱻麤",))
    others = [record for record in records if record is not records[70]]
    with_it = IndexReader(dict(build.build_index([*others, withdrawn], LABELS)))
    without = IndexReader(dict(build.build_index(others, LABELS)))
    for words in ("鑫", "鑫鱻", "鑫鱻麤", "zx81", "81secret", "，鑫鱻"):
        assert with_it.term(fold(words))
        assert not without.term(fold(words))
