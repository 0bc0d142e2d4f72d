"""sitemap.xml by the sitemaps.org protocol 0.9, for search engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from . import urls

LIMIT = 50_000
"""The most addresses that one file may hold by the protocol."""


class Changes(NamedTuple):
    """The addresses of pages, and the day of each one's last change by ISO 8601; empty if unknown."""

    addresses: Sequence[str]
    days: Sequence[str]


class SiteMap(NamedTuple):
    """One file of the site map, before it is written: of pages, or the index of the others."""

    address: str
    is_index: bool
    pages: Changes

    def file(self, base_url: str) -> bytes:
        """The bytes of the file."""
        root, entry = ("sitemapindex", "sitemap") if self.is_index else ("urlset", "url")
        return _file(root, entry, base_url, self.pages)


_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(pages: Changes, limit: int = LIMIT) -> Iterator[SiteMap]:
    """The files of the site map of ``pages``: sitemap.xml, or where one is not enough its parts.

    Then sitemap.xml is the index of ``sitemap-1.xml`` and so on, each with ``limit`` pages in the
    order given and dated by the newest of them.
    """
    addresses, days = pages
    if len(addresses) <= limit:
        yield SiteMap(urls.SITEMAP_XML, False, pages)
        return
    parts: dict[str, str] = {}
    for first in range(0, len(addresses), limit):
        part = Changes(addresses[first : first + limit], days[first : first + limit])
        address = f"sitemap-{len(parts) + 1}.xml"
        parts[address] = max(part.days)
        yield SiteMap(address, False, part)
    yield SiteMap(urls.SITEMAP_XML, True, Changes([*parts], [*parts.values()]))


def _file(root: str, entry: str, base_url: str, pages: Changes) -> bytes:
    # Written together, because there are tens of thousands.
    places = escape("\n".join(urls.all_absolute(base_url, pages.addresses))).split("\n")
    lastmod = {day: f"<lastmod>{day}</lastmod>" if day else "" for day in {*pages.days}}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="{_NAMESPACE}">',
        *[
            f"<{entry}><loc>{place}</loc>{lastmod[day]}</{entry}>"
            for place, day in zip(places, pages.days, strict=False)
        ],
    ]
    return "\n".join([*lines, f"</{root}>", ""]).encode()
