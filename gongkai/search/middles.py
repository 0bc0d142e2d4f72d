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

from gongkai.search.bitstreams import Flags, Integers, changes
from gongkai.search.unit_rows import UnitRow, Units

_OPENING: Final = 1
_SURROGATES: Final = (0xD800, 0xDFFF)
_UNITS: Final = 1 << 16
ALL_UNITS: Final = range(1, _UNITS)
_MOST_DOCUMENTS: Final = 1 << 16
#: About so many places are looked at together, which bounds the memory.
_PLACES: Final = 250_000
#: An odd number, by which to hash.
_SPREAD: Final = np.uint16(40503)

Documents = NDArray[np.uint16]


class Stretch(Struct, frozen=True):
    """The units of some successive documents, and where each stands.

    Halves of surrogate pairs are zeros, as what follows a text: no string goes across them.  The
    last two units are zeros as well.  ``ends`` holds for each document the place after its last
    unit.  ``order`` has the places by their units, ascending for each, and ``begins`` tells for
    every unit where its places begin there, and last where the order ends.
    """

    units: Units
    ends: Integers
    order: NDArray[np.int32]
    begins: NDArray[np.int32]


class SegmentUnits(Struct, frozen=True):
    """The units of successive stretches as one row, which a zero opens.

    ``ends`` holds for each document the place after its last unit; ``starts``, ``orders`` and
    ``begins`` hold for each stretch the place of its first unit, and its columns.
    """

    units: Units
    ends: Integers
    starts: Integers
    orders: Sequence[NDArray[np.int32]]
    begins: NDArray[np.int32]

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self.ends)


def stretch_of(row: UnitRow) -> Stretch:
    """The units of the row's documents."""
    is_half = (row.units >= _SURROGATES[0]) & (row.units <= _SURROGATES[1])
    units = np.where(is_half, np.uint16(0), row.units)
    begins = np.zeros(_UNITS + 1, dtype=np.int32)
    np.cumsum(np.bincount(units, minlength=_UNITS), out=begins[1:])
    order = np.argsort(units, kind="stable").astype(np.int32)
    return Stretch(units, row.ends, order, begins)


def joined_units(stretches: Iterable[Stretch]) -> SegmentUnits:
    """The units of successive stretches as one row."""
    held = list(stretches)
    lengths = [_OPENING, *(len(stretch.units) for stretch in held)]
    starts = np.cumsum(lengths, dtype=np.int64)[:-1]
    ends = (stretch.ends + start for stretch, start in zip(held, starts.tolist(), strict=True))
    return SegmentUnits(
        np.concatenate([np.zeros(_OPENING, np.uint16), *(stretch.units for stretch in held)]),
        np.concatenate([np.empty(0, dtype=np.int64), *ends]),
        starts,
        tuple(stretch.order for stretch in held),
        np.array([stretch.begins for stretch in held]),
    )


def unit_ranges(row: SegmentUnits, pieces: int) -> list[range]:
    """Ranges of units, all but zero together, each with about the same share of the row."""
    ends = _ends(row, ALL_UNITS)
    shares = np.arange(1, pieces) * int(ends[-1]) // pieces
    borders = (ALL_UNITS.start + np.searchsorted(ends, shares, side="right")).tolist()
    return [
        range(first, last) for first, last in pairwise([ALL_UNITS.start, *borders, ALL_UNITS.stop])
    ]


def _ends(row: SegmentUnits, units: range) -> Integers:
    """How many places have a unit of the range up to each of these."""
    begins: Integers = row.begins[:, units.start : units.stop + 1].sum(axis=0, dtype=np.int64)
    ends: Integers = begins[1:] - begins[0]
    return ends


class Middles(Struct, frozen=True):
    """The places of some middles of one ``length``.

    Columns with an element for each place, ascending for each middle: the number of the
    ``middle`` that begins there, the ``place`` in the row of units, the units ``before`` and
    ``after`` the middle, the ``document``.
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
    ends = _ends(row, units)
    number = np.cumsum(changes(ends), dtype=np.uint16)
    columns = [_places(row, stretch, units, number) for stretch in range(len(row.orders))]
    borders = [*np.flatnonzero(changes(ends // _PLACES)).tolist(), len(units)]
    begins = row.begins[:, units.start : units.stop + 1] - row.begins[:, units.start, None]
    for first, last in pairwise(borders):
        chosen = map(slice, begins[:, first].tolist(), begins[:, last].tolist())
        parts = [
            [column[some] for column in held] for held, some in zip(columns, chosen, strict=True)
        ]
        middle, place, before, after, document = map(np.concatenate, zip(*parts, strict=True))
        if len(place):
            yield Middles(1, middle - number[first], place, before, after, document)


def _places(
    row: SegmentUnits, stretch: int, units: range, number: NDArray[np.uint16]
) -> tuple[NDArray[Any], ...]:
    """The places in a stretch with one of ``units``, in its order, as columns.

    They are the ``number`` of the unit, the place in the row, the units before and after it, and
    the document.
    """
    start, order = int(row.starts[stretch]), row.orders[stretch]
    begins = row.begins[stretch, units.start : units.stop + 1]
    # Taken by several times, which each would make the same of narrow numbers.
    at = order[begins[0] : begins[-1]].astype(np.intp)
    length = int(row.begins[stretch, -1])
    near = row.units[start - 1 : start + length + 1]
    first, last = np.searchsorted(row.ends, [start, start + length], side="right").tolist()
    held = np.diff(row.ends[first:last], prepend=start)
    document = np.repeat(_numbers(row.documents)[first:last], held)
    return (
        np.repeat(number, np.diff(begins)),
        (at + start).astype(np.int32),
        near[:-2].take(at),
        near[2:].take(at),
        document.take(at),
    )


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


def promising(middles: Middles, candidate: Flags) -> Integers:
    """Those among which are all places of every half that ends with a middle and may matter.

    Such a half has a unit before the middle that stands there at a ``candidate`` too, and not
    everywhere the same unit after it.  What is told by a hash of the two lets a few others pass.
    """
    slot = middles.middle.astype(np.uint16) * _SPREAD
    slot += middles.before
    slot = slot.astype(np.intp)
    matters = np.zeros(_UNITS, dtype=bool)
    matters[slot.take(np.flatnonzero(candidate))] = True
    # After two units there are nearly always several: not worth a look.
    if middles.length > 1:
        usual = np.empty(_UNITS, dtype=np.uint16)
        usual[slot] = middles.after
        changing = np.zeros(_UNITS, dtype=bool)
        changing[slot.take(np.flatnonzero(usual.take(slot) != middles.after))] = True
        matters &= changing
    return np.flatnonzero(matters.take(slot))


class Runs(Struct, frozen=True):
    """The places of middles by the unit at one side of them.

    ``order`` has the places by middle, unit and place; ``fresh`` tells for each whether it is the
    first of its document in its run.  Those with the same middle and unit are a
    run: it begins at ``first`` of the order and ``occurs`` so often; it has a ``middle``, a
    ``unit`` and, its share of ``documents``, ``count`` documents, ascending.
    """

    order: Integers
    fresh: Flags
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
    return Runs(
        order,
        opens,
        first,
        np.diff(first, append=len(order)),
        middle[first],
        unit[first],
        np.diff(np.searchsorted(fresh, first), append=len(fresh)),
        document.take(fresh),
    )


def _numbers(count: int) -> NDArray[np.integer]:
    """Numbers from zero, in sixteen bits where they fit."""
    return np.arange(count).astype(np.uint16 if count <= _UNITS else np.int32)
