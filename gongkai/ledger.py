"""The ledger (台账) of every suggestion and proposal received, and how its rows meet documents.

A ledger holds what was received, published or not; so of a row the public sees only what
:func:`shown` gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from .errors import Fault
from .model import Card, Term
from .vocabulary import Openness


class Entry(NamedTuple):
    """One row of a ledger: what was received, who handles it, and how far that has come.

    ``path`` and ``line`` say where it stands, and identify it.  ``number`` is written as printed
    between 第 and 号.  ``units`` carry present names.  ``role`` and ``rated`` are values of the
    vocabulary's 办理方式 and 满意度, or empty; ``openness`` is ``None`` while it is undecided.
    ``document`` is the path below content/ without suffix, where the row names one.
    """

    path: str
    line: int
    number: str
    session: Term
    category: Term
    units: tuple[Term, ...]
    subject: str = ""
    role: str = ""
    department: str = ""
    difficult: bool = False
    assigned: date | None = None
    due: date | None = None
    acknowledged: date | None = None
    replied: date | None = None
    rated: str = ""
    openness: Openness | None = None
    withheld_reason: str = ""
    document: str = ""


class Ledger(Struct, frozen=True):
    """The ledger of one year: its rows in the order of the file, and what is wrong with it."""

    path: str
    year: int
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()


class ShownEntry(NamedTuple):
    """What the public may see of a row; ``subject`` is empty unless the reply is 全文公开."""

    number: str
    session: Term
    category: Term
    units: tuple[Term, ...]
    subject: str
    role: str
    assigned: date | None
    replied: date | None
    rated: str


def shown(entry: Entry) -> ShownEntry | None:
    """What the site may print of ``entry``; ``None`` for one that is only to be counted.

    Those are the rows that are 不公开, and those whose openness nobody has decided yet
    (国办发〔2014〕46号: openness is reviewed together with the reply).  A department is never shown.
    """
    if entry.openness not in {Openness.FULL, Openness.SUMMARY}:
        return None
    return ShownEntry(
        entry.number,
        entry.session,
        entry.category,
        entry.units,
        entry.subject if entry.openness is Openness.FULL else "",
        entry.role,
        entry.assigned,
        entry.replied,
        entry.rated,
    )


class Pairing(Struct, frozen=True):
    """Which rows and which documents are of one reply.

    ``documents`` is keyed by an entry's path and line; ``entries`` by a document's path.  What
    has no counterpart is in neither.
    """

    documents: Mapping[tuple[str, int], tuple[Card, ...]] = field(default_factory=dict)
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def of(self, entry: Entry) -> tuple[Card, ...]:
        """The documents of ``entry``, in the order of their paths."""
        return self.documents.get((entry.path, entry.line), ())


def paired(entries: Iterable[Entry], cards: Iterable[Card]) -> Pairing:
    """Pair rows with replies: by the document that a row names, else by :func:`matches`."""
    entries = tuple(entries)
    if not entries:
        return Pairing()
    named: dict[str, Card] = {}
    numbered: dict[tuple[str, str, str], list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: card.path):
        named[card.address.removesuffix(".html")] = card
        if card.category and card.is_reply and card.number:
            for session in card.sessions:
                numbered[card.category.slug, session.slug, card.number].append(card)
    documents: dict[tuple[str, int], tuple[Card, ...]] = {}
    by_document: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        scope = entry.category.slug, entry.session.slug, entry.number
        found = [card for card in numbered.get(scope, ()) if matches(entry, card)]
        if entry.document in named:
            found = [named[entry.document]]
        if found:
            documents[entry.path, entry.line] = tuple(found)
        for card in found:
            by_document[card.path].append(entry)
    return Pairing(documents, {path: tuple(rows) for path, rows in by_document.items()})


def matches(entry: Entry, card: Card) -> bool:
    """Whether both are of one number, session and category, and share a unit."""
    return (
        card.category is not None
        and card.category.slug == entry.category.slug
        and card.number == entry.number
        and entry.session.slug in {session.slug for session in card.sessions}
        and any(unit.slug == other.slug for unit in entry.units for other in card.units)
    )
