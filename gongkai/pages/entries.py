"""Cards and terms as they stand in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from .. import urls
from ..cards import SEPARATOR
from ..catalog import Catalog, Listing, Neighbours
from ..deck import Deck
from ..model import Card
from ..settings import Unit
from ..taxonomy import KINDS, UNITS, TermKind
from ..views import Entry, Link, LinkGroup, TermCount, TermGroup

_KEPT = 4096
"""How many entries are kept: more than pages show that are made one after another."""


class Entries:
    """The documents of one catalog as they stand in its lists.

    Each stands in some six lists.  Pages that show the same documents are made one after another,
    so that an entry is made but once for all of them that lie equally deep.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[int, str], Entry] = {}

    def of(self, documents: Deck, address: str) -> tuple[Entry, ...]:
        """``documents`` on the page of a list at ``address``, the last first."""
        made = self._made
        if len(made) > _KEPT:
            made.clear()
        # No document lies in a folder of lists (urls.RESERVED).
        up = "../" * address.count("/")
        rows, found = documents.rows, []
        for place in reversed(range(len(rows))):
            key = rows[place], up
            if key not in made:
                card = documents[place]
                made[key] = _entry(card, up + card.address)
            found.append(made[key])
        return tuple(found)


def entry(document: Card, origin: str) -> Entry:
    """``document`` in a list on the page at ``origin``."""
    return _entry(document, urls.relative(origin, document.address))


def _entry(document: Card, href: str) -> Entry:
    return Entry(
        href=href,
        title=document.title,
        number=document.number,
        unit=document.unit,
        category=document.category.name if document.category else "",
        year=document.year,
        date=document.published.day if document.published else "",
        iso_date=document.published.iso if document.published else "",
        outcome=document.outcome,
    )


class Near(Struct, frozen=True):
    """The documents before and after one, as they stand on its page."""

    previous: Entry | None = None
    next: Entry | None = None


def near(neighbours: Neighbours, origin: str) -> Near:
    """``neighbours`` on the page at ``origin``."""
    return Near(*(document and entry(document, origin) for document in neighbours))


def entries(documents: Iterable[Card], origin: str) -> tuple[Entry, ...]:
    """``documents`` in the order given."""
    return tuple(entry(document, origin) for document in documents)


def former_names(unit: Unit | None) -> str:
    """``曾用名：甲（至2009年8月31日）、乙（至2019年1月20日）`` or nothing."""
    if unit is None or not unit.former_names:
        return ""
    names = (
        f"{former.name}（至{former.until.year}年{former.until.month}月{former.until.day}日）"
        for former in unit.former_names
    )
    return f"曾用名：{SEPARATOR.join(names)}"


def term_counts(
    kind: TermKind, listings: Iterable[Listing], origin: str, units: Mapping[str, Unit]
) -> tuple[TermCount, ...]:
    """The terms of ``kind`` with the number of their documents; ``units`` are keyed by slug."""
    return tuple(
        TermCount(
            name=listing.term.name,
            href=urls.relative(origin, urls.term_address(kind.slug, listing.term.slug)),
            count=len(listing.documents),
            note=former_names(units.get(listing.term.slug)) if kind is UNITS else "",
        )
        for listing in listings
    )


def term_groups(
    catalog: Catalog,
    origin: str,
    units: Mapping[str, Unit],
    kinds: Iterable[TermKind] = KINDS,
) -> tuple[TermGroup, ...]:
    """Those of ``kinds`` that have terms, with them all."""
    return tuple(
        TermGroup(
            label=kind.label,
            href=urls.relative(origin, urls.overview_address(kind.slug)),
            terms=term_counts(kind, catalog.listings[kind.slug], origin, units),
        )
        for kind in kinds
        if catalog.listings[kind.slug]
    )


def link_groups(catalog: Catalog, origin: str) -> tuple[LinkGroup, ...]:
    """Every kind that has terms, with links to them all and no counts."""
    return tuple(
        LinkGroup(
            kind.label,
            urls.relative(origin, urls.overview_address(kind.slug)),
            tuple(
                Link(
                    listing.term.name,
                    urls.relative(origin, urls.term_address(kind.slug, listing.term.slug)),
                )
                for listing in catalog.listings[kind.slug]
            ),
        )
        for kind in KINDS
        if catalog.listings[kind.slug]
    )
