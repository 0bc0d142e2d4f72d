"""Cards in an order, of which whole columns can be asked without a look at any of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress
from typing import TypeVar, overload

from .drawer import Drawer, Mark
from .drawers import Drawers
from .model import Card
from .splicing import Coded

_V = TypeVar("_V")
_T = TypeVar("_T")


class Deck(Sequence[Card]):
    """The cards in some ``rows`` of drawers, in their order.

    A pass over all documents asks for columns, which hold an item for each card; a card itself is
    unpacked, with those of its drawer, when somebody takes it out.
    """

    def __init__(self, drawers: Drawers, rows: Sequence[int]) -> None:
        self._drawers = drawers
        self._rows = rows

    @classmethod
    def of_all(cls, drawers: Drawers) -> Deck:
        """Every card in ``drawers``, in the order of paths."""
        rows = range(len(drawers))
        with_cards = [*compress(rows, drawers.addresses)]
        return cls(drawers, sorted(with_cards, key=drawers.paths.__getitem__))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Card: ...

    @overload
    def __getitem__(self, at: slice) -> Deck: ...

    def __getitem__(self, at: int | slice) -> Card | Deck:
        if isinstance(at, slice):
            return Deck(self._drawers, self._rows[at])
        card = self._drawers.card(self._rows[at])
        assert card, "no row of a deck is without a card"
        return card

    def __iter__(self) -> Iterator[Card]:
        return map(self.__getitem__, range(len(self._rows)))

    def at(self, places: Iterable[int]) -> Deck:
        """The cards in some places of this deck."""
        return Deck(self._drawers, [*map(self._rows.__getitem__, places)])

    def where(self, kept: Iterable[object]) -> Deck:
        """The cards for which ``kept`` has something true."""
        return Deck(self._drawers, [*compress(self._rows, kept)])

    def marked(self, mark: Mark) -> Deck:
        """The cards that have one of the marks; there are few of many."""
        if not self._drawers.has(mark):
            return Deck(self._drawers, ())
        return self.where(self.each(lambda drawer: drawer.marks, lambda each: each & mark))

    def each(self, column: Callable[[Drawer], Coded[_V]], answer: Callable[[_V], _T]) -> list[_T]:
        """The answer for the value that each card has in a ``column``.

        It is asked for each value once a drawer, also for values that no card of this deck has.
        """
        return self._of(self._drawers.each(column, answer))

    def coded(self, column: Callable[[Drawer], Coded[_V]]) -> list[Coded[_V]]:
        """A ``column`` of every drawer as it lies there, one after another."""
        return self._drawers.coded(column)

    def by_folder(self) -> dict[str, list[int]]:
        """By folder the places of the cards in its drawer, in the order of their paths."""
        found: dict[str, list[int]] = {}
        order = sorted(range(len(self._rows)), key=self._rows.__getitem__)
        first = 0
        for folder, end in self._drawers.ends():
            after = bisect_left(order, end, first, key=self._rows.__getitem__)
            if after > first:
                found[folder] = order[first:after]
            first = after
        return found

    def grouped(self, column: Callable[[Drawer], Coded[_V]]) -> dict[_V, list[int]]:
        """For each value that a card has in a ``column`` the places of all that have it."""
        groups: dict[_V, list[int]] = {}
        for place, group in enumerate(
            self.each(column, lambda value: groups.setdefault(value, []))
        ):
            group.append(place)
        return {value: group for value, group in groups.items() if group}

    @property
    def rows(self) -> array[int]:
        """The row of each, which count through all drawers."""
        return array("I", self._rows)

    @property
    def paths(self) -> list[str]:
        """The paths of their sources."""
        return self._of(self._drawers.paths)

    @property
    def addresses(self) -> list[str]:
        """Their addresses."""
        return self._of(self._drawers.addresses)

    @property
    def numbers(self) -> list[str]:
        """Their numbers as they are printed; empty without one."""
        return self._of(self._drawers.numbers)

    @property
    def plain_numbers(self) -> list[str]:
        """Their numbers in lower case and half width."""
        return self._of(self._drawers.plain_numbers)

    @property
    def ranks(self) -> list[int]:
        """The ranks of their 发布日期 (:attr:`.dates.Moment.rank`), or ``UNDATED``."""
        return self._of(self._drawers.ranks)

    def rank(self, at: int) -> int:
        """That of the card in place ``at``."""
        return self._drawers.ranks[self._rows[at]]

    @property
    def fields(self) -> list[bytes]:
        """The fingerprints of the fields of their sources."""
        return self._of(self._drawers.fields)

    @property
    def bodies(self) -> list[bytes]:
        """The fingerprints of the bodies of their sources."""
        return self._of(self._drawers.bodies)

    @property
    def shown(self) -> list[bytes]:
        """What lists show of them, as fingerprints."""
        return self._of(self._drawers.shown)

    @property
    def told(self) -> list[bytes]:
        """What feeds tell of them, as fingerprints."""
        return self._of(self._drawers.told)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each in this deck, by address."""
        return {address: at for at, address in enumerate(self.addresses)}

    def _of(self, column: Sequence[_T]) -> list[_T]:
        return [*map(column.__getitem__, self._rows)]
