"""Strings that stand in many documents, found one unit longer at a time.

A string of n + 1 units stands in more than some number of documents only if its two overlapping
halves of n units do; so each length is looked for only where two frequent strings of the length
before overlap (the pruning of Apriori: Agrawal and Srikant, 1994).  The places that are left grow
fewer with each length, and each length is worked through in slices, which bounds the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers
from gongkai.search.grams import Units, utf16
from gongkai.search.records import SearchableTexts

_SURROGATES: Final = (0xD800, 0xDFFF)
_UNITS: Final = 1 << 16
_MOST_DOCUMENTS: Final = 1 << 16
_SLICE_OCCURRENCES: Final = 500_000
_NO_SLICE: Final = np.uint8(255)
_WORD_BITS: Final = 64

BitRows = NDArray[np.uint64]
Documents = NDArray[np.uint16]
Strings = NDArray[np.uint16] | NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SegmentUnits:
    """All texts of some documents as one row of UTF-16 units, a zero after each.

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

    Three columns have an element for each place where one of them starts, in the order of the
    row: the ``string``, its ``document``, and whether the next element ``follows`` one unit on.
    For each string there are its ``units``, how often it ``occurs``, and in how many documents
    (``count``), the same documents as bits (``rows``).
    """

    string: Strings
    document: Documents
    follows: NDArray[np.bool_]
    units: NDArray[np.uint16]
    occurs: Integers
    count: Integers
    rows: BitRows

    @property
    def length(self) -> int:
        """The units of each string."""
        return int(self.units.shape[1])


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Strings one unit longer than a level's, each with its two halves.

    They stand at the elements ``index`` of the level, string after string, each ``occurs`` times;
    ``count`` of its documents, ascending, are each string's share of ``document``.
    """

    left: Integers
    right: Integers
    index: Integers
    occurs: Integers
    count: Integers
    document: Documents


def segment_units(documents: Sequence[SearchableTexts]) -> SegmentUnits:
    """The row of units of successive documents."""
    rows = [utf16(document.row) for document in documents]
    units = np.concatenate([*rows, np.zeros(2, dtype=np.uint16)])
    units[(units >= _SURROGATES[0]) & (units <= _SURROGATES[1])] = 0
    return SegmentUnits(units, np.cumsum([len(row) for row in rows], dtype=np.int64))


def single_units(parts: Iterable[SegmentUnits], documents: int) -> Level:
    """Single units: all are taken as frequent, and nothing asks for their documents.

    ``parts`` hold successive documents, ``documents`` in all.  Raises ``ValueError`` when these
    are too many.
    """
    if documents > _MOST_DOCUMENTS:
        raise ValueError("a segment of this size cannot be refined")
    columns: list[tuple[Units, Documents, NDArray[np.bool_]]] = []
    occurs = np.zeros(_UNITS, dtype=np.int64)
    first = 0
    for part in parts:
        held = part.units != 0
        numbers = np.arange(first, first + part.documents + 1).astype(np.uint16)
        lengths = np.diff(part.ends, prepend=0, append=len(part.units))
        follows = np.zeros(len(held), dtype=bool)
        follows[:-1] = held[1:]
        string = part.units[held]
        columns.append((string, np.repeat(numbers, lengths)[held], follows[held]))
        occurs += np.bincount(string, minlength=_UNITS)
        first += part.documents
    return Level(
        np.concatenate([string for string, _, _ in columns]),
        np.concatenate([document for _, document, _ in columns]),
        np.concatenate([follows for _, _, follows in columns]),
        np.arange(_UNITS).astype(np.uint16)[:, None],
        occurs,
        np.empty(0, dtype=np.int64),
        np.empty((0, 0), dtype=np.uint64),
    )


def overlap_slices(level: Level) -> Iterator[Overlaps]:
    """The strings made of two overlapping ones of ``level``, a slice of left halves at a time.

    Raises ``ValueError`` when a place and two strings do not fit into 64 bits together.
    """
    if 2 * len(level.units).bit_length() + len(level.string).bit_length() > _WORD_BITS:
        raise ValueError("a segment of this size cannot be refined")
    slice_of_string = (np.cumsum(level.occurs) // _SLICE_OCCURRENCES).astype(np.uint8)
    slice_at = slice_of_string[level.string]
    slice_at[~level.follows] = _NO_SLICE
    for number in range(int(slice_of_string.max(initial=0)) + 1):
        index = np.flatnonzero(slice_at == number)
        if len(index):
            yield _overlaps(level, index)


def _overlaps(level: Level, index: Integers) -> Overlaps:
    string_bits = np.uint64(len(level.units).bit_length())
    index_bits = np.uint64(len(level.string).bit_length())
    words = level.string[index].astype(np.uint64) << string_bits
    words |= level.string[index + 1].astype(np.uint64)
    words <<= index_bits
    words |= index.astype(np.uint64)
    words.sort()
    index = (words & ((np.uint64(1) << index_bits) - np.uint64(1))).astype(np.int64)
    words >>= index_bits
    document = level.document[index]
    opens = _changes(words)
    posting = opens | _changes(document)
    first = np.flatnonzero(opens)
    keys = words[first]
    return Overlaps(
        (keys >> string_bits).astype(np.int64),
        (keys & ((np.uint64(1) << string_bits) - np.uint64(1))).astype(np.int64),
        index,
        np.diff(first, append=len(index)),
        np.add.reduceat(posting, first, dtype=np.int64),
        document[posting],
    )


def _changes(values: NDArray[np.uint64] | Documents) -> NDArray[np.bool_]:
    """Whether each value differs from the one before."""
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


class LevelBuilder:
    """Gathers the frequent strings among the overlaps of ``level`` into the next level."""

    def __init__(self, level: Level, documents: int, threshold: int) -> None:
        self._document = level.document
        self._documents = documents
        self._threshold = threshold
        self._strings = 0
        self._string = np.full(len(level.string), -1, dtype=np.int32)
        self._units = [np.empty((0, level.length + 1), dtype=np.uint16)]
        self._occurs = [np.empty(0, dtype=np.int64)]
        self._counts = [np.empty(0, dtype=np.int64)]
        self._rows = [bit_rows(self._counts[0], np.empty(0, dtype=np.uint16), documents)]

    def add(self, level: Level, overlaps: Overlaps) -> None:
        """Take those of a slice that stand in more than ``threshold`` documents."""
        kept = overlaps.count > self._threshold
        number = (np.cumsum(kept) - 1 + self._strings).astype(np.int32)
        number[~kept] = -1
        self._string[overlaps.index] = np.repeat(number, overlaps.occurs)
        count = overlaps.count[kept]
        document = overlaps.document[np.repeat(kept, overlaps.count)]
        self._strings += len(count)
        self._units.append(string_units(level, overlaps, np.flatnonzero(kept)))
        self._occurs.append(overlaps.occurs[kept])
        self._counts.append(count)
        self._rows.append(bit_rows(count, document, self._documents))

    def level(self) -> Level:
        """The level of all that was added; nothing can be added any more."""
        kept = self._string >= 0
        follows = kept.copy()
        follows[:-1] &= kept[1:]
        document = self._document[kept]
        # What is not needed any more is let go at once: these are the largest arrays of all.
        del self._document
        string = self._string[kept]
        del self._string
        return Level(
            string,
            document,
            # A string that is kept has a right half, so the next element starts one unit on.
            follows[kept],
            np.concatenate(self._units),
            np.concatenate(self._occurs),
            np.concatenate(self._counts),
            _drained(self._rows),
        )


def _drained(pieces: list[BitRows]) -> BitRows:
    """The pieces as one; each is let go when it has been copied, so that none stands twice."""
    whole = np.empty((sum(map(len, pieces)), pieces[0].shape[1]), dtype=np.uint64)
    end = len(whole)
    while pieces:
        piece = pieces.pop()
        whole[end - len(piece) : end] = piece
        end -= len(piece)
    return whole


def string_units(level: Level, overlaps: Overlaps, strings: Integers) -> NDArray[np.uint16]:
    """The units of some of the strings that overlaps of ``level`` make, a row for each."""
    left, right = level.units[overlaps.left[strings]], level.units[overlaps.right[strings]]
    return np.concatenate([left, right[:, -1:]], axis=1)


def bit_rows(count: Integers, document: Documents, documents: int) -> BitRows:
    """Each string's documents as a row of bits, the lowest bit first."""
    words = -(-documents // _WORD_BITS)
    rows = np.zeros(len(count) * words, dtype=np.uint64)
    if len(document):
        word = np.repeat(np.arange(len(count)) * words, count) + (document >> 6)
        firsts = np.flatnonzero(np.diff(word, prepend=-1))
        bits = np.uint64(1) << (document & np.uint16(_WORD_BITS - 1)).astype(np.uint64)
        rows[word[firsts]] = np.bitwise_or.reduceat(bits, firsts)
    return rows.reshape(len(count), words)
