"""All documents together: which are published, in what order, and how they refer to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from . import urls
from .errors import Fault, Severity
from .model import Card, Place, Reference, Term
from .publication import Gate, Held
from .redirects import redirect_address
from .taxonomy import KINDS, TermKind
from .vocabulary import Status

ReplyClaim = tuple[str, str, str, str]
"""Category, session (or year), number and lead unit, of which there may be one reply."""


Claim = tuple[str, str]
"""An address, and the path of a source that wants a file there."""

Places = Mapping[Claim, Place]
"""Where in their sources claims are written; those of a file's own name are written nowhere."""

_NO_PLACES: Places = {}
_WHOLE_FILE = Place(1, 1)


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
    ``related`` and ``neighbours`` are keyed by address.  ``numbered`` maps a session's
    slug to its numbers, and each to the addresses of the documents that carry it.  ``held_addresses``
    are those of sources that exist and are not published, ``withdrawn`` the documents among them
    whose address tells that they were withdrawn.
    """

    documents: tuple[Card, ...]
    pages: tuple[Card, ...]
    held: tuple[Held, ...]
    held_addresses: frozenset[str]
    listings: Mapping[str, tuple[Listing, ...]]
    related: Mapping[str, tuple[Card, ...]]
    neighbours: Mapping[str, Neighbours]
    numbered: Mapping[str, Mapping[str, tuple[str, ...]]]
    withdrawn: tuple[Card, ...] = ()


def gather(
    cards: Iterable[Card], gate: Gate, order: Mapping[str, tuple[str, ...]]
) -> tuple[Catalog, list[Fault]]:
    """Sort, group and cross-reference what ``gate`` lets through.

    ``order`` gives, for a kind's slug, the slugs of its terms in the order of the configuration;
    a kind that is not in it is ordered by slug, the greatest first (years).
    """
    cards = sorted(cards, key=attrgetter("path"))
    decisions = [(card, gate(card)) for card in cards]
    held = tuple(decision for _, decision in decisions if decision)
    through = [card for card, decision in decisions if not decision]
    documents = tuple(
        sorted((card for card in through if card.category), key=lambda card: card.order)
    )
    related, faults = _related(documents, {card.address for card in cards})
    catalog = Catalog(
        documents=documents,
        pages=tuple(card for card in through if not card.category),
        held=held,
        held_addresses=frozenset(card.address for card, decision in decisions if decision),
        listings={kind.slug: _listings(documents, kind, order.get(kind.slug)) for kind in KINDS},
        related=related,
        neighbours=_neighbours(documents),
        numbered=_numbered(documents),
        withdrawn=tuple(card for card, decision in decisions if decision and card.withdrawal),
    )
    return catalog, [*faults, *_same_number(cards)]


def document_reference(text: str) -> str:
    """The address that the author of a 关联 means: a path below content/, with .md or without."""
    path = text.strip().removeprefix("/").removeprefix("content/")
    return f"{path.removesuffix('.md').removesuffix('.html')}.html"


def _listings(
    documents: Iterable[Card], kind: TermKind, order: tuple[str, ...] | None
) -> tuple[Listing, ...]:
    names: dict[str, Term] = {}
    members: dict[str, list[Card]] = defaultdict(list)
    terms = kind.terms
    for document in documents:
        for term in terms(document):
            slug = term.slug
            names[slug] = term
            members[slug].append(document)
    slugs = sorted(members, reverse=True) if order is None else [s for s in order if s in members]
    return tuple(Listing(names[slug], tuple(members[slug])) for slug in slugs)


def _related(
    documents: Iterable[Card], existing: set[str]
) -> tuple[dict[str, tuple[Card, ...]], list[Fault]]:
    """The documents that refer to each other, both ways, the newest first."""
    by_address = {document.address: document for document in documents}
    linked: dict[str, set[str]] = defaultdict(set)
    faults = []
    for document in by_address.values():
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


def _neighbours(documents: Iterable[Card]) -> dict[str, Neighbours]:
    by_unit: dict[str, list[Card]] = defaultdict(list)
    for document in documents:
        if document.units:
            by_unit[document.units[0].slug].append(document)
    found: dict[str, Neighbours] = {}
    for members in by_unit.values():
        near = map(Neighbours, [None, *members[:-1]], [*members[1:], None])
        found.update(zip(map(attrgetter("address"), members), near, strict=True))
    return found


def _numbered(documents: Iterable[Card]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for document in documents:
        if document.number:
            for session in document.sessions:
                found[session.slug].setdefault(document.number, []).append(document.address)
    return {
        session: {number: tuple(addresses) for number, addresses in numbers.items()}
        for session, numbers in found.items()
    }


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


def _same_number(cards: Iterable[Card]) -> Iterable[Fault]:
    """Two replies of one unit to one number of one category and session are one too many."""
    first: dict[ReplyClaim, Card] = {}
    for card in cards:
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


def places_of_old_addresses(cards: Iterable[Card]) -> Places:
    """Where the old addresses (旧网址) stand that the site answers."""
    return {
        (old, card.path): alias.place
        for card in cards
        for alias in card.aliases
        if (old := redirect_address(alias.target))
    }


def claimed_twice(claims: Iterable[Claim], places: Places = _NO_PLACES) -> Iterable[Fault]:
    """Faults for each address that two sources claim, where an old address stands if one is it."""
    owners: dict[str, str] = {}
    for address, path in claims:
        owner = owners.setdefault(address, path)
        if owner == path:
            continue
        # An old address is what can give way, and what has a line.
        at, other = (path, owner)
        if (address, owner) in places and (address, path) not in places:
            at, other = owner, path
        line, column = places.get((address, at), _WHOLE_FILE)
        message = f"与 {other} 争用同一个网址 {address}"
        hint = "改动其中一个的文件名或旧网址"
        yield Fault(at, line, column, "duplicate-address", message, hint)


def may_clash(addresses: Iterable[str]) -> bool:
    """Whether of ``addresses`` one may be claimed twice or be in the way of another."""
    addresses = list(addresses)
    return len(addresses) > len(set(addresses)) or _may_be_hindered(addresses)


def hindered(claims: Iterable[Claim], places: Places = _NO_PLACES) -> Iterator[tuple[str, Fault]]:
    """Each address where no file can stand beside those of other claims, with its fault.

    That is one below a file (``a/b.pdf/c.html``), for a disk has a file there or a folder, and
    one that differs from another in case alone, for to Windows both are the same file.
    """
    claims = list(claims)
    if not _may_be_hindered([address for address, _ in claims]):
        return
    # Pages and attachments are in lower case, so that it is the old address that gives way.
    ordered = sorted(claims, key=lambda claim: claim[0] != claim[0].lower())
    first: dict[str, tuple[str, str]] = {}
    for claim in ordered:
        first.setdefault(claim[0].casefold(), claim)

    @cache
    def files_at(folder: str) -> tuple[tuple[str, str], ...]:
        """Claims to a file where ``folder`` or one around it is to be, the innermost first."""
        here = (first[folder],) if folder in first else ()
        return (*here, *files_at(folder.rpartition("/")[0])) if folder else ()

    for address, path in ordered:
        place = address.casefold()
        other, owner = first[place]
        if other != address:
            message = f"网址 {address} 与 {owner} 的网址 {other} 只差大小写，有的电脑上是同一个文件"
            yield address, _clash(path, places.get((address, path), _WHOLE_FILE), message)
        for other, owner in files_at(place.rpartition("/")[0]):
            message = f"网址 {address} 要用文件夹 {other}，而 {owner} 在那里有一个同名的文件"
            yield address, _clash(path, places.get((address, path), _WHOLE_FILE), message)


def _may_be_hindered(addresses: Collection[str]) -> bool:
    """Whether two of ``addresses`` differ in case alone, or one is a folder of another.

    Nearly always none does, and there are tens of thousands of them.
    """
    files = set("\0".join(addresses).casefold().split("\0"))
    folders = {folder for each in files if (folder := each.rpartition("/")[0])}
    above = {each for folder in folders for each in urls.folders_of(folder)}
    return len(files) < len(set(addresses)) or not files.isdisjoint(folders | above)


def _clash(path: str, place: Place, message: str) -> Fault:
    hint = "改动其中一个的文件名或旧网址"
    return Fault(path, place.line, place.column, "address-clash", message, hint)
