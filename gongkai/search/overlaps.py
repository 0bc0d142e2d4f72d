"""Strings that stand in many documents, found one unit longer at a time.

A string of n + 1 units stands in more than some number of documents only if its two overlapping
halves of n units do; so each length is looked for only where two frequent strings of the length
before overlap (the pruning of Apriori: Agrawal and Srikant, 1994).  Each length is worked through
in slices, which bounds the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers
from gongkai.search.grams import Units, utf16
from gongkai.search.records import SearchableText

_SURROGATES: Final = (0xD800, 0xDFFF)
_SLICE_OCCURRENCES: Final = 2_000_000
_NO_SLICE: Final = np.uint8(255)
_BATCH_BITS: Final = 1 << 24
_WORD_BITS: Final = 64

BitRows = NDArray[np.uint64]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SegmentUnits:
    """All texts of a segment as one row of UTF-16 units, a zero after each.

    Halves of surrogate pairs are zeros too: no string goes across them.  ``ends`` holds for each
    document the place after its last unit.
    """

    units: Units
    ends: Integers

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self.ends)


@dataclass(frozen=True, slots=True)
class Level:
    """The frequent strings of one length.

    ``at`` gives the string that starts at each unit (-1: none that is frequent), ``count`` the
    documents of each string, ``rows`` the same documents as bits.
    """

    length: int
    at: Places
    count: Integers
    rows: BitRows


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Strings one unit longer than a level's, each with its two halves.

    ``position`` is one place where the string stands; its documents are
    ``document[start : start + count]``, ascending.  ``place`` and ``string`` list all places.
    """

    left: Integers
    right: Integers
    position: Places
    start: Integers
    count: Integers
    document: Places
    place: Places
    string: Places


def segment_units(documents: Sequence[Sequence[SearchableText]]) -> SegmentUnits:
    """The row of units of a segment's documents."""
    rows = [utf16("".join(text.text + "\0" for text in document)) for document in documents]
    units = np.concatenate([*rows, np.zeros(2, dtype=np.uint16)])
    units[(units >= _SURROGATES[0]) & (units <= _SURROGATES[1])] = 0
    return SegmentUnits(units, np.cumsum([len(row) for row in rows], dtype=np.int64))


def joined_units(parts: Sequence[SegmentUnits]) -> SegmentUnits:
    """The rows of successive documents as one."""
    lengths = [len(part.units) for part in parts]
    firsts = np.cumsum([0, *lengths[:-1]])
    ends = [part.ends + first for part, first in zip(parts, firsts, strict=True)]
    return SegmentUnits(np.concatenate([part.units for part in parts]), np.concatenate(ends))


def single_units(segment: SegmentUnits) -> Level:
    """Single units: all are taken as frequent, and nothing asks for their documents."""
    at = np.where(segment.units == 0, -1, segment.units.astype(np.int32))
    return Level(1, at, np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.uint64))


def overlap_slices(segment: SegmentUnits, level: Level) -> Iterator[Overlaps]:
    """The strings made of two overlapping ones of ``level``, a slice of left halves at a time.

    Raises ``ValueError`` when places and strings do not fit into 64 bits together.
    """
    strings = int(level.at.max(initial=0)) + 1
    if 2 * strings.bit_length() + len(segment.units).bit_length() > _WORD_BITS:
        raise ValueError("a segment of this size cannot be refined")
    slice_of_string = (np.cumsum(_occurrences(level, strings)) // _SLICE_OCCURRENCES).astype(
        np.uint8
    )
    slice_at = np.where(level.at[:-1] < 0, _NO_SLICE, slice_of_string[level.at[:-1]])
    slice_at[level.at[1:] < 0] = _NO_SLICE
    for number in range(int(slice_of_string.max(initial=0)) + 1):
        place = np.flatnonzero(slice_at == number)
        if len(place):
            yield _overlaps(segment, level, place, strings.bit_length())


def _occurrences(level: Level, strings: int) -> Integers:
    """How often each string stands in the row; counted in pieces, to spare memory."""
    total = np.zeros(strings + 1, dtype=np.int64)
    for first in range(0, len(level.at), _SLICE_OCCURRENCES):
        total += np.bincount(
            level.at[first : first + _SLICE_OCCURRENCES] + 1, minlength=strings + 1
        )
    return total[1:]


def _overlaps(segment: SegmentUnits, level: Level, place: Integers, string_bits: int) -> Overlaps:
    place_bits = np.uint64(len(segment.units).bit_length())
    words = level.at[place].astype(np.uint64) << np.uint64(string_bits)
    words |= level.at[place + 1].astype(np.uint64)
    words <<= place_bits
    words |= place.astype(np.uint64)
    words.sort()
    place = (words & ((np.uint64(1) << place_bits) - np.uint64(1))).astype(np.int64)
    words >>= place_bits
    document = np.searchsorted(segment.ends, place, side="right").astype(np.int32)
    opens = _changes(words)
    posting = opens | _changes(document)
    start = np.flatnonzero(opens[posting])
    keys = words[opens]
    places = place.astype(np.int32)
    return Overlaps(
        (keys >> np.uint64(string_bits)).astype(np.int64),
        (keys & np.uint64((1 << string_bits) - 1)).astype(np.int64),
        places[opens],
        start,
        np.diff(start, append=int(posting.sum())),
        document[posting],
        places,
        (np.cumsum(opens) - 1).astype(np.int32),
    )


def _changes(values: NDArray[np.uint64] | Places) -> NDArray[np.bool_]:
    """Whether each value differs from the one before."""
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


class LevelBuilder:
    """Gathers the frequent strings of the slices into the next level."""

    def __init__(self, segment: SegmentUnits, length: int, threshold: int) -> None:
        self._documents = segment.documents
        self._length = length
        self._threshold = threshold
        self._strings = 0
        self._at = np.full(len(segment.units), -1, dtype=np.int32)
        self._counts: list[Integers] = [np.empty(0, dtype=np.int64)]
        words = -(-segment.documents // _WORD_BITS)
        self._rows: list[BitRows] = [np.empty((0, words), dtype=np.uint64)]

    def add(self, overlaps: Overlaps) -> None:
        """Take the strings of a slice that stand in more than ``threshold`` documents."""
        kept = overlaps.count > self._threshold
        number = (np.cumsum(kept) - 1 + self._strings).astype(np.int32)
        number[~kept] = -1
        self._at[overlaps.place] = number[overlaps.string]
        count = overlaps.count[kept]
        document = overlaps.document[np.repeat(kept, overlaps.count)]
        self._strings += len(count)
        self._counts.append(count)
        self._rows.append(_bit_rows(count, document, self._documents))

    def level(self) -> Level:
        """The level of all that was added."""
        return Level(
            self._length, self._at, np.concatenate(self._counts), np.concatenate(self._rows)
        )


def _bit_rows(count: Integers, document: Places, documents: int) -> BitRows:
    """Each string's documents as a row of bits, the lowest bit first."""
    words = -(-documents // _WORD_BITS)
    rows = np.zeros((len(count), words), dtype=np.uint64)
    ends = np.cumsum(count)
    batch = max(1, _BATCH_BITS // (words * _WORD_BITS))
    for first in range(0, len(count), batch):
        held = count[first : first + batch]
        begin = int(ends[first] - held[0])
        marks = np.zeros((len(held), words * _WORD_BITS), dtype=bool)
        chosen = document[begin : begin + int(held.sum())]
        marks[np.repeat(np.arange(len(held)), held), chosen] = True
        rows[first : first + batch] = np.packbits(marks, axis=1, bitorder="little").view("<u8")
    return rows
