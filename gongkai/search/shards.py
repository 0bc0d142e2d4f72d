"""Gram shards: a segment's grams as files, each the pairs that fall into one range of the mix.

A shard is a trie of two levels.  First come the pairs with the number of their documents, then
their third units, by their codes, with theirs, then all lists: a pair's documents below the
segment's size, a triple's as places *inside* its pair's list, a gram's prominent hits (titles,
numbers) as places inside its own list.  docs/search-format.md gives every field.

A pair whose triples would swell its shard, say 服务, is a *heavy* pair: its triples go to files
of their own, where each third unit stands as the pair (c, 0), c its code, with lists of documents.
"""

from __future__ import annotations

from math import isqrt
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bitstreams import (
    Codes,
    Integers,
    concatenated,
    gamma_codes,
    raw_codes,
    raw_streams,
    rice_codes,
    rice_width,
    unary_streams,
    varint,
)
from gongkai.search.grams import PARTITIONS, GramTable, mix
from gongkai.search.lists import Lists, list_codes
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


def heavy_pairs(table: GramTable) -> NDArray[np.uint32]:
    """The pairs of ``table`` whose triples get files of their own, ascending."""
    pairs, postings = np.unique(table.pair[table.third != 0], return_counts=True)
    return pairs[postings >= HEAVY_POSTINGS]


def without_triples(table: GramTable, heavy: NDArray[np.uint32]) -> GramTable:
    """``table`` less the triples of the heavy pairs."""
    if not len(heavy):
        return table
    return table.rows((table.third == 0) | ~np.isin(table.pair, heavy))


def heavy_pair(table: GramTable, pair: np.uint32, documents: int) -> HeavyPair:
    """The files of one heavy pair of ``table``."""
    start, end = np.searchsorted(table.pair, [pair, pair + np.uint32(1)])
    triples = table.rows(slice(int(start), int(end)))
    triples = triples.rows(triples.third != 0)
    mixed = mix(triples.third.astype(np.uint32) << np.uint32(16))
    order = np.argsort(mixed, kind="stable")
    branch = GramTable(
        mixed[order],
        np.zeros(len(triples), dtype=np.uint16),
        triples.document[order],
        triples.rank[order],
    )
    shards = -(-len(triples) // HEAVY_SHARD_POSTINGS)
    files = encode_shards(branch, documents, shards, 0, shards)
    return HeavyPair(int(pair), tuple(files))


def encode_shards(
    table: GramTable, documents: int, shards: int, first: int, last: int
) -> list[bytes]:
    """The bytes of the shards ``first`` to ``last - 1``; ``table`` holds their grams.

    ``documents`` is the segment's size, ``shards`` the number of all its shards.
    """
    files = last - first
    shard = shard_of(table.pair, shards) - first
    group = _groups(table)
    is_pair = table.third[group.start] == 0
    pair_at, triple_at = np.flatnonzero(is_pair), np.flatnonzero(~is_pair)
    owner = np.cumsum(is_pair) - 1
    group_shard = shard[group.start]
    pair_shard, triple_shard = group_shard[pair_at], group_shard[triple_at]
    pair_count, triple_count = group.count[pair_at], group.count[triple_at]
    triple_owner = owner[triple_at]
    thirds = np.bincount(triple_owner, minlength=len(pair_at))
    prominent = table.rank > Rank.OTHER
    starred = np.add.reduceat(prominent, group.start, dtype=np.int64) if len(table) else owner
    pair_starred, triple_starred = starred[pair_at], starred[triple_at]
    open_triples = pair_count[triple_owner] > 1
    starred_owner = pair_starred[triple_owner] > 0
    pair_values = table.pair[group.start[pair_at]].astype(np.int64)
    sections = [
        _key_codes(pair_values, pair_shard, shards, first),
        gamma_codes(pair_count, pair_shard),
        gamma_codes(thirds + 1, pair_shard),
        _third_codes(table.third[group.start[triple_at]], triple_owner, thirds, triple_shard),
        gamma_codes(triple_count[open_triples], triple_shard[open_triples]),
        gamma_codes(pair_starred + 1, pair_shard),
        gamma_codes(triple_starred[starred_owner] + 1, triple_shard[starred_owner]),
        *_document_sections(table, group, is_pair, owner, documents, group_shard),
        *_rank_sections(table, group, is_pair, starred, group_shard),
    ]
    codes = concatenated(sections)
    unary, raw = unary_streams(codes, files), raw_streams(codes, files)
    pairs = np.bincount(pair_shard, minlength=files).tolist()
    return [
        varint(documents) + varint(pairs[i]) + varint(len(unary[i])) + unary[i] + raw[i]
        for i in range(files)
    ]


class _Groups(Struct, frozen=True):
    """The grams of a table: where the rows of each begin, how many, and the gram of each row."""

    start: Integers
    count: Integers
    of_row: Integers


def _groups(table: GramTable) -> _Groups:
    begins = np.ones(len(table), dtype=bool)
    begins[1:] = (table.pair[1:] != table.pair[:-1]) | (table.third[1:] != table.third[:-1])
    start = np.flatnonzero(begins)
    return _Groups(start, np.diff(start, append=len(table)), np.cumsum(begins) - 1)


def _key_codes(pairs: Integers, shard: Integers, shards: int, first: int) -> Codes:
    """The pairs of each shard, as gaps from the lowest pair the shard may hold."""
    width = rice_width(
        np.full(len(pairs), PAIR_SPACE // shards, dtype=np.int64), np.bincount(shard)[shard]
    )
    previous = np.empty_like(pairs)
    previous[1:] = pairs[:-1]
    opens = np.ones(len(pairs), dtype=bool)
    opens[1:] = shard[1:] != shard[:-1]
    previous[opens] = first_pair(shard[opens] + first, shards) - 1
    return rice_codes(pairs - previous - 1, width, shard)


def _third_codes(
    third: NDArray[np.uint16], owner: Integers, thirds: Integers, shard: Integers
) -> Codes:
    """The codes of the third units of each pair, as gaps from zero."""
    values = third.astype(np.int64)
    gaps = values.copy()
    gaps[1:] -= values[:-1] + 1
    opens = np.ones(len(values), dtype=bool)
    opens[1:] = owner[1:] != owner[:-1]
    gaps[opens] = values[opens]
    width = rice_width(np.full(len(values), USUAL_CODES, dtype=np.int64), thirds[owner])
    return rice_codes(gaps, width, shard)


def _document_sections(  # noqa: PLR0917 - the columns of one table
    table: GramTable,
    group: _Groups,
    is_pair: NDArray[np.bool_],
    owner: Integers,
    documents: int,
    group_shard: Integers,
) -> tuple[Codes, Codes]:
    """The lists of the pairs, then those of the triples."""
    row_is_pair = is_pair.take(group.of_row)
    pair_rows, triple_rows = np.flatnonzero(row_is_pair), np.flatnonzero(~row_is_pair)
    row_owner = owner.take(group.of_row)
    document = table.document.astype(np.int64)
    pair_count = group.count[is_pair]
    of_pairs = Lists(
        document.take(pair_rows),
        pair_count,
        np.full(len(pair_count), documents, dtype=np.int64),
        group_shard[is_pair],
    )
    key = row_owner * documents + document
    place = np.searchsorted(key.take(pair_rows), key.take(triple_rows))
    place -= (np.cumsum(pair_count) - pair_count).take(row_owner.take(triple_rows))
    triple_count = group.count[~is_pair]
    of_triples = Lists(
        place.astype(np.int64), triple_count, pair_count[owner[~is_pair]], group_shard[~is_pair]
    )
    return list_codes(of_pairs), list_codes(of_triples)


def _rank_sections(
    table: GramTable,
    group: _Groups,
    is_pair: NDArray[np.bool_],
    starred: Integers,
    group_shard: Integers,
) -> tuple[Codes, Codes, Codes, Codes]:
    """Prominent hits as places in the gram's list, then a bit each: 1 for a number."""
    rows = np.flatnonzero(table.rank > Rank.OTHER)
    row_group = group.of_row[rows]
    place = rows - group.start[row_group]
    number = (table.rank[rows] == Rank.NUMBER).astype(np.int64)

    def sections(kind: NDArray[np.bool_]) -> tuple[Codes, Codes]:
        mine = kind[row_group]
        chosen = kind & (starred > 0)
        lists = Lists(place[mine], starred[chosen], group.count[chosen], group_shard[chosen])
        bits = raw_codes(
            number[mine], np.ones(int(mine.sum()), dtype=np.int64), group_shard[row_group[mine]]
        )
        return list_codes(lists), bits

    return (*sections(is_pair), *sections(~is_pair))
