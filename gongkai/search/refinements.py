"""Refinements: what makes the counts of long terms exact without reading their documents.

Pairs and triples of word units have complete lists.  A longer string w stands in a document only
if both of its halves do (w without its last unit, w without its first), but not wherever they
do.  For a w that occurs in the segment and whose halves meet in more than ``threshold``
documents, a refinement tells the documents where the halves meet without w, or those that hold w,
whichever are fewer; where all agree there is none.  Below the threshold the browser reads the
documents' texts instead.

``overlaps`` finds the strings; here they become refinements and files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers
from gongkai.search.grams import WORD_UNITS, mix, mix_one, mix_pair
from gongkai.search.keyed import KeyedLists, keyed_files
from gongkai.search.lists import ragged_rows
from gongkai.search.overlaps import (
    BitRows,
    Level,
    LevelBuilder,
    Overlaps,
    SegmentUnits,
    bit_rows,
    overlap_slices,
    single_units,
    string_units,
)

LONGEST: Final = 12
SHORTEST: Final = 3
BASE_THRESHOLD: Final = 32
REST_THRESHOLD: Final = 16
DOCUMENTS_PER_FILE: Final = 24
REST_FILES: Final = 2
#: Ends a key whose list holds the documents with the string, not those without it.
PRESENT_MARK: Final = "\t"
_BATCH_BYTES: Final = 1 << 22
_WORD_BITS: Final = 64


@dataclass(frozen=True, slots=True)
class Refinements:
    """Strings of one length, each with the documents that hold it, or lack it where its halves meet.

    ``units`` has a row for each string; its documents are ``count`` of ``documents``, one string
    after the other.  Where ``present`` they hold the string.
    """

    units: NDArray[np.uint16]
    present: NDArray[np.bool_]
    count: Integers
    documents: Integers

    def keys_in_file(self) -> list[str]:
        """The strings as they stand in a file."""
        length = self.units.shape[1]
        row = self.units.tobytes().decode("utf-16-le")
        return [
            row[start : start + length] + (PRESENT_MARK if present else "")
            for start, present in zip(
                range(0, len(row), length), self.present.tolist(), strict=True
            )
        ]


def refinements(
    parts: Iterable[SegmentUnits], documents: int, threshold: int
) -> Iterator[Refinements]:
    """The refinements of a segment; ``parts`` hold its successive ``documents``.

    Raises ``ValueError`` when the segment is too large.
    """
    level = single_units(parts, documents)
    for length in range(2, LONGEST + 1):
        following = LevelBuilder(level, documents, threshold)
        for overlaps in overlap_slices(level):
            if length >= SHORTEST:
                yield from _refined(level, overlaps, documents, threshold)
            following.add(level, overlaps)
        # The next level does not fit into memory beside the whole of this one.
        del level
        level = following.level()  # noqa: F841 - the next round works on it


def _refined(
    level: Level, overlaps: Overlaps, documents: int, threshold: int
) -> Iterator[Refinements]:
    """The refinements among strings one unit longer than those of ``level``."""
    halves = np.minimum(level.count[overlaps.left], level.count[overlaps.right])
    unsettled = np.flatnonzero(overlaps.count < halves)
    if level.length + 1 == SHORTEST:
        word = WORD_UNITS[string_units(level, overlaps, unsettled)].all(axis=1)
        unsettled = unsettled[~word]
    starts = np.cumsum(overlaps.count) - overlaps.count
    batch = max(1, _BATCH_BYTES // (8 * max(level.rows.shape[1], 1)))
    for begin in range(0, len(unsettled), batch):
        chosen = unsettled[begin : begin + batch]
        meeting = level.rows[overlaps.left[chosen]] & level.rows[overlaps.right[chosen]]
        size = np.bitwise_count(meeting).sum(axis=1, dtype=np.int64)
        held = overlaps.count[chosen]
        needed = (size > threshold) & (size != held)
        present = held[needed] < (size - held)[needed]
        chosen, held, meeting = chosen[needed], held[needed], meeting[needed]
        holding = bit_rows(held, overlaps.document[ragged_rows(starts[chosen], held)], documents)
        listed = np.where(present[:, None], holding, meeting & ~holding)
        yield Refinements(
            string_units(level, overlaps, chosen),
            present,
            np.bitwise_count(listed).sum(axis=1, dtype=np.int64),
            _documents(listed),
        )


def _documents(rows: BitRows) -> Integers:
    """The documents of rows of bits, row after row."""
    filled = np.flatnonzero(rows)
    words = np.ascontiguousarray(rows.reshape(-1)[filled], dtype="<u8")
    bits = np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))
    documents: Integers = filled[bits // _WORD_BITS] % rows.shape[1] * _WORD_BITS
    return documents + bits % _WORD_BITS


def _files(units: NDArray[np.uint16], files: int) -> Integers:
    """The files that hold the refinements of strings, by their first three units."""
    first, second, third = (units[:, place].astype(np.uint32) for place in range(SHORTEST))
    mixed = mix(mix(first << np.uint32(16) | second) ^ third)
    return (mixed.astype(np.uint64) * np.uint64(files) >> np.uint64(32)).astype(np.int64)


def refinement_file_of(text: str, files: int) -> int:
    """The file that holds the refinements of ``text``, which holds no surrogate."""
    first, second, third = map(ord, text[:SHORTEST])
    return mix_one(mix_pair(first, second) ^ third) * files >> 32


def refinement_files(
    parts: Iterable[SegmentUnits], documents: int, threshold: int, files: int
) -> list[bytes]:
    """The refinement files of a segment, in order; ``parts`` hold its successive ``documents``."""
    found = list(refinements(parts, documents, threshold))
    keys = [key for each in found for key in each.keys_in_file()]
    file = _joined([_files(each.units, files) for each in found])
    # No string holds a surrogate, so that Python's order of strings is that of their units.
    order = np.array(
        sorted(range(len(keys)), key=list(zip(file.tolist(), keys, strict=True)).__getitem__),
        dtype=np.int64,
    )
    count = _joined([each.count for each in found])
    starts = np.cumsum(count) - count
    postings = _joined([each.documents for each in found])[ragged_rows(starts[order], count[order])]
    lists = KeyedLists(
        [keys[place] for place in order.tolist()],
        count[order],
        postings,
        np.zeros(len(postings), dtype=np.int64),
    )
    return keyed_files(lists, file[order], files, documents)


def _joined(parts: list[Integers]) -> Integers:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])
