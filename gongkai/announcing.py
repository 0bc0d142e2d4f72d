"""The products that tell machines of the site: for one with an address of its own, and its data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec import Struct

from . import jsonprint, machinefiles, planning, urls
from .catalog import Catalog
from .feeds import Feed, FeedWriter, feeds
from .fingerprint import joined, of_bytes
from .opendata import files
from .opendata.columns import Filled
from .opendata.package import package
from .opendata.tables import csv_bytes, json_bytes
from .settings import Settings
from .sitemapxml import SiteMap, sitemaps
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
    filled = [each for each in tables if each.told]
    described = package(settings.site, settings.data, years, [each.table for each in filled])
    found = {files.PACKAGE: _written("package", [(files.PACKAGE, described)])}
    for each in filled:
        trace = Trace.of("table", jsonprint.of(each.told))
        found[files.whole_json(each.table)] = Ready(trace, partial(_records, each))
        found[files.whole_csv(each.table)] = Ready(trace, partial(_spreadsheet, each))
    return found


def _records(filled: Filled) -> tuple[Output, ...]:
    return _outputs([(files.whole_json(filled.table), json_bytes(filled.records()))])


def _spreadsheet(filled: Filled) -> tuple[Output, ...]:
    return _outputs([(files.whole_csv(filled.table), csv_bytes(filled.table, filled.records()))])


def announcements(catalog: Catalog, further: Sequence[str], settings: Settings) -> dict[str, Ready]:
    """sitemap.xml, robots.txt, the OpenSearch description and the feeds; none without a base_url.

    ``further`` are pages beside those of the catalog.
    """
    site = settings.site
    if not site.base_url:
        return {}
    writer, identity = FeedWriter(site), jsonprint.of(site)
    found = {}
    for feed in feeds(catalog, site):
        entries = of_bytes(feed.documents.told)
        trace = Trace.of("feed", entries, jsonprint.of(feed.title, feed.page), identity)
        found[feed.address] = Ready(trace, partial(_feed, writer, feed))
    for part in sitemaps(planning.changes(catalog, further, settings.page_size)):
        trace = Trace.of("sitemap", jsonprint.of(site.base_url, part))
        found[part.address] = Ready(trace, partial(_map, site.base_url, part))
    return {
        **found,
        urls.ROBOTS: _written("robots", [(urls.ROBOTS, machinefiles.robots(site.base_url))]),
        urls.OPENSEARCH: _written("opensearch", [(urls.OPENSEARCH, machinefiles.opensearch(site))]),
    }


def _feed(writer: FeedWriter, feed: Feed) -> tuple[Output, ...]:
    return _outputs([(feed.address, writer.atom(feed))])


def _map(base_url: str, part: SiteMap) -> tuple[Output, ...]:
    return _outputs([(part.address, part.file(base_url))])


def _written(kind: str, files: Iterable[tuple[str, bytes]]) -> Ready:
    """A product whose files are quicker to write than what they read is to fingerprint."""
    outputs = _outputs(files)
    return Ready(Trace.of(kind, joined(of_bytes(each.data) for each in outputs)), lambda: outputs)


def _outputs(files: Iterable[tuple[str, bytes]]) -> tuple[Output, ...]:
    return tuple(Output(address, data, Stage.LIST) for address, data in files)
