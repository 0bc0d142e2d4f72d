"""All documents together: which are published, in what order, and how they refer to each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from .deck import Deck, Places
from .drawer import Mark
from .errors import Fault, Severity
from .model import Card, Reference, Term
from .publication import Gate, Held, held_back
from .taxonomy import KINDS, SESSIONS, TermKind
from .vocabulary import Status

ReplyClaim = tuple[str, str, str, str]
"""Category, session (or year), number and lead unit, of which there may be one reply."""


class Listing(Struct, frozen=True):
    """A term with the documents under it, oldest first; never empty."""

    term: Term
    documents: Deck


class Neighbours(NamedTuple):
    """The documents before and after one, among those of its first lead unit."""

    previous: Card | None = None
    next: Card | None = None


class Catalog(Struct, frozen=True):
    """What is published, sorted, grouped and cross-referenced.

    ``documents`` stand oldest first.  ``listings`` maps a kind's slug to its non-empty terms.
    ``related`` is keyed by address.  ``previous`` and ``next`` hold for each document the place of
    the one before and after it, among those of its first lead unit, or :data:`NO_NEIGHBOUR`.
    ``numbered`` maps a session's slug to its numbers, and each to the addresses of the documents
    that carry it; ``sharing`` are the :func:`sharing_numbers` of all sources.  ``held_addresses``
    are those of sources that exist and are not published, ``withdrawn`` the documents among them
    whose address tells that they were withdrawn.
    """

    documents: Deck
    pages: Deck
    held: tuple[Held, ...]
    held_addresses: frozenset[str]
    listings: Mapping[str, tuple[Listing, ...]]
    related: Mapping[str, tuple[Card, ...]]
    previous: Places
    next: Places
    numbered: Mapping[str, Mapping[str, tuple[str, ...]]]
    sharing: tuple[Card, ...] = ()
    withdrawn: tuple[Card, ...] = ()

    def neighbours(self, address: str) -> Neighbours:
        """The documents before and after the one at ``address``."""
        at = self.documents.places.get(address)
        if at is None:
            return Neighbours()
        places = self.previous[at], self.next[at]
        return Neighbours(
            *(None if place == NO_NEIGHBOUR else self.documents[int(place)] for place in places)
        )


NO_NEIGHBOUR = -1
"""The place of a document that is not there: behind the last one, where columns end."""


def gather(
    cards: Deck, gate: Gate, order: Mapping[str, tuple[str, ...]]
) -> tuple[Catalog, list[Fault]]:
    """Sort, group and cross-reference what ``gate`` lets through of ``cards``, in order of paths.

    ``order`` gives, for a kind's slug, the slugs of its terms in the order of the configuration;
    a kind that is not in it is ordered by slug, the greatest first (years).
    """
    hinders = gate.hinders(cards)
    through, held = cards.where(~hinders), cards.where(hinders)
    are_documents = through.are(lambda drawer: drawer.categories, bool)
    documents = _in_order(through.where(are_documents))
    listings = {kind.slug: _listings(documents, kind, order.get(kind.slug)) for kind in KINDS}
    related, faults = _related(documents, cards)
    previous, following = _neighbours(documents)
    sharing = sharing_numbers(cards)
    catalog = Catalog(
        documents=documents,
        pages=through.where(~are_documents),
        held=held_back(held, gate),
        held_addresses=frozenset(held.addresses),
        listings=listings,
        related=related,
        previous=previous,
        next=following,
        numbered=_numbered(listings[SESSIONS.slug]),
        sharing=sharing,
        withdrawn=tuple(held.marked(Mark.WITHDRAWAL)),
    )
    return catalog, [*faults, *_same_number(sharing)]


def _in_order(by_path: Deck) -> Deck:
    """What stands ``by_path``, and so by address, in the order of :attr:`Card.order`."""
    return by_path.at(np.argsort(by_path.ranks, kind="stable"))


def document_reference(text: str) -> str:
    """The address that the author of a 关联 means: a path below content/, with .md or without."""
    path = text.strip().removeprefix("/").removeprefix("content/")
    return f"{path.removesuffix('.md').removesuffix('.html')}.html"


def _listings(
    documents: Deck, kind: TermKind, order: tuple[str, ...] | None
) -> tuple[Listing, ...]:
    members = documents.grouped(kind.columns, kind.terms)
    by_slug = {term.slug: Listing(term, documents.at(places)) for term, places in members.items()}
    slugs = sorted(by_slug, reverse=True) if order is None else order
    return tuple(by_slug[slug] for slug in slugs if slug in by_slug)


def _related(documents: Deck, cards: Deck) -> tuple[dict[str, tuple[Card, ...]], list[Fault]]:
    """The documents that refer to each other, both ways, the newest first.

    ``cards`` are those of all sources.
    """
    linked: dict[str, set[str]] = defaultdict(set)
    faults: list[Fault] = []
    referring = documents.marked(Mark.RELATED)
    if not referring:
        return {}, faults
    places = documents.places
    existing = {*cards.addresses}
    for document in referring:
        for reference in document.related:
            target = document_reference(reference.target)
            if target in places and target != document.address:
                linked[document.address].add(target)
                linked[target].add(document.address)
            else:
                faults.append(_dangling(document, reference, target in existing))
    related = {
        address: tuple(
            sorted(
                documents.at([places[other] for other in others]),
                key=attrgetter("order"),
                reverse=True,
            )
        )
        for address, others in linked.items()
    }
    return related, faults


def _dangling(document: Card, reference: Reference, exists: bool) -> Fault:
    why = "尚未公开，或者就是本文" if exists else "不存在"
    return Fault(
        document.path,
        reference.place.line,
        reference.place.column,
        "related-missing",
        f"关联的“{reference.target}”{why}，页面上不显示",
        "写对方在 content/ 下的路径，如 suggestions/2023/20230489",
        Severity.WARNING,
    )


def _neighbours(documents: Deck) -> tuple[Places, Places]:
    """For each document the place of the one before and after it among those of its lead unit."""
    previous = np.full(len(documents), NO_NEIGHBOUR)
    following = previous.copy()
    of_unit = documents.grouped(
        [attrgetter("units")], lambda units: [each.slug for each in units[:1]]
    )
    for places in of_unit.values():
        following[places[:-1]], previous[places[1:]] = places[1:], places[:-1]
    return previous, following


def _numbered(sessions: Iterable[Listing]) -> dict[str, dict[str, tuple[str, ...]]]:
    found = {}
    for listing in sessions:
        numbers, addresses = listing.documents.numbers, listing.documents.addresses
        by_number: dict[str, tuple[str, ...]] = dict(zip(numbers, zip(addresses), strict=True))
        if len(by_number) < len(numbers):
            by_number = {}
            for number, address in zip(numbers, addresses, strict=True):
                by_number[number] = (*by_number.get(number, ()), address)
        by_number.pop("", None)
        if by_number:
            found[listing.term.slug] = by_number
    return found


def reply_claims(card: Card) -> list[ReplyClaim]:
    """What only one reply may be: the answer to a number, for each session and lead unit."""
    if not (card.category and card.is_reply and card.number):
        return []
    if card.status is Status.WITHDRAWN:
        return []
    scopes = [session.slug for session in card.sessions] or [f"year {card.year}"]
    return [
        (card.category.slug, scope, card.number, unit.slug)
        for scope in scopes
        for unit in card.units
    ]


def _same_number(sharing: Iterable[Card]) -> Iterable[Fault]:
    """Two replies of one unit to one number of one category and session are one too many.

    They are among those ``sharing`` a number.
    """
    first: dict[ReplyClaim, Card] = {}
    for card in sharing:
        other = None
        for claim in reply_claims(card):
            earlier = first.setdefault(claim, card)
            if earlier is not card and other is None:
                other = earlier
        if other is not None:
            yield Fault(
                card.path,
                card.numbered_at.line,
                card.numbered_at.column,
                "duplicate-number",
                f"与 {other.path} 的类别、届次、编号和主办单位都相同",
                "改正其中一篇的编号或单位；重复的那篇删去或者改为“撤回”",
            )


def sharing_numbers(cards: Deck) -> tuple[Card, ...]:
    """Those of ``cards`` whose number another reply of one of their sessions (else year) has.

    In whatever case and width it is written.  There are few of many.
    """
    shared: list[int] = []
    for places in cards.grouped([attrgetter("scopes")], iter).values():
        numbers = cards.at(places).plain_numbers
        if len({*numbers}) < len(numbers):
            times = Counter(numbers)
            shared += places[[times[number] > 1 for number in numbers]].tolist()
    return tuple(cards.at(sorted({*shared})))
