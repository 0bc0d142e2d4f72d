"""All documents together: which are published, in what order, and how they refer to each other."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from .errors import Fault, Severity
from .model import Card, Reference, Term
from .publication import Gate, Held
from .taxonomy import KINDS, SESSIONS, TermKind
from .vocabulary import Status

ReplyClaim = tuple[str, str, str, str]
"""Category, session (or year), number and lead unit, of which there may be one reply."""


class Listing(Struct, frozen=True):
    """A term with the documents under it, oldest first; never empty."""

    term: Term
    documents: tuple[Card, ...]


class Neighbours(NamedTuple):
    """The documents before and after one, among those of its first lead unit."""

    previous: Card | None = None
    next: Card | None = None


class Catalog(Struct, frozen=True):
    """What is published, sorted, grouped and cross-referenced.

    ``documents`` stand oldest first.  ``listings`` maps a kind's slug to its non-empty terms.
    ``related`` is keyed by address, and so are ``previous`` and ``next``: the documents before and
    after each one, among those of its first lead unit.  ``numbered`` maps a session's slug to its
    numbers, and each to the addresses of the documents that carry it; ``sharing`` are the
    :func:`sharing_numbers` of all sources.  ``held_addresses`` are those of sources that exist and
    are not published, ``withdrawn`` the documents among them whose address tells that they were
    withdrawn.
    """

    documents: tuple[Card, ...]
    pages: tuple[Card, ...]
    held: tuple[Held, ...]
    held_addresses: frozenset[str]
    listings: Mapping[str, tuple[Listing, ...]]
    related: Mapping[str, tuple[Card, ...]]
    previous: Mapping[str, Card]
    next: Mapping[str, Card]
    numbered: Mapping[str, Mapping[str, tuple[str, ...]]]
    sharing: tuple[Card, ...] = ()
    withdrawn: tuple[Card, ...] = ()

    def neighbours(self, address: str) -> Neighbours:
        """The documents before and after the one at ``address``."""
        return Neighbours(self.previous.get(address), self.next.get(address))


def gather(
    cards: Iterable[Card], gate: Gate, order: Mapping[str, tuple[str, ...]]
) -> tuple[Catalog, list[Fault]]:
    """Sort, group and cross-reference what ``gate`` lets through.

    ``order`` gives, for a kind's slug, the slugs of its terms in the order of the configuration;
    a kind that is not in it is ordered by slug, the greatest first (years).
    """
    cards = sorted(cards, key=attrgetter("path"))
    decisions = list(map(gate, cards))
    through = [card for card, held in zip(cards, decisions, strict=True) if not held]
    held = [card for card, held in zip(cards, decisions, strict=True) if held]
    documents = _in_order([card for card in through if card.category])
    listings = {kind.slug: _listings(documents, kind, order.get(kind.slug)) for kind in KINDS}
    related, faults = _related(documents, cards)
    previous, following = _neighbours(documents)
    sharing = sharing_numbers(cards)
    catalog = Catalog(
        documents=documents,
        pages=tuple(card for card in through if not card.category),
        held=tuple(filter(None, decisions)),
        held_addresses=frozenset(card.address for card in held),
        listings=listings,
        related=related,
        previous=previous,
        next=following,
        numbered=_numbered(listings[SESSIONS.slug]),
        sharing=tuple(sharing),
        withdrawn=tuple(card for card in held if card.withdrawal),
    )
    return catalog, [*faults, *_same_number(sharing)]


def _in_order(by_path: Iterable[Card]) -> tuple[Card, ...]:
    """What stands ``by_path``, and so by address, in the order of :attr:`Card.order`."""
    cards = list(by_path)
    dated = sorted([card for card in cards if card.published], key=attrgetter("published"))
    return (*dated, *[card for card in cards if not card.published])


def document_reference(text: str) -> str:
    """The address that the author of a 关联 means: a path below content/, with .md or without."""
    path = text.strip().removeprefix("/").removeprefix("content/")
    return f"{path.removesuffix('.md').removesuffix('.html')}.html"


def _listings(
    documents: Sequence[Card], kind: TermKind, order: tuple[str, ...] | None
) -> tuple[Listing, ...]:
    members: dict[Term, list[Card]] = defaultdict(list)
    # Many documents have the same of a kind: where they belong is looked up once.
    places: dict[object, list[list[Card]]] = {}
    for document, value in zip(documents, map(kind.value, documents), strict=True):
        if value not in places:
            places[value] = [members[term] for term in kind.terms(value)]
        for found in places[value]:
            found.append(document)
    by_slug = {term.slug: Listing(term, tuple(found)) for term, found in members.items()}
    slugs = sorted(by_slug, reverse=True) if order is None else order
    return tuple(by_slug[slug] for slug in slugs if slug in by_slug)


def _related(
    documents: Sequence[Card], cards: Iterable[Card]
) -> tuple[dict[str, tuple[Card, ...]], list[Fault]]:
    """The documents that refer to each other, both ways, the newest first.

    ``cards`` are those of all sources.
    """
    linked: dict[str, set[str]] = defaultdict(set)
    faults: list[Fault] = []
    referring = [document for document in documents if document.related]
    if not referring:
        return {}, faults
    by_address = {document.address: document for document in documents}
    existing = {card.address for card in cards}
    for document in referring:
        for reference in document.related:
            target = document_reference(reference.target)
            if target in by_address and target != document.address:
                linked[document.address].add(target)
                linked[target].add(document.address)
            else:
                faults.append(_dangling(document, reference, target in existing))
    related = {
        address: tuple(
            sorted((by_address[a] for a in others), key=lambda other: other.order, reverse=True)
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


def _neighbours(documents: Iterable[Card]) -> tuple[dict[str, Card], dict[str, Card]]:
    """By address the document before each, and the one after it, among those of its lead unit."""
    by_unit: dict[str, list[Card]] = defaultdict(list)
    for document in documents:
        if document.units:
            by_unit[document.units[0].slug].append(document)
    previous: dict[str, Card] = {}
    following: dict[str, Card] = {}
    for members in by_unit.values():
        addresses = [document.address for document in members]
        previous.update(zip(addresses[1:], members, strict=False))
        following.update(zip(addresses, members[1:], strict=False))
    return previous, following


def _numbered(sessions: Iterable[Listing]) -> dict[str, dict[str, tuple[str, ...]]]:
    found = {}
    for listing in sessions:
        by_number: dict[str, tuple[str, ...]] = {}
        for card in listing.documents:
            if number := card.number:
                by_number[number] = (*by_number.get(number, ()), card.address)
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


def sharing_numbers(cards: Iterable[Card]) -> list[Card]:
    """Those of ``cards`` whose number another reply of one of their sessions (else year) has.

    In whatever case and width it is written.  There are few of many.
    """
    replies = [card for card in cards if card.number and card.is_reply]
    scopes = [card.sessions or (card.year,) for card in replies]
    numbers = [plain_number(card.number) for card in replies]
    pairs = [
        (number, scope) for number, found in zip(numbers, scopes, strict=True) for scope in found
    ]
    if len(set(pairs)) == len(pairs):
        return []
    shared = {pair for pair, count in Counter(pairs).items() if count > 1}
    return [
        card
        for card, number, found in zip(replies, numbers, scopes, strict=True)
        if any((number, scope) in shared for scope in found)
    ]


def plain_number(number: str) -> str:
    """``number`` in lower case and half width."""
    return (number if number.isascii() else unicodedata.normalize("NFKC", number)).lower()
