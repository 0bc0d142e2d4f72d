"""The index pages: one list for every term, and one page for all terms of a kind.

Lists are paged from the oldest, so that a cited page never shifts: page ``k`` holds the
``k``-th run of ``page_size`` documents for ever, and the term's own page holds the rest, which
is at least one run and less than two (all of them while there are fewer than two runs).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from .. import urls
from ..catalog import Catalog, Listing
from ..dates import UNDATED, Moment
from ..deck import Deck
from ..feeds import term_feed
from ..model import Term
from ..promises import Promise
from ..settings import Unit
from ..statistics import Figures
from ..taxonomy import KINDS, UNITS, TermKind
from ..views import Link, ListView, TermCount, TermsView
from .entries import Entries, former_names, term_counts
from .frame import Frames, Page
from .pledges import SHOWN, promise_entries
from .records import record
from .statistics import address_of


class Overview(Struct, frozen=True):
    """The page of all terms of a kind, before it is made."""

    kind: TermKind
    listings: tuple[Listing, ...]

    @property
    def address(self) -> str:
        """Where the page goes."""
        return urls.overview_address(self.kind.slug)


class YearStart(Struct, frozen=True):
    """The page of a list, by its number, on which the ``count`` documents of a year begin."""

    year: int
    count: int
    page: int


class ListPage(Struct, frozen=True):
    """One page of a term's list, before it is made; ``number`` is 0 for the term's own page.

    ``cards`` are the documents on it, oldest first; ``older_pages`` is how many numbered pages
    the list has.  ``years`` are those of the whole list, the latest first, and empty on a
    numbered page, which must not change with them.
    """

    kind: TermKind
    listing: Listing
    number: int
    older_pages: int
    cards: Deck
    years: tuple[YearStart, ...] = ()

    @property
    def address(self) -> str:
        """Where the page goes."""
        return self.address_of(self.number)

    def address_of(self, number: int) -> str:
        """Where page ``number`` of the same list goes."""
        return urls.term_address(self.kind.slug, self.listing.term.slug, number or None)


def overviews(catalog: Catalog) -> Iterator[Overview]:
    """The overview of every kind that has terms."""
    for kind in KINDS:
        if catalog.listings[kind.slug]:
            yield Overview(kind, catalog.listings[kind.slug])


def numbered_page(kind: TermKind, listing: Listing, number: int, page_size: int) -> ListPage:
    """One of the numbered pages of a list, which count from 1, the oldest."""
    run = listing.documents[(number - 1) * page_size : number * page_size]
    return ListPage(kind, listing, number, older_pages(listing, page_size), run)


def own_page_of(kind: TermKind, listing: Listing, page_size: int) -> ListPage:
    """The term's own page, with the newest documents of its list."""
    cards, older = listing.documents, older_pages(listing, page_size)
    years = tuple(_years(cards, older, page_size))
    return ListPage(kind, listing, 0, older, cards[older * page_size :], years)


def list_addresses(catalog: Catalog, page_size: int) -> Iterator[str]:
    """The address of every page of every list, the newest of each last."""
    for kind in KINDS:
        for listing in catalog.listings[kind.slug]:
            numbers = range(1, older_pages(listing, page_size) + 1)
            for number in (*numbers, None):
                yield urls.term_address(kind.slug, listing.term.slug, number)


def older_pages(listing: Listing, page_size: int) -> int:
    """How many numbered pages a list has."""
    return max(0, len(listing.documents) // page_size - 1)


def _years(cards: Deck, older: int, page_size: int) -> Iterator[YearStart]:
    """Where each year of publication begins, for who reads from the newest to the oldest."""
    end = len(cards)
    while end and (year := _year(cards.rank(end - 1))):
        start = bisect_left(range(end), Moment(datetime(year, 1, 1)).rank, key=cards.rank)
        page = (end - 1) // page_size + 1
        yield YearStart(year, end - start, page if page <= older else 0)
        end = start


def _year(rank: int) -> int:
    """The year of publication; 0 for a draft without a date."""
    return 0 if rank == UNDATED else Moment.of_rank(rank).at.year


def overview_title(kind: TermKind) -> str:
    """The name of the page of all terms of a kind."""
    return f"按{kind.label}浏览"


def overview_page(
    overview: Overview, has_figures: bool, frames: Frames, units: Mapping[str, Unit]
) -> Page:
    """The page of all terms of a kind; ``units`` are keyed by slug.

    ``has_figures`` says whether terms of the kind have figures.
    """
    title = overview_title(overview.kind)
    terms = term_counts(overview.kind, overview.listings, overview.address, units)
    table = f"{urls.STATISTICS}#{overview.kind.slug}"
    statistics = urls.relative(overview.address, table) if has_figures else ""
    return frames.page(overview.address, "terms", title, TermsView(title, terms, statistics))


def notes(kind: TermKind, term: Term, units: Mapping[str, Unit]) -> tuple[str, ...]:
    """Sentences about the term of a list: the former names of a unit."""
    former = former_names(units.get(term.slug)) if kind is UNITS else ""
    return (former,) if former else ()


def list_page(
    page: ListPage,
    figures: Figures | None,
    frames: Frames,
    units: Mapping[str, Unit],
    *,
    entries: Entries,
    owed: Sequence[Promise] = (),
) -> Page:
    """One page of a list; ``units`` are keyed by slug, ``entries`` those of its catalog.

    ``figures`` are those of its term, to be shown on its own page; ``owed`` are the open promises
    of its unit.
    """
    term, address, number = page.listing.term, page.address, page.number

    def to(other: int) -> str:
        return urls.relative(address, page.address_of(other))

    newer = 0 if number == page.older_pages else number + 1
    older = number - 1 if number else page.older_pages
    view = ListView(
        heading=term.name,
        kind=page.kind.label,
        total=None if number else len(page.listing.documents),
        notes=notes(page.kind, term, units),
        years=_year_links(page),
        entries=entries.of(page.cards, address),
        number=number,
        newest=to(0) if number else "",
        newer=to(newer) if number else "",
        older=to(older) if older else "",
        pages=() if number else _all_pages(page),
        promises=promise_entries(owed[:SHOWN], address),
        promises_total=len(owed),
        promises_href=urls.relative(address, urls.PROMISES) if owed else "",
        record=record(figures, urls.relative(address, address_of(figures))) if figures else None,
    )
    trail = [(overview_title(page.kind), urls.overview_address(page.kind.slug))]
    if number:
        trail.append((term.name, page.address_of(0)))
    title = f"{term.name}（第 {number} 页）" if number else term.name
    feed = term_feed(page.kind.slug, term.slug)
    return frames.page(address, "list", title, view, trail=trail, feed=feed)


def _all_pages(page: ListPage) -> tuple[Link, ...]:
    """All pages of a list for its own page: the newest first, without a link to itself."""
    if not page.older_pages:
        return ()
    older = (
        Link(f"第 {number} 页", urls.relative(page.address, page.address_of(number)))
        for number in range(page.older_pages, 0, -1)
    )
    return (Link("最新"), *older)


def _year_links(page: ListPage) -> tuple[TermCount, ...]:
    """The years of a list with the places where they begin; none where there is no choice."""
    if len(page.years) < 2:
        return ()
    return tuple(
        TermCount(f"{start.year}年", _year_place(page, start), start.count) for start in page.years
    )


def _year_place(page: ListPage, start: YearStart) -> str:
    there = urls.relative(page.address, page.address_of(start.page)) if start.page else ""
    return f"{there}#y{start.year}"
