"""Strings looked at where their middles stand.

A string w = a m b has two halves, a m and m b, that share its *middle* m.  Which documents hold
the halves and which hold w is told by the places of m alone: by the units before and after it.
So each middle is looked at by itself, and a segment falls apart into ranges of the units with
which middles begin, for as many processes as there are.

A middle grows by the unit after it, m to m b, and few grow long.  What begins with m b is settled
where m b stands in few documents (the pruning of Apriori: Agrawal and Srikant, 1994) and where no
document holds it twice, after different units: a document that holds both halves of a string but
not the string holds its middle twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers
from gongkai.search.grams import Units, utf16
from gongkai.search.records import SearchableTexts

_OPENING: Final = 1
_CLOSING: Final = 2
_SURROGATES: Final = (0xD800, 0xDFFF)
_UNITS: Final = 1 << 16
ALL_UNITS: Final = range(1, _UNITS)
_MOST_DOCUMENTS: Final = 1 << 16
#: About so many places are looked at together, which bounds the memory.
_PLACES: Final = 250_000
_BLOCK: Final = 1 << 18
#: One unit of so many is counted where shares only have to be about equal.
_SAMPLED: Final = 16

Documents = NDArray[np.uint16]
Flags = NDArray[np.bool_]


class SegmentUnits(Struct, frozen=True):
    """All texts of some documents as one row of UTF-16 units, a zero after each.

    Halves of surrogate pairs are zeros too: no string goes across them.  The last two units are
    zeros as well.  ``ends`` holds for each document the place after its last unit.
    """

    units: Units
    ends: Integers

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self.ends)


def segment_units(documents: Sequence[SearchableTexts]) -> SegmentUnits:
    """The row of units of successive documents."""
    rows = [utf16(document.row) for document in documents]
    units = np.concatenate([*rows, np.zeros(_CLOSING, dtype=np.uint16)])
    units[(units >= _SURROGATES[0]) & (units <= _SURROGATES[1])] = 0
    return SegmentUnits(units, np.cumsum([len(row) for row in rows], dtype=np.int64))


def joined_units(parts: Iterable[SegmentUnits]) -> SegmentUnits:
    """The units of successive documents as one row, which a zero opens."""
    units, length = [np.zeros(_OPENING, dtype=np.uint16)], _OPENING
    ends = [np.empty(0, dtype=np.int64)]
    for part in parts:
        units.append(part.units)
        ends.append(part.ends + length)
        length += len(part.units)
    return SegmentUnits(np.concatenate(units), np.concatenate(ends))


def unit_ranges(row: SegmentUnits, pieces: int) -> list[range]:
    """Ranges of units, all but zero together, each with about the same share of the row."""
    occurs = np.bincount(row.units[::_SAMPLED], minlength=_UNITS)
    occurs[0] = 0
    shares = np.arange(1, pieces) * int(occurs.sum()) // pieces
    borders = np.searchsorted(np.cumsum(occurs), shares, side="right").tolist()
    return [
        range(first, last) for first, last in pairwise([ALL_UNITS.start, *borders, ALL_UNITS.stop])
    ]


class Middles(Struct, frozen=True):
    """The places of some middles of one ``length``, middle after middle.

    Columns with an element for each place: the number of the ``middle`` that begins there, the
    ``place`` in the row of units, ascending for each middle, the units ``before`` and ``after``
    the middle, the ``document``.
    """

    length: int
    middle: NDArray[np.integer]
    place: NDArray[np.int32]
    before: Units
    after: Units
    document: Documents


def shortest_middles(row: SegmentUnits, units: range) -> Iterator[Middles]:
    """The middles of one unit, this being one of ``units``; whole middles, some at a time.

    Raises ``ValueError`` when the row has too many documents.
    """
    if row.documents > _MOST_DOCUMENTS:
        raise ValueError("a segment of this size cannot be refined")
    if not (units and row.documents):
        return
    columns = zip(*(_places(row, block, units) for block in _blocks(row)), strict=True)
    place, before, unit, after = map(np.concatenate, columns)
    held = np.diff(np.searchsorted(place, row.ends.astype(np.int32)), prepend=0)
    document = np.repeat(_numbers(row.documents), held)
    order = np.argsort(unit, kind="stable").astype(np.int32)
    occurs = np.bincount(unit, minlength=units.stop)[units.start :]
    del unit
    ends = np.cumsum(occurs)
    slices = ends // _PLACES
    for last in np.flatnonzero(np.diff(slices, append=-1)).tolist():
        first = int(np.searchsorted(slices, slices[last]))
        # Taken by four times, which each would make the same of narrow numbers.
        chosen = order[ends[first] - occurs[first] : ends[last]].astype(np.intp)
        if len(chosen):
            middle = np.repeat(_numbers(last + 1 - first), occurs[first : last + 1])
            yield Middles(
                1,
                middle,
                place.take(chosen),
                before.take(chosen),
                after.take(chosen),
                document.take(chosen),
            )


def _blocks(row: SegmentUnits) -> Iterator[range]:
    """The places of the row's texts, as many at once as a processor holds near."""
    for start in range(_OPENING, len(row.units) - _CLOSING, _BLOCK):
        yield range(start, min(start + _BLOCK, len(row.units) - _CLOSING))


def _places(
    row: SegmentUnits, block: range, units: range
) -> tuple[NDArray[np.int32], Units, Units, Units]:
    """The places in a block of the row with one of ``units``: before it, it, after it."""
    held = row.units[block.start : block.stop]
    # What is below the first of the units wraps around, beyond the last.
    at = np.flatnonzero(held - np.uint16(units.start) < len(units))
    place = (at + block.start).astype(np.int32)
    before = row.units[block.start - 1 : block.stop - 1].take(at)
    after = row.units[block.start + 1 : block.stop + 1].take(at)
    return place, before, held.take(at), after


def longer_middles(row: SegmentUnits, middles: Middles, right: Runs, grown: Flags) -> Middles:
    """The middles one unit longer that are the ``grown`` ones of the runs to the ``right``."""
    places = right.order.take(np.flatnonzero(right.of_places(grown)))
    occurs = right.occurs[grown]
    place = middles.place.take(places)
    return Middles(
        middles.length + 1,
        np.repeat(_numbers(len(occurs)), occurs),
        place,
        middles.before.take(places),
        row.units.take(place + (middles.length + 1)),
        middles.document.take(places),
    )


class Runs(Struct, frozen=True):
    """The places of middles by the unit at one side of them.

    ``order`` has the places by middle, unit and place.  Those with the same middle and unit are a
    run: it begins at ``first`` of the order and ``occurs`` so often; it has a ``middle``, a
    ``unit`` and, its share of ``documents``, ``count`` documents, ascending.
    """

    order: Integers
    first: Integers
    occurs: Integers
    middle: NDArray[np.integer]
    unit: Units
    count: Integers
    documents: Documents

    def of_places(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values of the runs for each place of the order."""
        return np.repeat(values, self.occurs)

    def changing(self, changes: Flags) -> Flags:
        """The runs in which something changes; ``changes`` says so for each place of the order."""
        total = np.cumsum(changes, dtype=np.int32)
        changed: Flags = total[self.first + self.occurs - 1] > total[self.first]
        return changed


def runs(middle: NDArray[np.integer], unit: Units, document: Documents) -> Runs:
    """The runs of places that are given in ascending order of middle and place."""
    # Two sorts by sixteen bits, for which numpy goes by digits, cost less than one by more.
    order = np.argsort(unit, kind="stable")
    order = order.take(np.argsort(middle.take(order), kind="stable"))
    middle, unit, document = middle.take(order), unit.take(order), document.take(order)
    opens = changes(unit)
    opens |= changes(middle)
    first = np.flatnonzero(opens)
    opens |= changes(document)
    # Far sooner than by the flags themselves, for these change at random.
    fresh = np.flatnonzero(opens)
    before = np.cumsum(opens, dtype=np.int32)[first]
    return Runs(
        order,
        first,
        np.diff(first, append=len(order)),
        middle[first],
        unit[first],
        np.diff(before, append=len(fresh) + 1).astype(np.int64),
        document.take(fresh),
    )


def changes(values: NDArray[Any]) -> Flags:
    """Whether each value differs from the one before."""
    changed = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _numbers(count: int) -> NDArray[np.integer]:
    """Numbers from zero, in sixteen bits where they fit."""
    return np.arange(count).astype(np.uint16 if count <= _UNITS else np.int32)
