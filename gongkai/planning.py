"""The plan of a publication: every product it shall have, what each reads, which job makes it.

Pure: the same catalog, memories and theme give the same plan.  Nothing is made here; a view is
only computed for a product that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat

from msgspec import Struct

from . import jsonprint, urls
from .accounting import matters_planned, promises_planned, statistics_planned
from .catalog import Catalog
from .deck import Deck
from .fingerprint import NO_PRINT, joined, of_bytes
from .jobs import WithdrawalJob
from .matters import Matters
from .model import Card
from .opendata.columns import Filled
from .pages import FURNITURE, Frames
from .pages.data import FIRST_ROWS, data_page
from .pages.furniture import not_found_page, search_page, sitemap_page
from .pages.home import first_year, home_page, latest
from .pages.indexes import (
    list_addresses,
    overview_page,
    overviews,
)
from .planned import Planned, Theming, own_page
from .promises import Promises
from .settings import Settings, Unit
from .sitemapxml import Changes
from .staleness import Trace
from .statistics import Statistics
from .taxonomy import KINDS, YEARS


class Plan(Struct, frozen=True):
    """Plans one publication.

    ``units`` are keyed by slug.
    """

    catalog: Catalog
    settings: Settings
    units: Mapping[str, Unit]
    frames: Frames
    theming: Theming
    promises: Promises
    statistics: Statistics
    matters: Matters
    tables: tuple[Filled, ...]

    def products_planned(self) -> Iterator[tuple[str, Planned]]:
        """Every product with its key, documents and lists aside: furniture, what accounts."""
        for card in self.catalog.withdrawn:
            yield card.path, self._withdrawn(card)
        yield from self._overviews()
        yield from promises_planned(self.promises, self.theming, self.frames)
        yield from matters_planned(self.matters, self.theming, self.frames)
        yield from statistics_planned(self.statistics, self.catalog, self.theming, self.frames)
        yield from self._furniture()

    def _withdrawn(self, card: Card) -> Planned:
        names = ["withdrawn.html", *(["redirect.html"] if card.aliases else [])]
        trace = Trace.of(
            "withdrawn",
            jsonprint.of(card.withdrawal, card.aliases),
            joined(self.theming.templates[name] for name in names),
            self.theming.frame,
        )
        return Planned(trace, lambda: WithdrawalJob(card))

    def _overviews(self) -> Iterator[tuple[str, Planned]]:
        templates, frame = self.theming.templates, self.theming.frame
        for overview in overviews(self.catalog):
            address, kind = overview.address, overview.kind.slug
            has_figures = bool(self.statistics.terms.get(kind))
            trace = Trace.of(
                "overview",
                self._counts([kind]),
                jsonprint.of(has_figures),
                templates["terms.html"],
                frame,
            )
            arguments = overview, has_figures, self.frames, self.units
            yield address, own_page(trace, address, overview_page, *arguments)

    def _furniture(self) -> Iterator[tuple[str, Planned]]:
        catalog, frames, units = self.catalog, self.frames, self.units
        templates, frame = self.theming.templates, self.theming.frame
        counts = self._counts(kind.slug for kind in KINDS)
        terms = self._terms()
        pages = jsonprint.of([(page.title, page.address) for page in catalog.pages])
        totals = jsonprint.of(len(catalog.documents), first_year(catalog))
        newest = _prints(latest(catalog))
        home = Trace.of("home", totals, newest, counts, templates["home.html"], frame)
        yield urls.HOME, own_page(home, urls.HOME, home_page, catalog, frames, units)
        sitemap = Trace.of("links", counts, pages, templates["sitemap.html"], frame)
        yield urls.SITEMAP, own_page(sitemap, urls.SITEMAP, sitemap_page, catalog, frames, units)
        yield urls.DATA, self._data()
        search = Trace.of("links", terms, pages, templates["search.html"], frame)
        yield urls.SEARCH, own_page(search, urls.SEARCH, search_page, catalog, frames)
        kinds = jsonprint.of([kind.slug for kind in KINDS if catalog.listings[kind.slug]])
        absent = Trace.of("links", kinds, pages, templates["404.html"], frame)
        yield urls.NOT_FOUND, own_page(absent, urls.NOT_FOUND, not_found_page, catalog, frames)

    def _data(self) -> Planned:
        """The page of open data: its sample is the beginning of a file that is seldom begun anew."""
        listings = self.catalog.listings[YEARS.slug]
        first = listings[0].documents[:FIRST_ROWS] if listings else ()
        years = tuple(listing.term.slug for listing in listings)
        trace = Trace.of(
            "data-page",
            _prints(listings[0].documents[:FIRST_ROWS]) if listings else NO_PRINT,
            jsonprint.of(years),
            jsonprint.of([(each.table, each.records(FIRST_ROWS)) for each in self.tables]),
            jsonprint.of(self.settings.data),
            self.theming.templates["data.html"],
            self.theming.frame,
        )
        shown = years, first, self.tables, self.settings.data
        return own_page(trace, urls.DATA, data_page, *shown, self.frames)

    def _counts(self, kinds: Iterable[str]) -> bytes:
        return jsonprint.of(
            [
                (kind, listing.term, len(listing.documents), self._former(kind, listing.term.slug))
                for kind in kinds
                for listing in self.catalog.listings[kind]
            ]
        )

    def _terms(self) -> bytes:
        return jsonprint.of(
            [
                (kind.slug, listing.term)
                for kind in KINDS
                for listing in self.catalog.listings[kind.slug]
            ]
        )

    def _former(self, kind: str, slug: str) -> object:
        return self.units[slug].former_names if kind == "units" and slug in self.units else ()


def _prints(cards: Deck) -> bytes:
    """What lists show of ``cards``."""
    return of_bytes(cards.shown) if cards else NO_PRINT


def addresses(catalog: Catalog, further: Iterable[str], page_size: int) -> frozenset[str]:
    """The addresses of all pages that bodies may link to, the ``further`` ones among them."""
    return frozenset(
        (
            *catalog.documents.addresses,
            *catalog.pages.addresses,
            *(overview.address for overview in overviews(catalog)),
            *list_addresses(catalog, page_size),
            *further,
            *FURNITURE,
        )
    )


def changes(catalog: Catalog, further: Iterable[str], page_size: int) -> Changes:
    """Every page a search engine should know, with the day of its last change if known.

    ``further`` are those of :mod:`.accounting`.
    """
    own = [urls.HOME, urls.STATISTICS, urls.DATA, *[each.address for each in overviews(catalog)]]
    undated = [*own, *list_addresses(catalog, page_size), *further]
    # The oldest documents come first, so that publishing changes the last part of a long map.
    decks = catalog.documents, catalog.pages
    return Changes(
        [*chain.from_iterable(deck.addresses for deck in decks), *undated],
        [
            *chain.from_iterable(deck.each(lambda drawer: drawer.days, str) for deck in decks),
            *repeat("", len(undated)),
        ],
    )
