"""The plan of the pages that account for the handling as a whole: statistics, promises, matters."""

from __future__ import annotations

from collections.abc import Iterator

from . import cards, jsonprint, urls
from .catalog import Catalog
from .matters import Matter, Matters, role_of
from .pages import Frames
from .pages.matters import matter_page
from .pages.promises import by_year, promise_overview, promises_of_year_page, promises_page
from .pages.statistics import address_of, figures_page, statistics_page
from .planned import Planned, Theming, own_page
from .promises import Promises
from .staleness import Trace
from .statistics import Statistics

Products = Iterator[tuple[str, Planned]]
"""Products by key."""


def promises_planned(promises: Promises, theming: Theming, frames: Frames) -> Products:
    """The overview of all promises, and the page of each year's; none where nothing is promised."""
    templates, frame = theming.templates, theming.frame
    every = promises.every
    if not every:
        return
    shown = promise_overview(every)
    read = jsonprint.of(shown)
    trace = Trace.of("promises", read, templates["promises.html"], frame)
    yield (
        urls.PROMISES,
        own_page(trace, urls.PROMISES, promises_page, shown, frames),
    )
    for year, of_year in by_year(every).items():
        address = urls.promises_address(year)
        trace = Trace.of("promises", jsonprint.of(of_year), templates["promise-list.html"], frame)
        yield (
            address,
            own_page(trace, address, promises_of_year_page, year, of_year, frames),
        )


def statistics_planned(
    statistics: Statistics, catalog: Catalog, theming: Theming, frames: Frames
) -> Products:
    """The page of all terms' figures beside each other, and the page of each term's own."""
    templates, frame = theming.templates, theming.frame
    of_terms = tuple(statistics.of_terms())
    trace = Trace.of(
        "statistics",
        jsonprint.of(statistics.site, of_terms),
        templates["statistics.html"],
        frame,
    )
    yield (
        urls.STATISTICS,
        own_page(trace, urls.STATISTICS, statistics_page, statistics, frames),
    )
    listed = {
        (kind, listing.term.slug)
        for kind, listings in catalog.listings.items()
        for listing in listings
    }
    for figures in of_terms:
        is_listed = (figures.scope.kind, figures.scope.term.slug) in listed
        trace = Trace.of(
            "statistics", jsonprint.of(figures, is_listed), templates["figures.html"], frame
        )
        address = address_of(figures)
        yield (
            address,
            own_page(trace, address, figures_page, figures, is_listed, frames),
        )


def matters_planned(matters: Matters, theming: Theming, frames: Frames) -> Products:
    """The page of each matter."""
    for matter in matters.every:
        trace = Trace.of(
            "matter",
            jsonprint.of(told(matter)),
            theming.templates["matter.html"],
            theming.frame,
        )
        address = matter.address
        yield address, own_page(trace, address, matter_page, matter, frames)


def told(matter: Matter) -> object:
    """What pages show of a matter."""
    shown = [(role_of(card, matter), cards.shown(card)) for card in matter.documents]
    # Under which reply an opinion stands is part of it.
    places = [(reply.address, len(opinions)) for reply, opinions in matter.answers]
    return matter.address, matter.name, matter.category, matter.subject, places, shown


def addresses(promises: Promises, matters: Matters, statistics: Statistics) -> tuple[str, ...]:
    """The addresses of the pages planned here but that of all statistics, which every site has."""
    years = map(urls.promises_address, by_year(promises.every))
    overview = (urls.PROMISES,) if promises.every else ()
    return (
        *overview,
        *years,
        *(matter.address for matter in matters.every),
        *map(address_of, statistics.of_terms()),
    )
