"""The products that tell machines of the site: for one with an address of its own, and its data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from . import fingerprint, machinefiles, planning, urls
from .catalog import Catalog
from .feeds import FeedWriter, feeds
from .opendata import files
from .opendata.columns import Filled
from .opendata.package import package
from .output import Output, Stage
from .settings import Settings
from .sitemapxml import sitemaps
from .staleness import Trace
from .taxonomy import YEARS

Ready = tuple[Trace, tuple[Output, ...]]
"""A product that is at hand: its trace and its files."""


def open_data(catalog: Catalog, tables: Iterable[Filled], settings: Settings) -> dict[str, Ready]:
    """The tables of the whole site, and what describes its data; nothing without documents."""
    years = [listing.term.slug for listing in reversed(catalog.listings[YEARS.slug])]
    if not years:
        return {}
    filled = [each for each in tables if each.records]
    described = package(settings.site, settings.data, years, [each.table for each in filled])
    written = chain.from_iterable(map(files.of_table, filled))
    return {
        **{address: _ready("table", (address, data)) for address, data in written},
        files.PACKAGE: _ready("package", (files.PACKAGE, described)),
    }


def announcements(catalog: Catalog, further: Sequence[str], settings: Settings) -> dict[str, Ready]:
    """sitemap.xml, robots.txt, the OpenSearch description and the feeds; none without a base_url.

    ``further`` are pages beside those of the catalog.
    """
    site = settings.site
    if not site.base_url:
        return {}
    maps = sitemaps(site.base_url, planning.changes(catalog, further, settings.page_size))
    atom = FeedWriter(site).atom
    written = {feed.address: atom(feed) for feed in feeds(catalog, site)}
    return {
        **{address: _ready("feed", (address, data)) for address, data in written.items()},
        urls.SITEMAP_XML: _ready("sitemap", *maps),
        urls.ROBOTS: _ready("robots", (urls.ROBOTS, machinefiles.robots(site.base_url))),
        urls.OPENSEARCH: _ready("opensearch", (urls.OPENSEARCH, machinefiles.opensearch(site))),
    }


def _ready(kind: str, *files: tuple[str, bytes]) -> Ready:
    outputs = tuple(Output(address, data, Stage.LIST) for address, data in files)
    return Trace.of(kind, fingerprint.of(files)), outputs
