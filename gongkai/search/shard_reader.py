"""Reads a gram shard back, plainly: the oracle of the tests and the specification in code."""

from __future__ import annotations

from msgspec import Struct

from gongkai.search.bitstreams import BitReader
from gongkai.search.lists import read_list
from gongkai.search.records import Rank
from gongkai.search.shards import PAIR_SPACE
from gongkai.search.thirds import USUAL_CODES


class Gram(Struct, frozen=True):
    """One gram of a shard: the documents that hold it, each with its rank.

    ``pair`` is mixed, ``third`` a code.
    """

    pair: int
    third: int
    hits: dict[int, Rank]


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins at ``at``, and where the next thing begins."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _rice_width(universe: int, count: int) -> int:
    return max((universe * 11 // (16 * max(count, 1))).bit_length() - 1, 0)


def _hits(reader: BitReader, documents: list[int], starred: int) -> dict[int, Rank]:
    hits = dict.fromkeys(documents, Rank.OTHER)
    for place in read_list(reader, starred, len(documents)):
        hits[documents[place]] = Rank.TITLE
    return hits


def read_shard(data: bytes, shard: int, shards: int) -> list[Gram]:
    """Every gram of the file, pairs (third 0) before their triples.

    Raises ``ValueError`` or ``IndexError`` when the file is cut short.
    """
    documents, at = read_varint(data, 0)
    pair_count, at = read_varint(data, at)
    unary_bytes, at = read_varint(data, at)
    reader = BitReader(data[at : at + unary_bytes], data[at + unary_bytes :])
    pairs = []
    pair = -(-shard * PAIR_SPACE // shards) - 1
    width = _rice_width(PAIR_SPACE // shards, pair_count)
    for _ in range(pair_count):
        pair += reader.rice(width) + 1
        pairs.append(pair)
    counts = [reader.gamma() for _ in pairs]
    sizes = [reader.gamma() - 1 for _ in pairs]
    thirds: list[list[int]] = []
    for size in sizes:
        width, third = _rice_width(USUAL_CODES, size), -1
        thirds.append([third := third + 1 + reader.rice(width) for _ in range(size)])
    triple_counts = [
        [reader.gamma() if count > 1 else 1 for _ in units]
        for count, units in zip(counts, thirds, strict=True)
    ]
    starred = [reader.gamma() - 1 for _ in pairs]
    triple_starred = [
        [reader.gamma() - 1 if stars else 0 for _ in units]
        for stars, units in zip(starred, thirds, strict=True)
    ]
    lists = [read_list(reader, count, documents) for count in counts]
    triple_lists = [
        [[held[place] for place in read_list(reader, count, len(held))] for count in triples]
        for held, triples in zip(lists, triple_counts, strict=True)
    ]

    def ranked(entries: list[tuple[int, int, list[int], int]]) -> list[Gram]:
        grams = [
            Gram(first, third, _hits(reader, held, stars)) for first, third, held, stars in entries
        ]
        for gram in grams:
            for document in [d for d, rank in gram.hits.items() if rank is Rank.TITLE]:
                if reader.raw(1):
                    gram.hits[document] = Rank.NUMBER
        return grams

    whole = ranked(
        [(p, 0, held, stars) for p, held, stars in zip(pairs, lists, starred, strict=True)]
    )
    parts = ranked(
        [
            (pairs[i], thirds[i][j], triple_lists[i][j], triple_starred[i][j])
            for i in range(pair_count)
            for j in range(sizes[i])
        ]
    )
    return whole + parts
