"""Refinements: what makes the counts of long terms exact without reading their documents.

Pairs and triples of word units have complete lists.  A longer string w stands in a document only
if both of its halves do (w without its last unit, w without its first), but not wherever they
do.  For a w that occurs in the segment and whose halves meet in more than ``threshold``
documents, a refinement tells the documents where the halves meet without w, or those that hold w,
whichever are fewer; where all agree there is none.  Below the threshold the browser reads the
documents' texts instead.

A piece of the work finds the refinements of the strings whose middles begin with some units
(``middles``); another makes some of the files of what all of them found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bit_rows import WORD_BITS, BitRows, bit_rows, documents_in
from gongkai.search.bitstreams import Flags, Integers, changes
from gongkai.search.grams import WORD_UNITS, mix, mix_one, mix_pair
from gongkai.search.keyed import KeyedLists, keyed_files
from gongkai.search.lists import ragged_rows, ragged_starts
from gongkai.search.middles import (
    Documents,
    Middles,
    Runs,
    SegmentUnits,
    longer_middles,
    promising,
    runs,
    shortest_middles,
)

LONGEST: Final = 12
SHORTEST: Final = 3
BASE_THRESHOLD: Final = 32
REST_THRESHOLD: Final = 16
DOCUMENTS_PER_FILE: Final = 24
REST_FILES: Final = 2
#: Ends a key whose list holds the documents with the string, not those without it.
PRESENT_MARK: Final = "\t"
_MARK: Final = ord(PRESENT_MARK)
_KEY_UNITS: Final = LONGEST + len(PRESENT_MARK)
#: A row of ``Refinements.keys``.
KEYS: Final = np.dtype((np.uint16, _KEY_UNITS))
_ENDS: Final = 2
_BATCH_BYTES: Final = 1 << 22
_DOCUMENT_BITS: Final = 16

Numbers = NDArray[np.int32]


class Refinements(Struct, frozen=True):
    """Strings, each with the documents that hold it, or lack it where its halves meet.

    ``keys`` has a row for each string, as it stands in a file: its units, ``PRESENT_MARK`` where
    the documents hold the string, zeros.  Its documents are ``count`` of ``documents``, ascending,
    one string after the other.
    """

    keys: NDArray[np.uint16]
    count: Integers
    documents: Documents

    def files(self, files: int) -> Integers:
        """The one of so many ``files`` that holds each string, by its first three units."""
        first, second, third = (self.keys[:, place].astype(np.uint32) for place in range(SHORTEST))
        mixed = mix(mix(first << np.uint32(16) | second) ^ third)
        return (mixed.astype(np.uint64) * np.uint64(files) >> np.uint64(32)).astype(np.int64)

    def chosen(self, strings: Integers) -> Refinements:
        """Some of the strings, in their order."""
        count = self.count[strings]
        rows = ragged_rows(ragged_starts(self.count)[strings], count)
        return Refinements(self.keys[strings], count, self.documents[rows])


def joined(parts: Sequence[Refinements]) -> Refinements:
    """What was found for several sets of strings as one."""
    return Refinements(
        np.concatenate([np.empty((0, _KEY_UNITS), np.uint16), *(part.keys for part in parts)]),
        np.concatenate([np.empty(0, np.int64), *(part.count for part in parts)]),
        np.concatenate([np.empty(0, np.uint16), *(part.documents for part in parts)]),
    )


def refinements(row: SegmentUnits, units: range, threshold: int) -> Refinements:
    """The refinements of the strings of a segment whose middles begin with one of ``units``.

    Raises ``ValueError`` when the segment is too large.
    """
    return joined(
        [
            found
            for middles in shortest_middles(row, units)
            for found in _growing(row, middles, threshold)
        ]
    )


def _growing(row: SegmentUnits, middles: Middles, threshold: int) -> Iterator[Refinements]:
    """The refinements of the strings with these middles, and with those that begin with them."""
    while len(middles.place):
        right = runs(middles.middle, middles.after, middles.document)
        turns = changes(middles.before.take(right.order))
        frequent = (right.count > threshold) & (right.unit != 0)
        # A half before which the same unit stands everywhere is its string.
        open_ends = frequent & right.changing(turns)
        yield from _around(row, middles, right, open_ends, threshold)
        if middles.length == LONGEST - _ENDS:
            return
        turns &= ~right.fresh
        middles = longer_middles(row, middles, right, open_ends & right.changing(turns))


def _around(
    row: SegmentUnits, middles: Middles, right: Runs, open_ends: Flags, threshold: int
) -> Iterator[Refinements]:
    """The refinements of the strings that are a unit, one of ``middles`` and a unit.

    ``open_ends`` are the runs to the ``right`` that may be the second half of one.  Triples of
    word units have complete lists and need none.
    """
    run = np.empty(len(middles.place), dtype=np.int32)
    run[right.order] = right.of_places(np.arange(len(open_ends), dtype=np.int32))
    candidate = open_ends.take(run)
    candidate &= middles.before != 0
    if middles.length + _ENDS == SHORTEST:
        units = row.units[middles.place[right.order[right.first]]]
        worded = WORD_UNITS[units] & WORD_UNITS[right.unit]
        candidate &= ~(worded.take(run) & WORD_UNITS.take(middles.before))
    places = promising(middles, candidate)
    if not len(places):
        return
    left = runs(
        middles.middle.take(places), middles.before.take(places), middles.document.take(places)
    )
    places = places.take(left.order)
    wanted = left.of_places(
        (left.count > threshold) & left.changing(changes(middles.after.take(places)))
    )
    wanted &= candidate.take(places)
    chosen = np.flatnonzero(wanted)
    if not len(chosen):
        return
    starts = left.of_places(np.arange(len(left.first), dtype=np.int32)).take(chosen)
    places = places.take(chosen)
    strings = _strings(starts, run.take(places), middles.document.take(places))
    halves = np.minimum(left.count[strings.left], right.count[strings.right])
    unsettled = np.flatnonzero(strings.count < halves)
    around = _Around(row, middles, left, right)
    batch = max(1, _BATCH_BYTES // (8 * around.width))
    for begin in range(0, len(unsettled), batch):
        yield from _refined(around, strings.chosen(unsettled[begin : begin + batch]), threshold)


class _Around(Struct, frozen=True):
    """Middles in their row, with the runs at either side of them."""

    row: SegmentUnits
    middles: Middles
    left: Runs
    right: Runs

    @property
    def width(self) -> int:
        """The words that hold a bit for each document."""
        return -(-self.row.documents // WORD_BITS)


class _Strings(Struct, frozen=True):
    """Strings as a run to the left of their middles and one to the right, and their documents.

    Those are ``count`` of ``documents`` from ``first`` on, ascending.
    """

    left: Integers
    right: Integers
    first: Integers
    count: Integers
    documents: Documents

    def chosen(self, strings: Integers | Flags) -> _Strings:
        """Some of the strings."""
        return _Strings(
            self.left[strings],
            self.right[strings],
            self.first[strings],
            self.count[strings],
            self.documents,
        )

    def listed(self) -> Documents:
        """The documents of these strings, string after string."""
        return self.documents[ragged_rows(self.first, self.count)]


def _strings(left: Numbers, right: Numbers, document: Documents) -> _Strings:
    """The strings that stand at some places, from the runs and the document of each place."""
    bits = int(right.max()).bit_length()
    words = left.astype(np.uint64)
    words <<= np.uint64(bits)
    words |= right.astype(np.uint64)
    words <<= np.uint64(_DOCUMENT_BITS)
    words |= document
    words.sort()
    words = words[np.flatnonzero(changes(words))]
    documents = words.astype(np.uint16)
    words >>= np.uint64(_DOCUMENT_BITS)
    first = np.flatnonzero(changes(words))
    strings = words[first].astype(np.int64)
    return _Strings(
        strings >> bits,
        strings & ((1 << bits) - 1),
        first,
        np.diff(first, append=len(words)),
        documents,
    )


def _refined(around: _Around, strings: _Strings, threshold: int) -> Iterator[Refinements]:
    """The refinements among some strings."""
    meeting = _rows_of_runs(around.left, strings.left, around.width)
    meeting &= _rows_of_runs(around.right, strings.right, around.width)
    # In 32 bits, for to add up 64 takes twice as long.
    size = np.bitwise_count(meeting).sum(axis=1, dtype=np.uint32).astype(np.int64)
    missing = size - strings.count
    needed = (size > threshold) & (missing > 0)
    present = np.flatnonzero(needed & (strings.count < missing))
    absent = np.flatnonzero(needed & (strings.count >= missing))
    holding = strings.chosen(present)
    keys = _keys(around, holding)
    keys[:, around.middles.length + _ENDS] = _MARK
    yield Refinements(keys, holding.count, holding.listed())
    lacking, meeting = strings.chosen(absent), meeting[absent]
    meeting &= ~bit_rows(lacking.count, lacking.listed(), around.width)
    yield Refinements(_keys(around, lacking), missing[absent], documents_in(meeting))


def _keys(around: _Around, strings: _Strings) -> NDArray[np.uint16]:
    """The units of strings, each in a row of a key."""
    right, middles = around.right, around.middles
    length = middles.length + _ENDS
    keys = np.zeros((len(strings.count), _KEY_UNITS), dtype=np.uint16)
    keys[:, 0] = around.left.unit[strings.left]
    place = middles.place[right.order[right.first[strings.right]]]
    keys[:, 1:length] = around.row.units[place[:, None] + np.arange(length - 1)]
    return keys


def _rows_of_runs(held: Runs, chosen: Integers, width: int) -> BitRows:
    """The documents of some runs as rows of bits."""
    present = np.zeros(len(held.first), dtype=bool)
    present[chosen] = True
    each = np.flatnonzero(present)
    count = held.count[each]
    documents = held.documents[ragged_rows(ragged_starts(held.count)[each], count)]
    rows: BitRows = bit_rows(count, documents, width)[(np.cumsum(present) - 1)[chosen]]
    return rows


def refinement_file_of(text: str, files: int) -> int:
    """The file that holds the refinements of ``text``, which holds no surrogate."""
    first, second, third = map(ord, text[:SHORTEST])
    return mix_one(mix_pair(first, second) ^ third) * files >> 32


def refinement_files(
    found: Refinements, documents: int, chosen: range, files: int
) -> Iterator[bytes]:
    """The ``chosen`` ones of the refinement files of a segment, in order.

    ``found`` are all strings with a refinement that these hold, ``documents`` is the size of the
    segment.
    """
    # Python orders strings as their units, no surrogate being among these; so are bytes compared,
    # the highest of each unit first.
    keys = np.ascontiguousarray(found.keys, dtype=">u2").view(f"S{2 * _KEY_UNITS}").reshape(-1)
    order = np.argsort(keys, kind="stable")
    file = found.files(files) - chosen.start
    order = order[np.argsort(file[order], kind="stable")]
    found = found.chosen(order)
    postings = found.documents.astype(np.int64)
    lists = KeyedLists(
        found.keys.astype(np.uint32).view(f"U{_KEY_UNITS}").reshape(-1).tolist(),
        found.count,
        postings,
        np.zeros(len(postings), dtype=np.int64),
    )
    yield from keyed_files(lists, file[order], len(chosen), documents)
