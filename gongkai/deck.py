"""Cards in an order, of which whole columns can be asked without a look at any of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .drawer import Drawer, Mark
from .drawers import Drawers
from .model import Card
from .splicing import Coded

_V = TypeVar("_V")
_T = TypeVar("_T")
_Group = TypeVar("_Group", bound=Hashable)

Places = NDArray[np.intp]
"""Places in a deck."""


class Deck(Sequence[Card]):
    """The cards in some ``rows`` of drawers, in their order.

    A pass over all documents asks for columns, which hold an item for each card; a card itself is
    unpacked, with those of its drawer, when somebody takes it out.
    """

    def __init__(self, drawers: Drawers, rows: ArrayLike) -> None:
        self._drawers = drawers
        self.rows: Places = np.asarray(rows, np.intp)

    @classmethod
    def of_all(cls, drawers: Drawers) -> Deck:
        """Every card in ``drawers``, in the order of paths."""
        rows = drawers.rows_by_path
        return cls(drawers, rows).where(drawers.addresses[rows])

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Card: ...

    @overload
    def __getitem__(self, at: slice) -> Deck: ...

    def __getitem__(self, at: int | slice) -> Card | Deck:
        if isinstance(at, slice):
            return Deck(self._drawers, self.rows[at])
        card = self._drawers.card(int(self.rows[at]))
        assert card, "no row of a deck is without a card"
        return card

    def __iter__(self) -> Iterator[Card]:
        return map(self.__getitem__, range(len(self)))

    def at(self, places: ArrayLike) -> Deck:
        """The cards in some places of this deck."""
        return Deck(self._drawers, self.rows[np.asarray(places, np.intp)])

    def where(self, kept: Iterable[object]) -> Deck:
        """The cards for which ``kept`` has something true."""
        chosen = np.fromiter(map(bool, kept), np.bool_, len(self))
        return Deck(self._drawers, self.rows[chosen])

    def having(self, column: Callable[[Drawer], Coded[_V]], test: Callable[[_V], object]) -> Deck:
        """The cards whose value in a ``column`` passes the ``test``."""
        return Deck(self._drawers, self.rows[self.are(column, test)])

    def are(
        self, column: Callable[[Drawer], Coded[_V]], test: Callable[[_V], object]
    ) -> NDArray[np.bool_]:
        """Whether the value that each card has in a ``column`` passes the ``test``."""
        return self._drawers.are(column, test)[self.rows]

    def marked(self, mark: Mark) -> Deck:
        """The cards that have one of the marks; there are few of many."""
        return self.having(lambda drawer: drawer.marks, lambda each: each & mark)

    def each(self, column: Callable[[Drawer], Coded[_V]], answer: Callable[[_V], _T]) -> list[_T]:
        """The answer for the value that each card has in a ``column``.

        It is asked for each value once, also for values that no card of this deck has.
        """
        values, codes = self.column(column)
        return [*map([*map(answer, values)].__getitem__, codes.tolist())]

    def column(self, column: Callable[[Drawer], Coded[_V]]) -> tuple[Sequence[_V], Places]:
        """The values in a ``column``, each once, and for each card the place of its own there."""
        values, codes = self._drawers.column(column)
        return values, codes[self.rows]

    def coded(self, column: Callable[[Drawer], Coded[_V]]) -> list[Coded[_V]]:
        """A ``column`` of every drawer as it lies there, one after another."""
        return self._drawers.coded(column)

    def by_folder(self) -> dict[str, Places]:
        """By folder the places of the cards in its drawer, in the order of their paths."""
        order = np.argsort(self.rows, kind="stable")
        folders, ends = [*self._drawers.folders], self._drawers.ends
        return _parted(folders, order, [0, *np.searchsorted(self.rows[order], ends)])

    def grouped(
        self,
        columns: Iterable[Callable[[Drawer], Coded[Any]]],
        groups: Callable[[Any], Iterable[_Group]],
    ) -> dict[_Group, Places]:
        """The places of the cards of each group, in order.

        ``groups`` gives the groups to which a card belongs by its value in one of ``columns``.
        """
        numbers: dict[_Group, int] = {}
        found = [np.empty(0, np.intp)]
        for values, codes in map(self.column, columns):
            of_values = [
                [numbers.setdefault(group, len(numbers)) for group in groups(value)]
                for value in values
            ]
            for layer in _layers(of_values):
                number = layer[codes]
                places = np.flatnonzero(number != _NO_GROUP)
                found.append(number[places] * len(self) + places)
        # In an order by group, then place; what belongs to a group twice is in it once.
        every = np.sort(np.concatenate(found))
        every = every[np.diff(every, prepend=-1) > 0]
        number, places = np.divmod(every, max(len(self), 1))
        return _parted(numbers, places, np.searchsorted(number, range(len(numbers) + 1)))

    @cached_property
    def paths(self) -> list[str]:
        """The paths of their sources."""
        return self._texts(self._drawers.paths)

    @cached_property
    def addresses(self) -> list[str]:
        """Their addresses."""
        return self._texts(self._drawers.addresses)

    @property
    def numbers(self) -> list[str]:
        """Their numbers as they are printed; empty without one."""
        return self._texts(self._drawers.numbers)

    @property
    def plain_numbers(self) -> list[str]:
        """Their numbers in lower case and half width."""
        return self._texts(self._drawers.plain_numbers)

    @property
    def ranks(self) -> NDArray[np.int64]:
        """The ranks of their 发布日期 (:attr:`.dates.Moment.rank`), or ``UNDATED``."""
        return self._drawers.ranks[self.rows]

    def rank(self, at: int) -> int:
        """That of the card in place ``at``."""
        return int(self._drawers.ranks[self.rows[at]])

    @property
    def fields(self) -> bytes:
        """The fingerprints of the fields of their sources, joined."""
        return self._drawers.fields[self.rows].tobytes()

    @property
    def bodies(self) -> bytes:
        """The fingerprints of the bodies of their sources, joined."""
        return self._drawers.bodies[self.rows].tobytes()

    @property
    def shown(self) -> bytes:
        """The fingerprints of what lists show of them, joined."""
        return self._drawers.shown[self.rows].tobytes()

    @property
    def told(self) -> bytes:
        """The fingerprints of what feeds tell of them, joined."""
        return self._drawers.told[self.rows].tobytes()

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each in this deck, by address."""
        return {address: at for at, address in enumerate(self.addresses)}

    def _texts(self, column: NDArray[np.object_]) -> list[str]:
        texts: list[str] = column[self.rows].tolist()
        return texts


_NO_GROUP = -1


def _parted(
    groups: Iterable[_Group], places: Places, borders: Iterable[int]
) -> dict[_Group, Places]:
    """The ``places`` of each group, which lie between ``borders``, but for groups of none."""
    each = zip(groups, pairwise(borders), strict=True)
    return {group: places[first:after] for group, (first, after) in each if after > first}


def _layers(of_values: Sequence[Sequence[int]]) -> Iterator[Places]:
    """The first group of each value, the second of each, and so on."""
    for layer in range(max(map(len, of_values), default=0)):
        yield np.array(
            [found[layer] if layer < len(found) else _NO_GROUP for found in of_values], np.intp
        )
