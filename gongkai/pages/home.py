"""The home page: how much the site holds, what is newest, and the ways to everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from urllib.parse import quote

from .. import urls
from ..catalog import Catalog
from ..deck import Deck
from ..feeds import ALL
from ..settings import Unit
from ..taxonomy import CATEGORIES, SESSIONS, TOPICS, UNITS, YEARS, TermKind
from ..views import HomeView, Link
from .entries import entries, term_counts, term_groups
from .frame import HOME_NAME, Frames, Page

_LATEST = 12
_EXAMPLES = 3

SHOWN = (CATEGORIES, TOPICS)
"""The indexes whose terms stand on the home page; years stand there as a row of their own."""

LINKED = (UNITS, SESSIONS)
"""The indexes that grow long, to whose overview the home page leads."""


def home_page(catalog: Catalog, frames: Frames, units: Mapping[str, Unit]) -> Page:
    """The home page; ``units`` are keyed by slug."""
    years = term_counts(YEARS, catalog.listings[YEARS.slug], urls.HOME, units)
    view = HomeView(
        documents=len(catalog.documents),
        units=len(catalog.listings[UNITS.slug]),
        first_year=first_year(catalog),
        examples=tuple(map(_search, islice(example_searches(catalog), _EXAMPLES))),
        years=years[::-1],
        latest=entries(latest(catalog), urls.HOME),
        groups=term_groups(catalog, urls.HOME, units, SHOWN),
        others=tuple(_overview(catalog, kind) for kind in LINKED if catalog.listings[kind.slug]),
    )
    feed = ALL if catalog.documents else ""
    return frames.page(urls.HOME, "home", HOME_NAME, view, feed=feed)


def latest(catalog: Catalog) -> Deck:
    """The documents on the home page, newest first."""
    return catalog.documents[: -_LATEST - 1 : -1]


def first_year(catalog: Catalog) -> int:
    """The earliest year of a document; 0 when there is none."""
    years, codes = catalog.documents.column(lambda drawer: drawer.years)
    return min((years[code] for code in {*codes.tolist()}), default=0)


def example_searches(catalog: Catalog) -> Iterator[str]:
    """Queries that find one of the newest documents, of different kinds, each once.

    A word that is a topic and stands in a title, a unit, a number; then further units.
    """
    newest = latest(catalog)
    topics = sorted(catalog.listings[TOPICS.slug], key=lambda topic: -len(topic.documents))
    titles = [document.title for document in newest]
    words = (t.term.name for t in topics if any(t.term.name in title for title in titles))
    names = [unit.name for document in newest for unit in document.units]
    numbers = (document.number for document in newest if document.number)
    first = (next(words, ""), *names[:1], next(numbers, ""))
    return _distinct((*first, *names[1:]))


def _distinct(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in dict.fromkeys(texts) if text)


def _search(query: str) -> Link:
    return Link(query, f"{urls.relative(urls.HOME, urls.SEARCH)}?q={quote(query)}")


def _overview(catalog: Catalog, kind: TermKind) -> Link:
    """``全部 42 个单位`` with the page that lists them."""
    count = len(catalog.listings[kind.slug])
    text = f"全部 {count} 个{kind.label}"
    return Link(text, urls.relative(urls.HOME, urls.overview_address(kind.slug)))
