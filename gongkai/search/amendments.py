"""A segment amended in place: what changes in its files when few of its documents change.

The documents keep their numbers; only texts are edited.  Every file that holds nothing of what
changed stays, and the others are decoded, corrected and encoded again, to the same bytes as a
segment built anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search import numbers
from gongkai.search.grams import (
    DOCUMENT_BITS,
    PARTITION_BITS,
    PARTITIONS,
    RANK_BITS,
    THIRD_BITS,
    GramTable,
    Integers,
    Words,
    gram_table,
    gram_words,
    joined,
    mix,
    mix_pair,
)
from gongkai.search.records import SearchableTexts
from gongkai.search.shard_tables import gram_documents, shard_table
from gongkai.search.shards import shard_of
from gongkai.search.thirds import third_code
from gongkai.search.unit_rows import UnitRow

_PAIR_SHIFT = 32 - PARTITION_BITS
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
            self._tables[shard] = _ordered([table, *heavy]) if heavy else table
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
        return GramTable(
            np.full(len(triples), pair, dtype=np.uint32),
            codes[np.searchsorted(mixed, triples.pair)],
            triples.document,
            triples.rank,
        )


@cache
def _codes_by_mix() -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """The mixed pairs (c, 0) in ascending order, and the codes c."""
    mixed = mix(np.arange(1 << 16, dtype=np.uint32) << np.uint32(16))
    order = np.argsort(mixed)
    return mixed[order], order.astype(np.uint16)


def _ordered(tables: Sequence[GramTable]) -> GramTable:
    """Tables with different grams as one, in the order of a table."""
    whole = joined(tables)
    gram = whole.pair.astype(np.uint64) << np.uint64(THIRD_BITS) | whole.third
    order = np.argsort(gram, kind="stable")
    return GramTable(
        whole.pair[order], whole.third[order], whole.document[order], whole.rank[order]
    )


def amended_tables(shards: GramShards, edits: Sequence[Edit]) -> dict[int, GramTable]:
    """The grams of every shard that an edit changes, by shard."""
    changed: dict[int, GramTable] = {}
    for partition, (gone, come) in enumerate(_changed_words(edits)):
        touched = shard_of(_pairs(partition, np.concatenate([gone, come])), shards.count)
        for shard in np.unique(touched).tolist():
            table = shards.table(shard)
            gone_here = gone[shard_of(_pairs(partition, gone), shards.count) == shard]
            come_here = come[shard_of(_pairs(partition, come), shards.count) == shard]
            left = np.setdiff1d(_words(table), gone_here, assume_unique=True)
            changed[shard] = gram_table(partition, [left, come_here])
    return changed


def _changed_words(edits: Sequence[Edit]) -> list[tuple[Words, Words]]:
    """For each partition the words that the edits take away, and those that they bring."""
    gone: list[list[Words]] = [[] for _ in range(PARTITIONS)]
    come: list[list[Words]] = [[] for _ in range(PARTITIONS)]
    for edit in edits:
        before = gram_words(UnitRow((edit.before,)), edit.number)
        after = gram_words(UnitRow((edit.after,)), edit.number)
        for partition in range(PARTITIONS):
            old, new = before[partition], after[partition]
            gone[partition].append(np.setdiff1d(old, new, assume_unique=True))
            come[partition].append(np.setdiff1d(new, old, assume_unique=True))
    return [(np.concatenate(old), np.concatenate(new)) for old, new in zip(gone, come, strict=True)]


def _pairs(partition: int, words: Words) -> NDArray[np.uint32]:
    low = words >> np.uint64(THIRD_BITS + DOCUMENT_BITS + RANK_BITS)
    return low.astype(np.uint32) | np.uint32(partition << _PAIR_SHIFT)


def _words(table: GramTable) -> Words:
    """The rows of a table as words, the reverse of ``gram_table``."""
    words = (table.pair & np.uint32((1 << _PAIR_SHIFT) - 1)).astype(np.uint64)
    words = words << np.uint64(THIRD_BITS) | table.third
    words = words << np.uint64(DOCUMENT_BITS) | table.document.astype(np.uint64)
    return words << np.uint64(RANK_BITS) | table.rank


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
