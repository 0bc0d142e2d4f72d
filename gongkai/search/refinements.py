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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gongkai.search.bitstreams import Integers
from gongkai.search.grams import WORD_UNITS, Units, mix, utf16
from gongkai.search.keyed import KeyedLists, keyed_file
from gongkai.search.overlaps import (
    Level,
    LevelBuilder,
    Overlaps,
    SegmentUnits,
    overlap_slices,
    single_units,
)

LONGEST: Final = 12
SHORTEST: Final = 3
BASE_THRESHOLD: Final = 32
REST_THRESHOLD: Final = 16
DOCUMENTS_PER_FILE: Final = 24
REST_FILES: Final = 2
#: Ends a key whose list holds the documents with the string, not those without it.
PRESENT_MARK: Final = "\t"
_BATCH_BYTES: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Refinement:
    """One string with a list: the documents that lack it where its halves meet, or hold it."""

    text: str
    present: bool
    documents: Integers

    @property
    def key(self) -> str:
        """The string as it stands in a file."""
        return self.text + (PRESENT_MARK if self.present else "")


def refinements(segment: SegmentUnits, threshold: int) -> Iterator[Refinement]:
    """The refinements of a segment.

    Raises ``ValueError`` when the segment is too large.
    """
    levels = [single_units(segment)]
    for length in range(2, LONGEST + 1):
        level = levels.pop()
        following = LevelBuilder(segment, length, threshold)
        for overlaps in overlap_slices(segment, level):
            if length >= SHORTEST:
                yield from _refined(segment, level, overlaps, threshold)
            following.add(overlaps)
        # The rows of two levels stand in memory together; those of a third would be one too many.
        del level
        levels.append(following.level())


def _refined(
    segment: SegmentUnits, level: Level, overlaps: Overlaps, threshold: int
) -> Iterator[Refinement]:
    """The refinements among strings one unit longer than those of ``level``."""
    halves = np.minimum(level.count[overlaps.left], level.count[overlaps.right])
    unsettled = np.flatnonzero(overlaps.count < halves)
    if level.length + 1 == SHORTEST:
        first = overlaps.position[unsettled]
        word = [WORD_UNITS[segment.units[first + place]] for place in range(SHORTEST)]
        unsettled = unsettled[~np.logical_and.reduce(word)]
    batch = max(1, _BATCH_BYTES // (8 * max(level.rows.shape[1], 1)))
    for begin in range(0, len(unsettled), batch):
        chosen = unsettled[begin : begin + batch]
        meeting = level.rows[overlaps.left[chosen]] & level.rows[overlaps.right[chosen]]
        size = np.bitwise_count(meeting).sum(axis=1, dtype=np.int64)
        needed = (size > threshold) & (size != overlaps.count[chosen])
        for row in np.flatnonzero(needed).tolist():
            string = int(chosen[row])
            start, held = int(overlaps.start[string]), int(overlaps.count[string])
            holding = overlaps.document[start : start + held].astype(np.int64)
            text = _text(segment.units, int(overlaps.position[string]), level.length + 1)
            if held < int(size[row]) - held:
                yield Refinement(text, True, holding)
            else:
                bits = np.unpackbits(meeting[row].view(np.uint8), bitorder="little")
                bits[holding] = 0
                yield Refinement(text, False, np.flatnonzero(bits))


def _text(units: Units, start: int, length: int) -> str:
    return units[start : start + length].tobytes().decode("utf-16-le")


def refinement_file_of(text: str, files: int) -> int:
    """The file that holds the refinements of ``text``, by its first three units."""
    first, second, third = (int(unit) for unit in utf16(text)[:SHORTEST])
    inner = mix(np.array([first << 16 | second], dtype=np.uint32)) ^ np.uint32(third)
    return int(mix(inner)[0]) * files >> 32


def refinement_files(segment: SegmentUnits, threshold: int, files: int) -> list[bytes]:
    """The refinement files of a segment, in order."""
    held: list[list[Refinement]] = [[] for _ in range(files)]
    for refinement in refinements(segment, threshold):
        held[refinement_file_of(refinement.text, files)].append(refinement)
    return [keyed_file(_lists(sorted(entries, key=_order)), segment.documents) for entries in held]


def _order(refinement: Refinement) -> bytes:
    return refinement.key.encode("utf-16-be")


def _lists(entries: Sequence[Refinement]) -> KeyedLists:
    postings = np.concatenate(
        [np.empty(0, dtype=np.int64), *(entry.documents for entry in entries)]
    )
    return KeyedLists(
        [entry.key for entry in entries],
        np.array([len(entry.documents) for entry in entries], dtype=np.int64),
        postings,
        np.zeros(len(postings), dtype=np.int64),
    )
