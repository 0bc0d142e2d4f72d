"""Decks of cards that no source was read for."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.deck import Deck
from gongkai.drawer import SourceMemory
from gongkai.drawers import Drawers
from gongkai.fingerprint import NO_PRINT
from gongkai.model import Card


def deck(cards: Iterable[Card] = ()) -> Deck:
    """``cards``, each of which has a path of its own, in their order."""
    held = {card.path: card for card in cards}
    drawers = Drawers.of({path: source(card) for path, card in held.items()})
    rows = {path: row for row, path in enumerate(drawers)}
    return Deck(drawers, [rows[path] for path in held])


def in_order_of_paths(cards: Iterable[Card]) -> Deck:
    """``cards`` as a catalog is gathered from them."""
    return deck(sorted(cards, key=lambda card: card.path))


def source(card: Card | None) -> SourceMemory:
    """A source of which nothing but its ``card`` is known."""
    return SourceMemory((0, 0), NO_PRINT, card, NO_PRINT, NO_PRINT, ())
