"""The present traces of all products: in columns where there are many, one by one where few.

Nearly all pages of documents are as the last build left them.  Their traces are the same bytes
then as stand on the shelf of their folder, and no trace of theirs need be made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from struct import iter_unpack
from typing import NamedTuple

from .columns import Columns, folder_of, joined
from .shelves import Shelves
from .staleness import Stale, Trace, decide, with_damaged


class TraceColumn(NamedTuple):
    """The traces of products of one ``kind`` in one folder, in the order of their ``keys``.

    ``prints`` are what they hold, end to end, of each as many bytes.
    """

    kind: str
    keys: tuple[str, ...]
    prints: bytes

    @property
    def width(self) -> int:
        """The bytes of each trace."""
        return len(self.prints) // len(self.keys)

    def trace(self, at: int) -> Trace:
        """The trace in place ``at``."""
        return Trace(self.kind, self.prints[at * self.width : (at + 1) * self.width])

    def traces(self) -> Iterator[tuple[str, Trace]]:
        """Every key with its trace."""
        return zip(self.keys, map(self.trace, range(len(self.keys))), strict=True)

    def is_that_of(self, held: Columns) -> bool:
        """Whether just these products were made, under just these traces."""
        return (
            self.prints == held.prints and joined(self.keys) == held.names and self._is_like(held)
        )

    def other_than(self, held: Columns) -> Iterator[tuple[str, Trace]]:
        """Every key with its trace, less those that were made under just this trace."""
        if not self._is_like(held):
            return self.traces()
        made = dict(zip(held.keys, _cut(held.prints, self.width), strict=True))
        return (
            (key, Trace(self.kind, prints))
            for key, prints in zip(self.keys, _cut(self.prints, self.width), strict=True)
            if made.get(key) != prints
        )

    def _is_like(self, held: Columns) -> bool:
        """Whether products are all of this kind, and their traces as long."""
        count = len(held.kinds)
        return held.kinds == (self.kind,) * count and held.widths.tolist() == [self.width] * count


def _cut(prints: bytes, width: int) -> Iterator[bytes]:
    """The traces that stand end to end, of which each is ``width`` bytes."""
    return chain.from_iterable(iter_unpack(f"{width}s", prints))


class Traces(Mapping[str, Trace]):
    """Traces by key: ``columns`` by folder, and ``others``, each by itself."""

    def __init__(self, columns: Mapping[str, TraceColumn], others: Mapping[str, Trace]) -> None:
        self._columns = columns
        self._others = others

    def __getitem__(self, key: str) -> Trace:
        if key in self._others:
            return self._others[key]
        column = self._columns[folder_of(key)]
        at = bisect_left(column.keys, key)
        if column.keys[at : at + 1] != (key,):
            raise KeyError(key)
        return column.trace(at)

    def __iter__(self) -> Iterator[str]:
        return chain(self._others, *(column.keys for column in self._columns.values()))

    def __len__(self) -> int:
        return len(self._others) + sum(len(column.keys) for column in self._columns.values())

    def beside(self, columns: Mapping[str, TraceColumn], others: Mapping[str, Trace]) -> Traces:
        """These with further ``columns`` and ``others``."""
        return Traces({**self._columns, **columns}, {**self._others, **others})

    def out_of_date(self, before: Shelves) -> list[Stale]:
        """The products that must be made again for what they read, as :func:`.staleness.decide` has it."""
        found = dict(self._others)
        for folder, column in self._columns.items():
            shelf = before.folders.get(folder)
            if not shelf:
                found.update(column.traces())
            elif not column.is_that_of(shelf.columns):
                found.update(column.other_than(shelf.columns))
        known = {key: before.trace(key) for key in found if key in before}
        return decide(known, found)

    def with_damaged(self, stale: Sequence[Stale], damaged: Iterable[str]) -> list[Stale]:
        """The ``stale`` products, and those of these whose files are ``damaged``."""
        return with_damaged(stale, filter(self.__contains__, damaged))

    def absent(self, products: Shelves) -> set[str]:
        """The keys of ``products`` that have no trace here."""
        found: set[str] = set()
        for folder, shelf in products.folders.items():
            column, held = self._columns.get(folder), shelf.columns
            if column is None:
                found.update(held.keys)
            elif joined(column.keys) != held.names:
                found |= {*held.keys}.difference(column.keys)
        return found - self._others.keys()
