"""Codes of numbers, and the two bit streams that a shard keeps them in.

Every code has at most two parts: a unary part (that many zeros, then a one) and a raw part (a
number in a fixed count of bits, the highest first).  A shard keeps all unary parts in one stream
and all raw parts in another, both in the order of the codes.  Golomb-Rice codes (Rice, 1979) and
the Elias gamma code (Elias, 1975) are both of this shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
_WORD: Final = 64


class Codes(Struct, frozen=True):
    """A run of codes for several files, those of one file after those of another.

    ``unary`` has the unary parts; ``raw`` the raw parts, each in ``width`` bits; a code may have
    only one of them.  ``unary_counts`` and ``raw_counts`` tell how many each file has.
    """

    unary: NDArray[np.integer]
    unary_counts: Integers
    raw: NDArray[np.integer]
    width: Integers
    raw_counts: Integers


def changes(values: NDArray[Any]) -> Flags:
    """Whether each value differs from the one before."""
    changed = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def bit_length(values: Integers) -> Integers:
    """The number of binary digits of each value, 0 for 0; values below 2**53."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def gamma_codes(values: Integers, file: Integers, files: int) -> Codes:
    """Elias gamma codes of values of 1 and more; ``file`` tells for each which it belongs to."""
    width = bit_length(values) - 1
    counts = np.bincount(file, minlength=files)
    return Codes(width, counts, values - (np.int64(1) << width), width, counts)


def single_bits(values: Integers, file: Integers, files: int) -> Codes:
    """A raw bit for each value, 0 or 1."""
    none = np.zeros(files, dtype=np.int64)
    counts = np.bincount(file, minlength=files)
    return Codes(values[:0], none, values, np.ones(len(values), dtype=np.int64), counts)


def rice_width(universe: Integers, count: Integers) -> Integers:
    """The raw bits of the Rice code for the gaps of ``count`` numbers below ``universe``.

    The best width for geometric gaps is near log2(0.69 * mean); 11/16 stands for 0.69 so that
    Python and JavaScript compute it in integers.
    """
    return np.maximum(bit_length(universe * 11 // (16 * np.maximum(count, 1))) - 1, 0)


def rice_codes(values: Integers, width: Integers, file: Integers, files: int) -> Codes:
    """Golomb-Rice codes: the quotient by 2**width in unary, the remainder raw."""
    counts = np.bincount(file, minlength=files)
    return Codes(values >> width, counts, values & ((np.int64(1) << width) - 1), width, counts)


def streams(runs: Sequence[Codes]) -> Iterator[tuple[bytes, bytes]]:
    """The unary and the raw stream of each file, in which run follows run."""
    unary = _unary_streams([(run.unary, run.unary_counts) for run in runs])
    return zip(unary, _raw_streams(runs), strict=True)


def _unary_streams(runs: Sequence[tuple[NDArray[np.integer], Integers]]) -> list[bytes]:
    """The unary parts, and how many each file has, as a stream for each file."""
    ends, file_bytes = _ends([(values + 1, counts) for values, counts in runs])
    bits = np.zeros(8 * int(file_bytes[-1]), dtype=np.uint8)
    for end in ends:
        bits[end - 1] = 1
    return _sliced(np.packbits(bits).tobytes(), file_bytes)


def _raw_streams(runs: Sequence[Codes]) -> list[bytes]:
    """The raw parts as a stream for each file."""
    ends, file_bytes = _ends([(run.width, run.raw_counts) for run in runs])
    words = np.zeros((int(file_bytes[-1]) >> 3) + 2, dtype=np.uint64)
    for run, all_ends in zip(runs, ends, strict=True):
        present = np.flatnonzero(run.width > 0)
        if len(present):
            width = run.width.take(present)
            _add_raw(words, run.raw.take(present), width, all_ends.take(present) - width)
    return _sliced(words.byteswap().tobytes(), file_bytes)


def _add_raw(
    words: NDArray[np.uint64], values: NDArray[np.integer], width: Integers, start: Integers
) -> None:
    """Set the bits of ascending raw parts in words, each filled from its highest bit."""
    topmost = values.astype(np.uint64) << (_WORD - width).astype(np.uint64)
    word, offset = start >> 6, start & (_WORD - 1)
    firsts = np.flatnonzero(changes(word))
    words[word[firsts]] |= np.bitwise_or.reduceat(topmost >> offset.astype(np.uint64), firsts)
    spills = np.flatnonzero(offset + width > _WORD)
    words[word[spills] + 1] |= topmost[spills] << (_WORD - offset[spills]).astype(np.uint64)


def _ends(
    runs: Sequence[tuple[NDArray[np.integer], Integers]],
) -> tuple[list[Integers], Integers]:
    """Where each code ends, and where the files begin, these on whole bytes.

    Of each of the ``runs``, which follow one another in every file, come the bits of its codes,
    and how many codes each file has of it.
    """
    ends = [np.cumsum(bits, dtype=np.int64) for bits, _ in runs]
    # Where those of a file end, less one: before all others nothing has come yet.
    lasts = [np.cumsum(counts) - 1 for _, counts in runs]
    until = np.zeros((len(runs), len(lasts[0])), dtype=np.int64)
    for row, end, last in zip(until, ends, lasts, strict=True):
        row[last >= 0] = end[last[last >= 0]]
    bits = np.diff(until, prepend=0)
    run_begins = np.cumsum(bits, axis=0) - bits
    file_bytes = np.concatenate([[0], np.cumsum((bits.sum(axis=0) + 7) >> 3)])
    shifts = 8 * file_bytes[:-1] + run_begins - (until - bits)
    shifted = [
        end + np.repeat(shift, counts)
        for end, shift, (_, counts) in zip(ends, shifts, runs, strict=True)
    ]
    return shifted, file_bytes


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
