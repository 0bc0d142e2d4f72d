"""sitemap.xml by the sitemaps.org protocol 0.9, for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from . import urls
from .dates import Moment

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base_url: str, pages: Iterable[tuple[str, Moment | None]]) -> bytes:
    """The site map of ``pages``, each an address and the day of its last change, if known."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{_NAMESPACE}">']
    for address, changed in pages:
        lastmod = f"<lastmod>{changed.at:%Y-%m-%d}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(urls.absolute(base_url, address))}</loc>{lastmod}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()
