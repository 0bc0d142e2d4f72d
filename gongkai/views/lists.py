"""The pages that lead to documents: home, lists, overviews, site map, search."""

from __future__ import annotations

from msgspec import Struct

from .figures import RecordView
from .frame import Link
from .promises import PromiseEntry


class Entry(Struct, frozen=True, array_like=True):
    """A document in a list; ``date`` is the day for readers, ``iso_date`` for machines."""

    href: str
    title: str
    number: str
    unit: str
    category: str
    year: int
    date: str
    iso_date: str
    outcome: str


class TermCount(Struct, frozen=True):
    """A term of an index with the number of its documents; ``note`` names a unit's former names."""

    name: str
    href: str
    count: int
    note: str = ""


class TermGroup(Struct, frozen=True):
    """All terms of one kind of index, and the page that lists them."""

    label: str
    href: str
    terms: tuple[TermCount, ...]


class HomeView(Struct, frozen=True):
    """home.html: totals, the newest documents, and the ways into every index.

    ``examples`` are searches that find something, ``years`` the terms of that index, the earliest
    first.  ``groups`` are the indexes whose terms are shown, ``others`` lead to the rest.
    """

    documents: int
    units: int
    first_year: int
    examples: tuple[Link, ...]
    years: tuple[TermCount, ...]
    latest: tuple[Entry, ...]
    groups: tuple[TermGroup, ...]
    others: tuple[Link, ...]


class ListView(Struct, frozen=True):
    """list.html: one page of the documents of one term, newest first.

    The newest documents stand on the term's own page, older ones on pages numbered from the
    oldest.  An older page never changes when a reply is published, so it tells neither the total
    (``None``) nor the other pages (empty); ``newest`` leads to the term's own page and is empty
    on it.  ``older`` and ``newer`` lead to the neighbouring pages.  ``number`` is the page's, or
    0 on the term's own.  ``notes`` are sentences about the term (a unit's former names).
    ``years`` lead to where each year of publication begins, newest first; like ``pages`` they are
    empty on an older page, and where there is one year only.
    ``promises`` are the first of a unit's ``promises_total`` open ones, on its own page alone;
    ``promises_href`` leads to the page of all promises.
    ``record`` stands on the own page of terms that have figures, and there alone.
    """

    heading: str
    kind: str
    total: int | None
    notes: tuple[str, ...]
    years: tuple[TermCount, ...]
    entries: tuple[Entry, ...]
    number: int
    newest: str
    newer: str
    older: str
    pages: tuple[Link, ...]
    promises: tuple[PromiseEntry, ...]
    promises_total: int
    promises_href: str
    record: RecordView | None


class TermsView(Struct, frozen=True):
    """terms.html: all terms of one kind; ``statistics`` leads to their figures, or is empty."""

    heading: str
    terms: tuple[TermCount, ...]
    statistics: str


class SitemapView(Struct, frozen=True):
    """sitemap.html: the pages of the site itself, and every index page."""

    pages: tuple[Link, ...]
    groups: tuple[TermGroup, ...]


class LinkGroup(Struct, frozen=True):
    """All terms of one kind of index without counts, for pages that publishing must not change."""

    label: str
    href: str
    links: tuple[Link, ...]


class SearchView(Struct, frozen=True):
    """search.html: the ways to every index page, for readers without JavaScript."""

    groups: tuple[LinkGroup, ...]
