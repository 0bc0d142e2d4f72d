"""A segment amended in place: what changes in its files when few of its documents change.

The documents keep their numbers; only texts are edited.  Every file that holds nothing of what
changed stays, and the others are decoded, corrected and encoded again, to the same bytes as a
segment built anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from gongkai.search import numbers
from gongkai.search.bitstreams import Flags, Integers, changes
from gongkai.search.grams import (
    MAX_DOCUMENTS,
    RANK_BITS,
    THIRD_BITS,
    GramTable,
    document_grams,
    gram_of,
    joined,
    mix,
    mix_pair,
)
from gongkai.search.records import SearchableTexts
from gongkai.search.shard_tables import gram_documents, shard_table
from gongkai.search.shards import shard_of
from gongkai.search.thirds import third_code
from gongkai.search.unit_rows import UnitRow

_PAIR = 2


class Edit(Struct, frozen=True):
    """A document of a segment, by its number there, with its searchable texts of both times."""

    number: int
    before: SearchableTexts
    after: SearchableTexts


class GramShards:
    """The gram shards of a segment, each with the triples of its heavy pairs, read when asked.

    ``files`` holds the segment's files by stem (the path below search/ less the hash), ``name``
    is the segment's.
    """

    def __init__(self, name: str, files: Mapping[str, bytes]) -> None:
        self._name = name
        self._files = files
        self.count = sum(stem.startswith(f"{name}/") for stem in files)
        self._tables: dict[int, GramTable] = {}
        self._heavy: dict[int, int] = {}
        for stem in files:
            if stem.startswith("heavy/"):
                pair = int(stem.split("/")[1], 16)
                self._heavy[pair] = self._heavy.get(pair, 0) + 1

    def heavy(self, shard: int) -> dict[int, int]:
        """The heavy pairs of a shard, with the number of their files."""
        return {
            pair: files for pair, files in self._heavy.items() if pair * self.count >> 32 == shard
        }

    def table(self, shard: int) -> GramTable:
        """All grams of the pairs in one shard."""
        if shard not in self._tables:
            table = shard_table(self._files[f"{self._name}/{shard}"], shard, self.count)
            heavy = [self._branch(*each) for each in self.heavy(shard).items()]
            self._tables[shard] = joined([table, *heavy]) if heavy else table
        return self._tables[shard]

    def documents(self, text: str) -> Integers:
        """The documents that hold a pair or a triple of units, ascending."""
        pair = mix_pair(ord(text[0]), ord(text[1]))
        third = third_code(ord(text[2])) if len(text) > _PAIR else 0
        stem, count = self._name, self.count
        if third and pair in self._heavy:
            stem, count = f"heavy/{pair:08x}", self._heavy[pair]
            pair, third = mix_pair(third, 0), 0
        shard = pair * count >> 32
        return gram_documents(self._files[f"{stem}/{shard}"], shard, count, (pair, third))

    def _branch(self, pair: int, files: int) -> GramTable:
        stems = [f"heavy/{pair:08x}/{index}" for index in range(files)]
        tables = [shard_table(self._files[stem], index, files) for index, stem in enumerate(stems)]
        triples = joined(tables)
        mixed, codes = _codes_by_mix()
        thirds = codes[np.searchsorted(mixed, triples.pair)]
        return structs.replace(triples, gram=gram_of(np.full(len(thirds), pair), thirds))


@cache
def _codes_by_mix() -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """The mixed pairs (c, 0) in ascending order, and the codes c."""
    mixed = mix(np.arange(1 << 16, dtype=np.uint32) << np.uint32(16))
    order = np.argsort(mixed)
    return mixed[order], order.astype(np.uint16)


class _Rows(NamedTuple):
    """Single rows of tables, in any order."""

    gram: NDArray[np.uint64]
    document: NDArray[np.int32]
    rank: NDArray[np.uint8]

    def chosen(self, rows: Flags | Integers) -> _Rows:
        """Some of the rows."""
        return _Rows(self.gram[rows], self.document[rows], self.rank[rows])

    def with_all(self, other: _Rows) -> _Rows:
        """These rows and others."""
        return _Rows(
            np.append(self.gram, other.gram),
            np.append(self.document, other.document),
            np.append(self.rank, other.rank),
        )


def amended_tables(shards: GramShards, edits: Sequence[Edit]) -> dict[int, GramTable]:
    """The grams of every shard that an edit changes, by shard."""
    gone, come = _changed_rows(edits)
    gone_from, come_to = (
        shard_of((rows.gram >> np.uint64(THIRD_BITS)).astype(np.uint32), shards.count)
        for rows in (gone, come)
    )
    return {
        shard: _amended(
            shards.table(shard), gone.chosen(gone_from == shard), come.chosen(come_to == shard)
        )
        for shard in np.unique(np.append(gone_from, come_to)).tolist()
    }


def _amended(table: GramTable, gone: _Rows, come: _Rows) -> GramTable:
    """The table without some of its rows, and with others."""
    rows = _Rows(np.repeat(table.gram, table.count), table.document, table.rank)
    place = np.repeat(np.arange(len(table.gram)), table.count) * MAX_DOCUMENTS + table.document
    leaving = np.searchsorted(table.gram, gone.gram) * MAX_DOCUMENTS + gone.document
    rows = rows.chosen(~np.isin(place, leaving, assume_unique=True)).with_all(come)
    gram, document, rank = rows.chosen(np.lexsort((rows.document, rows.gram)))
    first = np.flatnonzero(changes(gram))
    return GramTable(gram[first], np.diff(first, append=len(gram)), document, rank)


def _changed_rows(edits: Sequence[Edit]) -> tuple[_Rows, _Rows]:
    """The rows that the edits take away, and those that they bring."""
    gone = come = _Rows(np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.uint8))
    for edit in edits:
        before, after = (_ranked_grams(texts, edit.number) for texts in (edit.before, edit.after))
        gone = gone.with_all(_rows(np.setdiff1d(before, after, assume_unique=True), edit.number))
        come = come.with_all(_rows(np.setdiff1d(after, before, assume_unique=True), edit.number))
    return gone, come


def _ranked_grams(texts: SearchableTexts, number: int) -> NDArray[np.uint64]:
    """The grams of a document, each with its rank in the lowest bits."""
    held = document_grams(UnitRow((texts,)), number)
    # The posting of the one document, whose number there is zero.
    return held.gram << np.uint64(RANK_BITS) | held.posting


def _rows(ranked: NDArray[np.uint64], document: int) -> _Rows:
    rank = (ranked & np.uint64((1 << RANK_BITS) - 1)).astype(np.uint8)
    number = np.full(len(ranked), document, dtype=np.int32)
    return _Rows(ranked >> np.uint64(RANK_BITS), number, rank)


def amended_numbers(files: Iterable[bytes], edits: Sequence[Edit]) -> numbers.Postings | None:
    """The postings of all number files under the edits; ``None`` where no edit changes any."""
    before = [numbers.postings(UnitRow((edit.before,)), edit.number) for edit in edits]
    after = [numbers.postings(UnitRow((edit.after,)), edit.number) for edit in edits]
    if all(map(_same, before, after)):
        return None
    held = numbers.joined(map(numbers.postings_in, files))
    return numbers.joined([held.without([edit.number for edit in edits]), *after])


def _same(one: numbers.Postings, other: numbers.Postings) -> bool:
    return (
        np.array_equal(one.key, other.key)
        and np.array_equal(one.document, other.document)
        and np.array_equal(one.rank, other.rank)
    )
