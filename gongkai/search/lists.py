"""Document lists: ascending numbers below a bound, in as few bits as is simple.

A list that holds more than half of the numbers is kept as its complement; a single number raw;
others as Golomb-Rice codes of the gaps.  The length is kept elsewhere, so that a list that holds
every number, or none, costs nothing here.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bitstreams import (
    BitReader,
    Codes,
    Integers,
    bit_length,
    rice_width,
)


class Lists(Struct, frozen=True):
    """Many lists: ``values`` one after the other, and for each list three numbers.

    ``count`` of its values, the ``universe`` they are below, the ``file`` it belongs to.
    """

    values: NDArray[np.integer]
    count: Integers
    universe: Integers
    file: Integers


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
    values = np.empty(int(count.sum()), dtype=lists.values.dtype)
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
    return Lists(values, count, lists.universe, lists.file)


def list_codes(lists: Lists, files: int) -> Codes:
    """The codes of all lists, in their order."""
    kept = _kept(lists)
    starts = ragged_starts(kept.count)
    gaps = kept.values.copy()
    gaps[1:] -= kept.values[:-1] + 1
    filled = starts[kept.count > 0]
    gaps[filled] = kept.values[filled]
    width = rice_width(kept.universe, kept.count)
    single = kept.count == 1
    width[single] = bit_length(kept.universe[single] - 1)
    width = np.repeat(width.astype(gaps.dtype), kept.count)
    unary = gaps >> width
    unary_counts = np.where(single, 0, kept.count)
    return Codes(
        unary.take(np.flatnonzero(np.repeat(~single, kept.count))) if single.any() else unary,
        sums(unary_counts, kept.file, files),
        gaps & ((np.ones(1, gaps.dtype) << width) - 1),
        width,
        sums(kept.count, kept.file, files),
    )


def sums(values: Integers, file: Integers, files: int) -> Integers:
    """The sum of the values of each file."""
    return np.bincount(file, weights=values, minlength=files).astype(np.int64)


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
