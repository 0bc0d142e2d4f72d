"""What a check of all documents is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from gongkai.claims import Claims
from gongkai.deck import Deck
from gongkai.errors import Severity
from gongkai.ledger import Ledger
from gongkai.model import Place


class Whole(Struct, frozen=True):
    """All documents: ``published`` oldest first, ``cards`` of every source, what each claims.

    ``texts`` are the fingerprints of the folded texts that several sources have and ``claims`` what is
    said beyond texts, both by a source's path, of those sources that have any; ``ledgers`` are keyed by year.
    """

    published: Deck
    cards: Deck
    texts: Mapping[str, bytes]
    claims: Mapping[str, Claims]
    ledgers: Mapping[int, Ledger] = field(default_factory=dict)


class Discrepancy(NamedTuple):
    """What a check found: the document, the place in it, a Chinese sentence, the remedy."""

    path: str
    place: Place
    message: str
    hint: str


class CrossCheck(Struct, frozen=True):
    """One check of all documents: its rule's id, its default severity, and what finds."""

    rule: str
    severity: Severity
    find: Callable[[Whole], Iterable[Discrepancy]]
