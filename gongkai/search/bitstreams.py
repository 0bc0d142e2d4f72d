"""Codes of numbers, and the two bit streams that a shard keeps them in.

Every code has at most two parts: a unary part (that many zeros, then a one) and a raw part (a
number in a fixed count of bits, the highest first).  A shard keeps all unary parts in one stream
and all raw parts in another, both in the order of the codes.  Golomb-Rice codes (Rice, 1979) and
the Elias gamma code (Elias, 1975) are both of this shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Integers = NDArray[np.int64]
NO_UNARY: Final = -1
_WORD: Final = 64


class Codes(Struct, frozen=True):
    """A run of codes.  ``unary`` is -1 where a code has no unary part; ``width`` 0: no raw part.

    ``shard`` says which file each code belongs to; within a file the order is that of the run.
    """

    unary: Integers
    raw: Integers
    width: Integers
    shard: Integers


def concatenated(runs: Sequence[Codes]) -> Codes:
    """The codes of ``runs``, brought together by shard; a stable order."""
    shard = np.concatenate([codes.shard for codes in runs]).astype(np.uint16)
    order = np.argsort(shard, kind="stable")
    return Codes(
        np.concatenate([codes.unary for codes in runs]).take(order),
        np.concatenate([codes.raw for codes in runs]).take(order),
        np.concatenate([codes.width for codes in runs]).take(order),
        shard.take(order).astype(np.int64),
    )


def bit_length(values: Integers) -> Integers:
    """The number of binary digits of each value, 0 for 0; values below 2**53."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def gamma_codes(values: Integers, shard: Integers) -> Codes:
    """Elias gamma codes of values of 1 and more."""
    width = bit_length(values) - 1
    return Codes(width, values - (np.int64(1) << width), width, shard)


def raw_codes(values: Integers, width: Integers, shard: Integers) -> Codes:
    """Plain binary numbers."""
    return Codes(np.full(len(values), NO_UNARY, dtype=np.int64), values, width, shard)


def rice_width(universe: Integers, count: Integers) -> Integers:
    """The raw bits of the Rice code for the gaps of ``count`` numbers below ``universe``.

    The best width for geometric gaps is near log2(0.69 * mean); 11/16 stands for 0.69 so that
    Python and JavaScript compute it in integers.
    """
    return np.maximum(bit_length(universe * 11 // (16 * np.maximum(count, 1))) - 1, 0)


def rice_codes(values: Integers, width: Integers, shard: Integers) -> Codes:
    """Golomb-Rice codes: the quotient by 2**width in unary, the remainder raw."""
    return Codes(values >> width, values & ((np.int64(1) << width) - 1), width, shard)


def _starts(bits: Integers, shard: Integers, shards: int) -> tuple[Integers, Integers]:
    """Where each code starts, files beginning on whole bytes; and where the files begin."""
    counts = np.diff(np.searchsorted(shard, np.arange(shards), side="right"), prepend=0)
    ends = np.cumsum(bits)
    file_ends = np.concatenate([[0], ends])[np.cumsum(counts)]
    sizes = np.diff(file_ends, prepend=0)
    file_bytes = np.concatenate([[0], np.cumsum((sizes + 7) >> 3)])
    shifts = 8 * file_bytes[:-1] - (file_ends - sizes)
    return ends - bits + np.repeat(shifts, counts), file_bytes


def unary_streams(codes: Codes, shards: int) -> list[bytes]:
    """The unary parts, one stream for each shard.  ``codes`` must be in the order of shards."""
    present = np.flatnonzero(codes.unary != NO_UNARY)
    values, shard = codes.unary.take(present), codes.shard.take(present)
    starts, file_bytes = _starts(values + 1, shard, shards)
    bits = np.zeros(8 * int(file_bytes[-1]), dtype=np.uint8)
    bits[starts + values] = 1
    return _sliced(np.packbits(bits).tobytes(), file_bytes)


def raw_streams(codes: Codes, shards: int) -> list[bytes]:
    """The raw parts, one stream for each shard.  ``codes`` must be in the order of shards."""
    present = np.flatnonzero(codes.width > 0)
    values, width = codes.raw.take(present).astype(np.uint64), codes.width.take(present)
    starts, file_bytes = _starts(width, codes.shard.take(present), shards)
    words = np.zeros((int(file_bytes[-1]) >> 3) + 2, dtype=np.uint64)
    if len(values):
        word = starts >> 6
        room = _WORD - (starts & 63) - width
        head = np.where(
            room >= 0,
            values << np.maximum(room, 0).astype(np.uint64),
            values >> np.maximum(-room, 0).astype(np.uint64),
        )
        firsts = np.flatnonzero(np.concatenate([[True], word[1:] != word[:-1]]))
        words[word[firsts]] = np.bitwise_or.reduceat(head, firsts)
        spills = np.flatnonzero(room < 0)
        words[word[spills] + 1] |= values[spills] << (_WORD + room[spills]).astype(np.uint64)
    return _sliced(words.byteswap().tobytes(), file_bytes)


def _sliced(data: bytes, file_bytes: Integers) -> list[bytes]:
    ends = file_bytes.tolist()
    return [data[start:end] for start, end in pairwise(ends)]


def varint(value: int) -> bytes:
    """``value`` in groups of seven bits, the lowest first (LEB128)."""
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)


class BitReader:
    """Reads back, one by one, what the streams of one shard hold: for tools and tests."""

    def __init__(self, unary: bytes, raw: bytes) -> None:
        self._unary = "".join(f"{byte:08b}" for byte in unary)
        self._raw = "".join(f"{byte:08b}" for byte in raw)
        self._unary_at = 0
        self._raw_at = 0

    def unary(self) -> int:
        """The next unary part.  Raises ``ValueError`` at the stream's end."""
        end = self._unary.index("1", self._unary_at)
        value = end - self._unary_at
        self._unary_at = end + 1
        return value

    def raw(self, width: int) -> int:
        """The next raw part of ``width`` bits."""
        digits = self._raw[self._raw_at : self._raw_at + width]
        self._raw_at += width
        return int(digits, 2) if digits else 0

    def gamma(self) -> int:
        """The next Elias gamma code."""
        width = self.unary()
        return (1 << width) + self.raw(width)

    def rice(self, width: int) -> int:
        """The next Golomb-Rice code."""
        quotient = self.unary()
        return (quotient << width) + self.raw(width)
