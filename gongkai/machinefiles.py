"""What machines look for at the top of a site: robots.txt and the OpenSearch description."""

from __future__ import annotations

from html import escape

from . import urls
from .settings import SiteIdentity

_SHORT_NAME, _DESCRIPTION = 16, 1024
"""The most characters that OpenSearch 1.1 allows for each."""


def robots(base_url: str) -> bytes:
    """robots.txt (RFC 9309): everything may be read; the site map is there."""
    sitemap = urls.absolute(base_url, urls.SITEMAP_XML)
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()


def opensearch(site: SiteIdentity) -> bytes:
    """The OpenSearch 1.1 description by which a browser offers the site's own search."""
    template = escape(f"{urls.absolute(site.base_url, urls.SEARCH)}?q={{searchTerms}}")
    description = site.description or site.name
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(site.name[:_SHORT_NAME], quote=False)}</ShortName>",
        f"<Description>{escape(description[:_DESCRIPTION], quote=False)}</Description>",
        f'<Url type="text/html" template="{template}"/>',
        "<Language>zh-CN</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        "</OpenSearchDescription>",
        "",
    ]
    return "\n".join(lines).encode()
