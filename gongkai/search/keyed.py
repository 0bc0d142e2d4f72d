"""Keyed files: sorted strings, each with a list of documents; numbers and refinements use them.

A file holds the segment's size, the keys (joined by line feeds, raw deflate over UTF-8), and the
two bit streams with the lists' lengths, the lists, and their prominent hits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from gongkai.search.bitstreams import (
    Integers,
    gamma_codes,
    single_bits,
    streams,
    varint,
)
from gongkai.search.lists import Lists, list_codes
from gongkai.search.records import Rank
from gongkai.search.shard_reader import read_varint
from gongkai.search.shard_tables import SectionReader, read_ranks
from gongkai.search.texts import deflated, inflated

_RANKS = tuple(Rank)
"""By their numbers, which is faster than to make them."""


class KeyedLists(Struct, frozen=True):
    """Strings in ascending order of UTF-16, each with its documents and their ranks.

    ``count`` has an element for each key; ``documents`` (ascending within a key) and ``ranks``
    have one for each posting, key after key.
    """

    keys: Sequence[str]
    count: Integers
    documents: Integers
    ranks: Integers


def keyed_lists(entries: Mapping[str, Mapping[int, Rank]]) -> KeyedLists:
    """The lists of ``entries`` in order."""
    keys = sorted(entries, key=lambda key: key.encode("utf-16-be"))
    postings = [posting for key in keys for posting in sorted(entries[key].items())]
    table = np.array(postings, dtype=np.int64).reshape(-1, 2)
    count = np.array([len(entries[key]) for key in keys], dtype=np.int64)
    return KeyedLists(keys, count, table[:, 0], table[:, 1])


def keyed_file(lists: KeyedLists, documents: int) -> bytes:
    """The bytes of one file; ``documents`` is the segment's size."""
    return keyed_files(lists, np.zeros(len(lists.keys), dtype=np.int64), 1, documents)[0]


def keyed_files(lists: KeyedLists, file: Integers, files: int, documents: int) -> list[bytes]:
    """The bytes of several files; ``file`` tells for each key the one that holds it, ascending."""
    rows = np.flatnonzero(lists.ranks > Rank.OTHER)
    owner = np.repeat(np.arange(len(lists.keys)), lists.count)[rows]
    place = rows - (np.cumsum(lists.count) - lists.count)[owner]
    starred = np.bincount(owner, minlength=len(lists.keys)).astype(np.int64)
    number = (lists.ranks[rows] == Rank.NUMBER).astype(np.int64)
    universe = np.full(len(lists.keys), documents, dtype=np.int64)
    codes = [
        gamma_codes(lists.count, file, files),
        gamma_codes(starred + 1, file, files),
        list_codes(Lists(lists.documents, lists.count, universe, file), files),
        list_codes(Lists(place, starred, lists.count, file), files),
        single_bits(number, file[owner], files),
    ]
    ends = np.searchsorted(file, np.arange(files), side="right").tolist()
    keys = [lists.keys[start:end] for start, end in pairwise([0, *ends])]
    return [
        _file(documents, held, unary, raw)
        for held, (unary, raw) in zip(keys, streams(codes), strict=True)
    ]


def _file(documents: int, keys: Sequence[str], unary: bytes, raw: bytes) -> bytes:
    block = deflated("\n".join(keys).encode("utf-8"))
    head = varint(documents) + varint(len(keys)) + varint(len(block))
    return head + block + varint(len(unary)) + unary + raw


class KeyedFile(Struct, frozen=True):
    """The parts of one file: the segment's size, the keys, and the two bit streams of the lists."""

    documents: int
    keys: list[str]
    unary: bytes
    raw: bytes

    def lists(self) -> KeyedLists:
        """The keys with their lists."""
        reader = SectionReader(self.unary, self.raw)
        count = reader.gamma(len(self.keys))
        starred = reader.gamma(len(self.keys)) - 1
        held = reader.lists(count, np.full(len(self.keys), self.documents))
        ranks = read_ranks(reader, count, starred).astype(np.int64)
        return KeyedLists(self.keys, count, held, ranks)

    def documents_at(self, place: int) -> Integers:
        """The documents of one key alone, by its place."""
        reader = SectionReader(self.unary, self.raw)
        count = reader.gamma(len(self.keys))
        reader.skip_gammas(len(self.keys))
        return reader.list_at(place, count, np.full(len(self.keys), self.documents))


def opened(data: bytes) -> KeyedFile:
    """One file, its lists not read yet."""
    documents, at = read_varint(data, 0)
    key_count, at = read_varint(data, at)
    block, at = read_varint(data, at)
    keys = inflated(data[at : at + block]).decode("utf-8").split("\n") if key_count else []
    unary_bytes, at = read_varint(data, at + block)
    return KeyedFile(documents, keys, data[at : at + unary_bytes], data[at + unary_bytes :])


def read_keyed_lists(data: bytes) -> KeyedLists:
    """The lists of one file."""
    return opened(data).lists()


def read_keyed_file(data: bytes) -> dict[str, dict[int, Rank]]:
    """The entries of one file."""
    lists = read_keyed_lists(data)
    held = lists.documents.tolist()
    ranks = [_RANKS[rank] for rank in lists.ranks.tolist()]
    ends = np.cumsum(lists.count).tolist()
    return {
        key: dict(zip(held[first:last], ranks[first:last], strict=True))
        for key, first, last in zip(lists.keys, [0, *ends], ends, strict=False)
    }
