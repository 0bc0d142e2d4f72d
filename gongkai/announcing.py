"""The products that tell machines of the site: for one with an address of its own, and its data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct
from msgspec.json import encode

from . import fingerprint, machinefiles, planning, urls
from .catalog import Catalog
from .feeds import Feed, FeedWriter, feeds, told
from .fingerprint import joined
from .opendata import files
from .opendata.columns import Filled
from .opendata.package import package
from .settings import Settings
from .sitemapxml import sitemaps
from .staging import Output, Stage
from .staleness import Trace
from .taxonomy import YEARS


class Ready(Struct, frozen=True):
    """A product that needs no job: its trace, and its files, written when they are asked for."""

    trace: Trace
    outputs: Callable[[], tuple[Output, ...]]


def open_data(catalog: Catalog, tables: Iterable[Filled], settings: Settings) -> dict[str, Ready]:
    """The tables of the whole site, and what describes its data; nothing without documents."""
    years = [listing.term.slug for listing in reversed(catalog.listings[YEARS.slug])]
    if not years:
        return {}
    filled = [each for each in tables if each.records]
    described = package(settings.site, settings.data, years, [each.table for each in filled])
    written = chain.from_iterable(map(files.of_table, filled))
    return {
        **{address: _written("table", [(address, data)]) for address, data in written},
        files.PACKAGE: _written("package", [(files.PACKAGE, described)]),
    }


def announcements(catalog: Catalog, further: Sequence[str], settings: Settings) -> dict[str, Ready]:
    """sitemap.xml, robots.txt, the OpenSearch description and the feeds; none without a base_url.

    ``further`` are pages beside those of the catalog.
    """
    site = settings.site
    if not site.base_url:
        return {}
    writer, identity = FeedWriter(site), fingerprint.of(site)
    found = {}
    for feed in feeds(catalog, site):
        entries = fingerprint.of_bytes(encode([told(card) for card in feed.documents]))
        trace = Trace.of("feed", entries, fingerprint.of(feed.title, feed.page), identity)
        found[feed.address] = Ready(trace, partial(_feed, writer, feed))
    maps = tuple(sitemaps(site.base_url, planning.changes(catalog, further, settings.page_size)))
    return {
        **found,
        urls.SITEMAP_XML: _written("sitemap", maps),
        urls.ROBOTS: _written("robots", [(urls.ROBOTS, machinefiles.robots(site.base_url))]),
        urls.OPENSEARCH: _written("opensearch", [(urls.OPENSEARCH, machinefiles.opensearch(site))]),
    }


def _feed(writer: FeedWriter, feed: Feed) -> tuple[Output, ...]:
    return (Output(feed.address, writer.atom(feed), Stage.LIST),)


def _written(kind: str, files: Iterable[tuple[str, bytes]]) -> Ready:
    """A product whose files are quicker to write than what they read is to fingerprint."""
    outputs = tuple(Output(address, data, Stage.LIST) for address, data in files)
    prints = [fingerprint.of_bytes(output.data) for output in outputs]
    return Ready(Trace.of(kind, joined(prints)), lambda: outputs)
