"""Gram shards: a segment's grams as files, each the pairs that fall into one range of the mix.

A shard is a trie of two levels.  First come the pairs with the number of their documents, then
their third units, by their codes, with theirs, then all lists: a pair's documents below the
segment's size, a triple's as places *inside* its pair's list, a gram's prominent hits (titles,
numbers) as places inside its own list.  docs/search-format.md gives every field.

A pair whose triples would swell its shard, say 服务, is a *heavy* pair: its triples go to files
of their own, where each third unit stands as the pair (c, 0), c its code, with lists of documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bitstreams import (
    Codes,
    Flags,
    Integers,
    changes,
    gamma_codes,
    rice_codes,
    rice_width,
    single_bits,
    streams,
    varint,
)
from gongkai.search.grams import PARTITIONS, THIRD_BITS, GramTable, mix
from gongkai.search.lists import Lists, list_codes, ragged_rows, ragged_starts
from gongkai.search.records import Rank
from gongkai.search.thirds import USUAL_CODES

PAIR_SPACE: Final = 1 << 32
#: So many neighbours share a name: the names of all are read at the start of every visit.
SHARDS_PER_NAME: Final = 2
REST_SHARDS: Final = 46
HEAVY_POSTINGS: Final = 8_000
HEAVY_SHARD_POSTINGS: Final = 4_000


class HeavyPair(Struct, frozen=True):
    """A pair with files of its own: its mixed value and the files' contents, in order."""

    pair: int
    shards: tuple[bytes, ...]


def base_shards(documents: int) -> int:
    """The number of shards of a base segment: an even number for each of the partitions.

    A reader fetches a name for every shard once, and a few shards for every query; the sum is
    least when their number grows as the square root of the documents.
    """
    return SHARDS_PER_NAME * PARTITIONS * max(1, isqrt(5 * documents) // SHARDS_PER_NAME)


def shard_of(pairs: NDArray[np.uint32], shards: int) -> Integers:
    """The shard of each mixed pair, ``floor(pair * shards / 2**32)``."""
    return (pairs.astype(np.uint64) * np.uint64(shards) >> np.uint64(32)).astype(np.int64)


def first_pair(shard: Integers, shards: int) -> Integers:
    """The lowest mixed pair of each shard."""
    return -(-shard * PAIR_SPACE // shards)


def heavy_triples(table: GramTable) -> list[range]:
    """Where the triples stand that get files of their own: those of each heavy pair, ascending."""
    triples = np.flatnonzero(table.third)
    firsts = np.flatnonzero(changes(table.pair[triples]))
    if not len(firsts):
        return []
    heavy = np.flatnonzero(np.add.reduceat(table.count[triples], firsts) >= HEAVY_POSTINGS)
    lasts = triples[np.append(firsts[1:], len(triples))[heavy] - 1]
    return list(map(range, triples[firsts[heavy]].tolist(), (lasts + 1).tolist()))


def without_triples(table: GramTable, heavy: Sequence[range]) -> GramTable:
    """``table`` less the triples of the heavy pairs."""
    if not heavy:
        return table
    stay = np.ones(len(table.gram), dtype=bool)
    for triples in heavy:
        stay[triples.start : triples.stop] = False
    return table.chosen(np.flatnonzero(stay))


def heavy_pair(table: GramTable, triples: range, documents: int) -> HeavyPair:
    """The files of one heavy pair, from its ``triples`` in the table."""
    grams = table.gram[triples.start : triples.stop]
    mixed = mix(grams.astype(np.uint16).astype(np.uint32) << np.uint32(16))
    order = np.argsort(mixed)
    branch = table.chosen(triples.start + order)
    branch = GramTable(
        mixed[order].astype(np.uint64) << np.uint64(THIRD_BITS),
        branch.count,
        branch.document,
        branch.rank,
    )
    shards = -(-len(branch.document) // HEAVY_SHARD_POSTINGS)
    files = encode_shards(branch, documents, shards, 0, shards)
    return HeavyPair(int(grams[0]) >> THIRD_BITS, tuple(files))


def encode_shards(
    table: GramTable, documents: int, shards: int, first: int, last: int
) -> list[bytes]:
    """The bytes of the shards ``first`` to ``last - 1``; ``table`` holds their grams.

    ``documents`` is the segment's size, ``shards`` the number of all its shards.
    """
    files = last - first
    file = shard_of(table.pair, shards) - first
    is_pair = table.third == 0
    pair_at, triple_at = np.flatnonzero(is_pair), np.flatnonzero(~is_pair)
    owner = (np.cumsum(is_pair) - 1)[triple_at]
    pair_file, triple_file = file[pair_at], file[triple_at]
    pair_count, triple_count = table.count[pair_at], table.count[triple_at]
    thirds = np.bincount(owner, minlength=len(pair_at))
    hits = _prominent(table)
    pair_hits, triple_hits = hits.count[pair_at], hits.count[triple_at]
    several, with_hits = pair_count[owner] > 1, pair_hits[owner] > 0
    sections = [
        _key_codes(table.pair[pair_at].astype(np.int64), pair_file, shards, first, files),
        gamma_codes(pair_count, pair_file, files),
        gamma_codes(thirds + 1, pair_file, files),
        _third_codes(table.third[triple_at], owner, thirds, triple_file, files),
        gamma_codes(triple_count[several], triple_file[several], files),
        gamma_codes(pair_hits + 1, pair_file, files),
        gamma_codes(triple_hits[with_hits] + 1, triple_file[with_hits], files),
        *(list_codes(lists, files) for lists in _document_lists(table, file, documents)),
        *_hit_sections(table, hits, is_pair, file, files),
        *_hit_sections(table, hits, ~is_pair, file, files),
    ]
    pairs = np.bincount(pair_file, minlength=files).tolist()
    return [
        varint(documents) + varint(count) + varint(len(unary)) + unary + raw
        for count, (unary, raw) in zip(pairs, streams(sections), strict=True)
    ]


def _key_codes(pairs: Integers, file: Integers, shards: int, first: int, files: int) -> Codes:
    """The pairs of each shard, as gaps from the lowest pair the shard may hold."""
    width = rice_width(
        np.full(len(pairs), PAIR_SPACE // shards, dtype=np.int64), np.bincount(file)[file]
    )
    previous = np.empty_like(pairs)
    previous[1:] = pairs[:-1]
    opens = changes(file)
    previous[opens] = first_pair(file[opens] + first, shards) - 1
    return rice_codes(pairs - previous - 1, width, file, files)


def _third_codes(
    third: NDArray[np.uint16], owner: Integers, thirds: Integers, file: Integers, files: int
) -> Codes:
    """The codes of the third units of each pair, as gaps from zero."""
    values = third.astype(np.int64)
    gaps = values.copy()
    gaps[1:] -= values[:-1] + 1
    opens = changes(owner)
    gaps[opens] = values[opens]
    width = rice_width(np.full(len(values), USUAL_CODES, dtype=np.int64), thirds[owner])
    return rice_codes(gaps, width, file, files)


def _document_lists(table: GramTable, file: Integers, documents: int) -> tuple[Lists, Lists]:
    """The lists of the pairs, then those of the triples, as places in their pairs'.

    A triple that stands in all documents of its pair has no codes, and is left out.
    """
    is_pair = table.third == 0
    number, pairs = np.cumsum(is_pair) - 1, np.flatnonzero(is_pair)
    count = table.count[pairs]
    held = table.document.take(ragged_rows(table.starts[pairs], count))
    universe = np.full(len(pairs), documents, dtype=np.int64)
    of_pairs = Lists(held, count, universe, file[pairs])
    triples = np.flatnonzero(~is_pair & (table.count < count[number]))
    owner, triple_count = number[triples], table.count[triples]
    # The documents of all pairs in one row that ascends.
    row = np.repeat(np.arange(len(pairs)) * documents, count) + held
    wanted = np.repeat(owner * documents, triple_count)
    wanted += table.document.take(ragged_rows(table.starts[triples], triple_count))
    place = np.searchsorted(row, wanted)
    place -= np.repeat(ragged_starts(count)[owner], triple_count)
    of_triples = Lists(place.astype(np.int32), triple_count, count[owner], file[triples])
    return of_pairs, of_triples


class _Hits(Struct, frozen=True):
    """The prominent hits: their rows in a table, their grams, and how many each gram has."""

    row: Integers
    gram: Integers
    count: Integers


def _prominent(table: GramTable) -> _Hits:
    row = np.flatnonzero(table.rank > Rank.OTHER)
    gram = np.searchsorted(np.cumsum(table.count), row, side="right")
    return _Hits(row, gram, np.bincount(gram, minlength=len(table.gram)))


def _hit_sections(
    table: GramTable, hits: _Hits, kind: Flags, file: Integers, files: int
) -> tuple[Codes, Codes]:
    """Prominent hits as places in the gram's list, then a bit each: 1 for a number."""
    mine, chosen = np.flatnonzero(kind[hits.gram]), kind & (hits.count > 0)
    row, gram = hits.row[mine], hits.gram[mine]
    place = row - table.starts[gram]
    lists = Lists(place, hits.count[chosen], table.count[chosen], file[chosen])
    number = (table.rank[row] == Rank.NUMBER).astype(np.int64)
    return list_codes(lists, files), single_bits(number, file[gram], files)
