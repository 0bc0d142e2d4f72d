"""The plan of a publication: every product it shall have, what each reads, which job makes it.

Pure: the same catalog, memories and theme give the same plan.  Nothing is made here; a view is
only computed for a product that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter

from msgspec import Struct

from . import jsonprint, urls
from .accounting import matters_planned, promises_planned, statistics_planned
from .catalog import Catalog
from .fingerprint import NO_PRINT, joined
from .jobs import WithdrawalJob
from .matters import Matters
from .model import Card
from .opendata.columns import Filled
from .pages import FURNITURE, Frames
from .pages.data import FIRST_ROWS, data_page
from .pages.furniture import not_found_page, search_page, sitemap_page
from .pages.home import first_year, home_page, latest
from .pages.indexes import (
    ListPage,
    list_addresses,
    list_page,
    list_pages,
    notes,
    overview_page,
    overviews,
)
from .pages.pledges import SHOWN
from .pages.promises import open_promises
from .planned import Planned, Theming, own_page
from .promises import Promise, Promises
from .settings import Settings, Unit
from .sitemapxml import Changed
from .staleness import Trace
from .statistics import Figures, Statistics
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
        """Every product with its key, those of documents aside: lists, furniture, what accounts."""
        for card in self.catalog.withdrawn:
            yield card.path, self._withdrawn(card)
        yield from self._indexes()
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

    def _indexes(self) -> Iterator[tuple[str, Planned]]:
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
        template = templates["list.html"]
        for page in list_pages(self.catalog, self.settings.page_size):
            number, address = page.number, page.address
            # The first page of each list is its page 1 or, of a short one, its only page.
            if number <= 1:
                called = jsonprint.of(page.listing.term, page.kind.label, notes(page, self.units))
            # The term's own page tells more; numbered pages must not change with it.
            figures, owed = (None, ()) if number else self._accounts(page)
            total = None if number else (page.older_pages, len(page.listing.documents))
            trace = Trace.of(
                "list",
                _prints(page.cards),
                called,
                jsonprint.of(number, number == page.older_pages, total, page.years),
                jsonprint.of(owed[:SHOWN], len(owed)) if owed else NO_PRINT,
                jsonprint.of(figures) if figures else NO_PRINT,
                template,
                frame,
            )
            shown = page, figures, self.frames, self.units, owed
            yield address, own_page(trace, address, list_page, *shown)

    def _accounts(self, page: ListPage) -> tuple[Figures | None, tuple[Promise, ...]]:
        """What a term's own page accounts for: its figures, and the open promises of a unit."""
        figures = self.statistics.of(page.kind.slug, page.listing.term.slug)
        return figures, open_promises(page, self.promises)

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
            _prints(first),
            jsonprint.of(years),
            jsonprint.of([(each.table, each.records[:FIRST_ROWS]) for each in self.tables]),
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


_SHOWN = attrgetter("shown")


def _prints(cards: Collection[Card]) -> bytes:
    """What lists show of ``cards``."""
    return joined(map(_SHOWN, cards)) if cards else NO_PRINT


def addresses(catalog: Catalog, further: Iterable[str], page_size: int) -> frozenset[str]:
    """The addresses of all pages that bodies may link to, the ``further`` ones among them."""
    return frozenset(
        (
            *[card.address for card in catalog.documents],
            *[card.address for card in catalog.pages],
            *(overview.address for overview in overviews(catalog)),
            *list_addresses(catalog, page_size),
            *further,
            *FURNITURE,
        )
    )


def changes(catalog: Catalog, further: Iterable[str], page_size: int) -> list[Changed]:
    """Every page a search engine should know, with the day of its last change if known.

    ``further`` are those of :mod:`.accounting`.
    """
    own = [urls.HOME, urls.STATISTICS, urls.DATA, *[each.address for each in overviews(catalog)]]
    # The oldest documents come first, so that publishing changes the last part of a long map.
    return [
        *[(card.address, card.changed and card.changed.at.date()) for card in catalog.documents],
        *[(card.address, card.changed and card.changed.at.date()) for card in catalog.pages],
        *[(address, None) for address in (*own, *list_addresses(catalog, page_size), *further)],
    ]
