"""Document lists: ascending numbers below a bound, in as few bits as is simple.

A list that holds more than half of the numbers is kept as its complement; a single number raw;
others as Golomb-Rice codes of the gaps.  The length is kept elsewhere, so that a list that holds
every number, or none, costs nothing here.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from gongkai.search.bitstreams import (
    NO_UNARY,
    BitReader,
    Codes,
    Integers,
    bit_length,
    rice_codes,
    rice_width,
)


class Lists(Struct, frozen=True):
    """Many lists: ``values`` one after the other, and for each list three numbers.

    ``count`` of its values, the ``universe`` they are below, the ``shard`` it belongs to.
    """

    values: Integers
    count: Integers
    universe: Integers
    shard: Integers


def ragged_starts(count: Integers) -> Integers:
    """Where each list begins when lists of ``count`` values stand one after the other."""
    return np.cumsum(count) - count


def ragged_rows(start: Integers, count: Integers) -> Integers:
    """The places of lists that begin at ``start`` and have ``count`` values, list after list."""
    return np.repeat(start - ragged_starts(count), count) + np.arange(int(count.sum()))


def _kept(lists: Lists) -> Lists:
    """The lists with those above half of their universe replaced by their complement."""
    inverted = 2 * lists.count > lists.universe
    if not inverted.any():
        return lists
    count = np.where(inverted, lists.universe - lists.count, lists.count)
    values = np.empty(int(count.sum()), dtype=np.int64)
    of_inverted = np.repeat(inverted, lists.count)
    target_inverted = np.repeat(inverted, count)
    values[np.flatnonzero(~target_inverted)] = lists.values.take(np.flatnonzero(~of_inverted))
    universe = lists.universe[inverted]
    offsets = ragged_starts(universe)
    missing = np.ones(int(universe.sum()), dtype=bool)
    held = lists.values.take(np.flatnonzero(of_inverted))
    missing[held + np.repeat(offsets, lists.count[inverted])] = False
    absent = np.flatnonzero(missing)
    values[np.flatnonzero(target_inverted)] = absent - np.repeat(offsets, count[inverted])
    return Lists(values, count, lists.universe, lists.shard)


def list_codes(lists: Lists) -> Codes:
    """The codes of all lists, in their order."""
    kept = _kept(lists)
    starts = ragged_starts(kept.count)
    gaps = kept.values.copy()
    gaps[1:] -= kept.values[:-1] + 1
    filled = kept.count > 0
    gaps[starts[filled]] = kept.values[starts[filled]]
    width = rice_width(kept.universe, kept.count)
    single = kept.count == 1
    width[single] = bit_length(kept.universe[single] - 1)
    width = np.repeat(width, kept.count)
    shard = np.repeat(kept.shard, kept.count)
    alone = np.repeat(single, kept.count)
    codes = rice_codes(gaps, width, shard)
    return Codes(
        np.where(alone, NO_UNARY, codes.unary), np.where(alone, gaps, codes.raw), width, shard
    )


def read_list(reader: BitReader, count: int, universe: int) -> list[int]:
    """The next list of ``count`` numbers below ``universe``."""
    inverted = 2 * count > universe
    kept = universe - count if inverted else count
    values = []
    if kept == 1:
        values.append(reader.raw((universe - 1).bit_length()))
    elif kept:
        width = max((universe * 11 // (16 * kept)).bit_length() - 1, 0)
        value = -1
        for _ in range(kept):
            value += reader.rice(width) + 1
            values.append(value)
    if inverted:
        absent = set(values)
        return [value for value in range(universe) if value not in absent]
    return values
