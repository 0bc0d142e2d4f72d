"""Reads gram shards back into tables, whole sections at a time.

``shard_reader`` reads the same files code by code and is the oracle; a build that mends a few
shards has to read them in milliseconds.  In the unary stream every code ends with a one, so the
places of the ones give all unary parts at once; the widths of the raw parts follow from sections
read before.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers, bit_length, rice_width
from gongkai.search.grams import GramTable, gram_of
from gongkai.search.lists import ragged_starts
from gongkai.search.records import Rank
from gongkai.search.shard_reader import read_varint
from gongkai.search.shards import PAIR_SPACE
from gongkai.search.thirds import USUAL_CODES

_WINDOW: Final = 8
_NONE: Final = np.empty(0, dtype=np.int64)


class SectionReader:
    """Reads the codes of one file's two streams, many at once."""

    def __init__(self, unary: bytes, raw: bytes) -> None:
        ones = np.flatnonzero(np.unpackbits(np.frombuffer(unary, dtype=np.uint8)))
        self._unary = np.diff(ones, prepend=-1) - 1
        self._unary_at = 0
        self._raw = np.frombuffer(raw + bytes(_WINDOW), dtype=np.uint8)
        self._raw_at = 0

    def unary(self, count: int) -> Integers:
        """The next ``count`` unary parts."""
        start = self._unary_at
        self._unary_at += count
        return self._unary[start : self._unary_at]

    def raw(self, width: Integers) -> Integers:
        """The next raw parts, of these widths."""
        offset = self._raw_at + np.cumsum(width) - width
        self._raw_at += int(width.sum())
        window = self._raw[(offset >> 3)[:, None] + np.arange(_WINDOW)]
        words = np.ascontiguousarray(window).view(">u8").reshape(-1).astype(np.uint64)
        words <<= (offset & 7).astype(np.uint64)
        # A shift by 64 bits is undefined, so a code without raw bits is shifted in two steps.
        words >>= (np.int64(63) - np.maximum(width - 1, 0)).astype(np.uint64)
        return np.where(width > 0, words.astype(np.int64), 0)

    def gamma(self, count: int) -> Integers:
        """The next ``count`` Elias gamma codes."""
        width = self.unary(count)
        return (np.int64(1) << width) + self.raw(width)

    def rice(self, width: Integers) -> Integers:
        """The next Golomb-Rice codes, of these widths."""
        return (self.unary(len(width)) << width) + self.raw(width)

    def skip(self, unary: int, raw: int) -> None:
        """Pass over so many unary parts, and raw bits."""
        self._unary_at += unary
        self._raw_at += raw

    def skip_gammas(self, count: int) -> None:
        """Pass over Elias gamma codes."""
        self._raw_at += int(self.unary(count).sum())

    def skip_lists(self, count: Integers, universe: Integers) -> None:
        """Pass over lists."""
        shape = _shape(count, universe)
        coded = shape.kept[~shape.single]
        self.skip(int(coded.sum()), int((shape.kept * shape.width).sum()))

    def list_at(self, place: int, count: Integers, universe: Integers) -> Integers:
        """The values of one of the next lists, by its place; it and those before it are passed."""
        self.skip_lists(count[:place], universe[:place])
        return self.lists(count[place : place + 1], universe[place : place + 1])

    def list_among(self, place: int, count: Integers, universe: Integers) -> Integers:
        """The values of one of the next lists, by its place; all are passed."""
        values = self.list_at(place, count, universe)
        self.skip_lists(count[place + 1 :], universe[place + 1 :])
        return values

    def lists(self, count: Integers, universe: Integers) -> Integers:
        """The values of the next lists, one list after the other."""
        inverted, kept, single, width = _shape(count, universe)
        width = np.repeat(width, kept)
        high = np.zeros(len(width), dtype=np.int64)
        coded = ~np.repeat(single, kept)
        high[coded] = self.unary(int(coded.sum()))
        steps = (high << width) + self.raw(width) + 1
        values = _within(steps, kept) - 1
        return _uninverted(values, count, kept, universe, inverted)


class _Shape(NamedTuple):
    """How lists are written: as their complement or not, how many values, whether only one."""

    inverted: NDArray[np.bool_]
    kept: Integers
    single: NDArray[np.bool_]
    width: Integers


def _shape(count: Integers, universe: Integers) -> _Shape:
    inverted = 2 * count > universe
    kept = np.where(inverted, universe - count, count)
    single = kept == 1
    width = rice_width(universe, kept)
    width[single] = bit_length(universe[single] - 1)
    return _Shape(inverted, kept, single, width)


def _within(steps: Integers, count: Integers) -> Integers:
    """The running sums of ``steps`` inside each run of ``count`` of them."""
    sums: Integers = np.cumsum(steps)
    starts = ragged_starts(count)
    before = np.zeros(len(count), dtype=np.int64)
    before[starts > 0] = sums[starts[starts > 0] - 1]
    return sums - np.repeat(before, count)


def _uninverted(
    values: Integers,
    count: Integers,
    kept: Integers,
    universe: Integers,
    inverted: NDArray[np.bool_],
) -> Integers:
    """The lists, those that were kept as their complement turned back."""
    if not inverted.any():
        return values
    result = np.empty(int(count.sum()), dtype=np.int64)
    result[np.repeat(~inverted, count)] = values[np.repeat(~inverted, kept)]
    offsets = ragged_starts(universe[inverted])
    present = np.ones(int(universe[inverted].sum()), dtype=bool)
    present[values[np.repeat(inverted, kept)] + np.repeat(offsets, kept[inverted])] = False
    result[np.repeat(inverted, count)] = np.flatnonzero(present) - np.repeat(
        offsets, count[inverted]
    )
    return result


def _begun(data: bytes, shard: int, shards: int) -> tuple[SectionReader, int, Integers]:
    """A reader behind the keys of a file, how many documents it is of, and its mixed pairs."""
    documents, at = read_varint(data, 0)
    pairs, at = read_varint(data, at)
    unary_bytes, at = read_varint(data, at)
    reader = SectionReader(data[at : at + unary_bytes], data[at + unary_bytes :])
    key_width = rice_width(np.array([PAIR_SPACE // shards]), np.array([pairs]))
    keys = reader.rice(np.repeat(key_width, pairs))
    pair = -(-shard * PAIR_SPACE // shards) + np.cumsum(keys + 1) - 1
    return reader, documents, pair


def shard_table(data: bytes, shard: int, shards: int) -> GramTable:
    """The grams of the file ``shard`` of ``shards``, in the order of a table."""
    reader, documents, pair = _begun(data, shard, shards)
    pairs = len(pair)
    pair_count = reader.gamma(pairs)
    thirds = reader.gamma(pairs) - 1
    owner = np.repeat(np.arange(pairs), thirds)
    steps = reader.rice(rice_width(np.full(len(owner), USUAL_CODES), thirds[owner]))
    third = _within(steps + 1, thirds) - 1
    triple_count = np.ones(len(owner), dtype=np.int64)
    several = pair_count[owner] > 1
    triple_count[several] = reader.gamma(int(several.sum()))
    pair_stars = reader.gamma(pairs) - 1
    triple_stars = np.zeros(len(owner), dtype=np.int64)
    starred = pair_stars[owner] > 0
    triple_stars[starred] = reader.gamma(int(starred.sum())) - 1
    pair_document = reader.lists(pair_count, np.full(pairs, documents))
    place = reader.lists(triple_count, pair_count[owner])
    place += np.repeat(ragged_starts(pair_count)[owner], triple_count)
    both_ranks = [
        read_ranks(reader, pair_count, pair_stars),
        read_ranks(reader, triple_count, triple_stars),
    ]
    table = GramTable(
        gram_of(np.append(pair, pair[owner]), np.append(np.zeros(pairs), third)),
        np.append(pair_count, triple_count),
        np.append(pair_document, pair_document[place]).astype(np.int32),
        np.concatenate(both_ranks),
    )
    return table.chosen(np.argsort(table.gram))


def gram_documents(data: bytes, shard: int, shards: int, gram: tuple[int, int]) -> Integers:
    """The documents of one gram of the file ``shard`` of ``shards``, ascending.

    ``gram`` is a mixed pair and the code of a third unit, 0 for the pair itself.  All that is not
    asked for is passed over, which takes a fraction of the time.
    """
    wanted, third = gram
    reader, documents, pair = _begun(data, shard, shards)
    pairs = len(pair)
    owner_wanted = int(np.searchsorted(pair, wanted))
    if owner_wanted == pairs or pair[owner_wanted] != wanted:
        return _NONE
    pair_count = reader.gamma(pairs)
    thirds = reader.gamma(pairs) - 1
    first = int(thirds[:owner_wanted].sum())
    last = first + int(thirds[owner_wanted])
    owner = np.repeat(np.arange(pairs), thirds)
    width = rice_width(np.full(len(owner), USUAL_CODES), thirds[owner])
    reader.skip(first, int(width[:first].sum()))
    codes = np.cumsum(reader.rice(width[first:last]) + 1) - 1
    reader.skip(len(owner) - last, int(width[last:].sum()))
    place = first + int(np.searchsorted(codes, third)) if third else -1
    if third and (place == last or codes[place - first] != third):
        return _NONE
    triple_count = np.ones(len(owner), dtype=np.int64)
    several = pair_count[owner] > 1
    before = several[: place + 1]
    triple_count[: place + 1][before] = reader.gamma(int(before.sum()))
    reader.skip_gammas(int(several[place + 1 :].sum()))
    pair_stars = reader.gamma(pairs) - 1
    reader.skip_gammas(int((pair_stars[owner] > 0).sum()))
    held = reader.list_among(owner_wanted, pair_count, np.full(pairs, documents))
    if not third:
        return held
    return held[reader.list_at(place, triple_count, pair_count[owner])]


def read_ranks(reader: SectionReader, count: Integers, starred: Integers) -> NDArray[np.uint8]:
    """The rank of every posting of some lists; ``starred`` of each list's are prominent."""
    rows = reader.lists(starred, count) + np.repeat(ragged_starts(count), starred)
    ranks = np.full(int(count.sum()), Rank.OTHER, dtype=np.uint8)
    number = reader.raw(np.ones(len(rows), dtype=np.int64))
    ranks[rows] = np.where(number == 1, Rank.NUMBER, Rank.TITLE)
    return ranks
