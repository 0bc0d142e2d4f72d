"""The plan of the lists: of each the numbered pages, which are many and seldom change, and its own.

The traces of numbered pages are put together list by list, as those of documents are by folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from . import jsonprint, urls
from .catalog import Catalog, Listing
from .columns import folder_of
from .fingerprint import NO_PRINT, WIDTH, of_bytes
from .jobs import PageJob
from .pages import Frames
from .pages.entries import Entries
from .pages.indexes import list_page, notes, numbered_page, older_pages, own_page_of
from .pages.pledges import SHOWN
from .pages.promises import open_promises
from .planned import Planned, Theming, own_page
from .promises import Promises
from .settings import Unit
from .staleness import Trace
from .statistics import Statistics
from .taxonomy import KINDS, TermKind
from .traces import TraceColumn

_NOT_ACCOUNTED = 2 * NO_PRINT
"""Of promises and figures a numbered page tells nothing, for it must not change with them."""


class ListPlan(Struct, frozen=True):
    """Plans the pages of the lists of ``catalog``; ``units`` are keyed by slug.

    ``entries`` are those of the catalog.
    """

    catalog: Catalog
    page_size: int
    units: Mapping[str, Unit]
    entries: Entries
    frames: Frames
    theming: Theming
    promises: Promises
    statistics: Statistics

    def numbered_pages(self) -> dict[str, TraceColumn]:
        """The traces of all numbered pages; those of one list lie in a folder."""
        columns = (self._numbered(kind, listing) for kind, listing in self._lists())
        return {folder_of(column.keys[0]): column for column in columns if column.keys}

    def jobs(self, addresses: Iterable[str]) -> Iterator[PageJob]:
        """The jobs that make the numbered pages at ``addresses``.

        Those that show the same documents come one after another.
        """
        lists = {f"{kind.slug}/{each.term.slug}": (kind, each) for kind, each in self._lists()}
        numbers = ((*_slugs_and_number(address), address) for address in addresses)
        in_time = sorted(
            (lists[slugs][1].documents.rank(number * self.page_size - 1), address, slugs, number)
            for slugs, number, address in numbers
        )
        for _, address, slugs, number in in_time:
            page = numbered_page(*lists[slugs], number, self.page_size)
            made = list_page(page, None, self.frames, self.units, entries=self.entries)
            yield PageJob(address, made)

    def own_pages(self) -> Iterator[tuple[str, Planned]]:
        """The terms' own pages, by address."""
        for kind, listing in self._lists():
            page = own_page_of(kind, listing, self.page_size)
            figures = self.statistics.of(kind.slug, listing.term.slug)
            owed = open_promises(page, self.promises)
            trace = Trace.of(
                "list",
                of_bytes(page.cards.shown),
                self._called(kind, listing),
                jsonprint.of(page.older_pages, len(listing.documents), page.years),
                jsonprint.of(owed[:SHOWN], len(owed)) if owed else NO_PRINT,
                jsonprint.of(figures) if figures else NO_PRINT,
                self._themed,
            )
            arguments = page, figures, self.frames, self.units
            named = {"entries": self.entries, "owed": owed}
            yield page.address, own_page(trace, page.address, list_page, *arguments, **named)

    def _numbered(self, kind: TermKind, listing: Listing) -> TraceColumn:
        """The traces of the numbered pages of a list, in the order of their addresses."""
        older, width = older_pages(listing, self.page_size), self.page_size * WIDTH
        numbers = sorted(range(1, older + 1), key=str)
        shown = listing.documents[: older * self.page_size].shown
        rest = _NOT_ACCOUNTED + self._themed
        called = self._called(kind, listing)
        return TraceColumn(
            "list",
            tuple([urls.term_address(kind.slug, listing.term.slug, each) for each in numbers]),
            b"".join(
                [
                    of_bytes(shown[(each - 1) * width : each * width])
                    + called
                    + _paging(each, each == older)
                    + rest
                    for each in numbers
                ]
            ),
        )

    def _lists(self) -> Iterator[tuple[TermKind, Listing]]:
        """Every list with its kind."""
        for kind in KINDS:
            for listing in self.catalog.listings[kind.slug]:
                yield kind, listing

    def _called(self, kind: TermKind, listing: Listing) -> bytes:
        return jsonprint.of(listing.term, kind.label, notes(kind, listing.term, self.units))

    @property
    def _themed(self) -> bytes:
        return self.theming.templates["list.html"] + self.theming.frame


def _slugs_and_number(address: str) -> tuple[str, int]:
    """The list that a numbered page is of, and its number."""
    slugs, _, name = address.rpartition("/")
    return slugs, int(name.removesuffix(".html"))


@cache
def _paging(number: int, is_last: bool) -> bytes:
    """Where a numbered page stands among those of its list."""
    return jsonprint.of(number, is_last)
