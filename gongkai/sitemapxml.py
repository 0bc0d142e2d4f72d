"""sitemap.xml by the sitemaps.org protocol 0.9, for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from html import escape

from . import urls

LIMIT = 50_000
"""The most addresses that one file may hold by the protocol."""

Changed = tuple[str, date | None]
"""An address and the day of its last change, where a document tells it."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(
    base_url: str, pages: Iterable[Changed], limit: int = LIMIT
) -> Iterator[tuple[str, bytes]]:
    """The files of the site map of ``pages``: sitemap.xml, or where one is not enough its parts.

    Then sitemap.xml is the index of ``sitemap-1.xml`` and so on, each with ``limit`` pages in the
    order given and dated by the newest of them.
    """
    pages = list(pages)
    if len(pages) <= limit:
        yield urls.SITEMAP_XML, _file("urlset", "url", base_url, pages)
        return
    parts: list[Changed] = []
    for first in range(0, len(pages), limit):
        part = pages[first : first + limit]
        address = f"sitemap-{len(parts) + 1}.xml"
        newest = max((changed for _, changed in part if changed), default=None)
        parts.append((address, newest))
        yield address, _file("urlset", "url", base_url, part)
    yield urls.SITEMAP_XML, _file("sitemapindex", "sitemap", base_url, parts)


def _file(root: str, entry: str, base_url: str, places: Sequence[Changed]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_NAMESPACE}">']
    addresses = [address for address, _ in places]
    # Written together, and a day once, because there are tens of thousands.
    written = escape("\n".join(urls.all_absolute(base_url, addresses))).split("\n")
    for place, (_, changed) in zip(written, places, strict=False):
        lastmod = _lastmod(changed) if changed else ""
        lines.append(f"<{entry}><loc>{place}</loc>{lastmod}</{entry}>")
    return "\n".join([*lines, f"</{root}>", ""]).encode()


@cache
def _lastmod(day: date) -> str:
    return f"<lastmod>{day}</lastmod>"
