"""Columns of a drawer, and how they take in rows that were made anew."""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

from .model import Card

_V = TypeVar("_V")
_T = TypeVar("_T")


class Coded(NamedTuple, Generic[_V]):
    """A column of few different ``values``: for each row the place of its own."""

    values: tuple[_V, ...]
    codes: array[int]

    @classmethod
    def of(cls, column: Iterable[_V]) -> Coded[_V]:
        """``column``, each of its values once."""
        places: dict[_V, int] = {}
        codes = array("I", [places.setdefault(value, len(places)) for value in column])
        return cls(tuple(places), codes)

    def each(self, answer: Callable[[_V], _T]) -> Iterator[_T]:
        """The answer for each row; it is asked for once a value."""
        return map([answer(value) for value in self.values].__getitem__, self.codes)


class Packed:
    """Cards by the path of their source: packed until somebody looks at one.

    ``loose`` are those that came, or with ``None`` went, since the others were packed in ``data``.
    """

    def __init__(self, loose: Mapping[str, Card | None], data: bytes = b"") -> None:
        self._loose = loose
        self._data = data

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """All of them."""
        packed: dict[str, Card | None] = pickle.loads(self._data) if self._data else {}
        return {path: card for path, card in {**packed, **self._loose}.items() if card}

    def replaced(self, cards: Mapping[str, Card | None]) -> Packed:
        """These with ``cards`` in place of those before; ``None`` takes one away."""
        loose = {**self._loose, **cards}
        if self._data and len(loose) <= _MOST_LOOSE:
            return Packed(loose, self._data)
        return Packed({**self.cards, **cards})

    def __reduce__(self) -> tuple[type[Packed], tuple[Mapping[str, Card | None], bytes]]:
        if self._data:
            return Packed, (self._loose, self._data)
        return Packed, ({}, pickle.dumps(self.cards, pickle.HIGHEST_PROTOCOL))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and self.cards == other.cards

    def __hash__(self) -> int:
        raise TypeError("cards are held in a mapping")


_MOST_LOOSE = 64
"""The most cards that are kept beside those that are packed; with more, all are packed anew."""


Run = tuple[bool, int, int]
"""Whether rows are of what was made, the first of them, and the one after them."""


def runs_of(paths: Sequence[str], sources: Mapping[str, object | None]) -> Iterator[Run]:
    """Which rows a drawer of ``paths`` has once some ``sources`` were made anew, or are gone."""
    taken = first = after = 0
    for path in sorted(sources):
        at = bisect_left(paths, path, taken)
        # What was made stands together, until something that stays comes before it.
        if at > taken:
            yield True, first, after
            yield False, taken, at
            first = after
        taken = at + (paths[at : at + 1] == (path,))
        after += sources[path] is not None
    yield True, first, after
    yield False, taken, len(paths)


def replaced(
    old: Any, made: Any, runs: Iterable[Run], rows: int, sources: Mapping[str, object]
) -> Any:
    """A column of so many ``rows`` with what was ``made`` of ``sources``."""
    match old:
        case Packed():
            return old.replaced({**dict.fromkeys(sources), **made.cards})
        case dict():
            return {path: each for path, each in old.items() if path not in sources} | made
        case Coded():
            codes = {value: code for code, value in enumerate(old.values)}
            renamed = [codes.setdefault(value, len(codes)) for value in made.values]
            of_made = array("I", map(renamed.__getitem__, made.codes))
            return Coded(tuple(codes), _spliced(old.codes, of_made, runs, 1))
    return _spliced(old, made, runs, len(old) // rows) if rows else made


def _spliced(old: Any, made: Any, runs: Iterable[Run], width: int) -> Any:
    """The ``runs`` of two rows of items, of which so many are one row of the drawer."""
    parts = [
        (made if is_made else old)[first * width : after * width] for is_made, first, after in runs
    ]
    match old:
        case bytes():
            return b"".join(parts)
        case tuple():
            return tuple(chain.from_iterable(parts))
    whole = old[:0]
    for part in parts:
        whole.extend(part)
    return whole
