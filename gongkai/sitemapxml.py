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


_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(base_url: str, pages: Changes, limit: int = LIMIT) -> Iterator[tuple[str, bytes]]:
    """The files of the site map of ``pages``: sitemap.xml, or where one is not enough its parts.

    Then sitemap.xml is the index of ``sitemap-1.xml`` and so on, each with ``limit`` pages in the
    order given and dated by the newest of them.
    """
    addresses, days = pages
    if len(addresses) <= limit:
        yield urls.SITEMAP_XML, _file("urlset", "url", base_url, pages)
        return
    parts: dict[str, str] = {}
    for first in range(0, len(addresses), limit):
        part = Changes(addresses[first : first + limit], days[first : first + limit])
        address = f"sitemap-{len(parts) + 1}.xml"
        parts[address] = max(part.days)
        yield address, _file("urlset", "url", base_url, part)
    index = Changes([*parts], [*parts.values()])
    yield urls.SITEMAP_XML, _file("sitemapindex", "sitemap", base_url, index)


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
