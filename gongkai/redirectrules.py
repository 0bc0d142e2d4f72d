"""Old addresses (旧网址) as rules for servers: nginx, Apache, Caddy and IIS.

Pages of the site answer the old addresses that a static file can stand for; a rule also answers
one with a query, such as ``/content.jsp?id=12``, and saves the reader a page in between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from .model import Card
from .patterns import pattern

_UNSAFE = pattern(r"[\x00-\x20\"'\\{}<>^`|$;\x7f]|[^\x00-\x7f]")
"""What stands percent-encoded in a request, or would end a text in a configuration."""


class Move(NamedTuple):
    """An old address, path and query as browsers send it, and the path that answers now."""

    old: str
    new: str


def moves(cards: Iterable[Card], base: str) -> list[Move]:
    """The moves of the documents of ``cards``, in order; ``base`` is the site's path (``/``)."""
    found = {}
    for card in cards:
        for alias in card.aliases:
            if old := _request(alias.target):
                found[old] = base + quote(card.address)
    return [Move(old, new) for old, new in sorted(found.items()) if old != new]


def _request(alias: str) -> str:
    """What a browser asks the server for at the old address ``alias``; empty for no address."""
    try:
        parts = urlsplit(alias.strip())
    except ValueError:
        return ""
    path = "/" + parts.path.lstrip("/")
    whole = f"{path}?{parts.query}" if parts.query else path
    return _UNSAFE.sub(lambda mark: quote(mark[0], safe=""), whole)


def nginx(moved: Iterable[Move]) -> Iterator[str]:
    """Lines of a ``map`` from ``$request_uri``."""
    moved = tuple(moved)
    alike = Counter(move.old.lower() for move in moved)
    for old, new in moved:
        # A map's plain keys ignore case, and nginx starts with no two that are alike; a pattern
        # (a leading ~, ours begin with a slash) heeds it.
        key = old if alike[old.lower()] == 1 else f"~^{re.escape(old)}$"
        yield f'"{key}" "{new}";'


def apache(moved: Iterable[Move]) -> Iterator[str]:
    """Rules of mod_rewrite; it matches paths decoded, so the request line is asked instead."""
    for old, new in moved:
        yield f'RewriteCond "%{{THE_REQUEST}}" "^\\S+ {re.escape(old)} "'
        yield f'RewriteRule "^" "{new}" [R=301,L,NE,QSD]'


def caddy(moved: Iterable[Move]) -> Iterator[str]:
    """A ``map`` from the request and the redirection that follows it."""
    yield "map {http.request.uri} {gongkai_moved} {"
    yield from (f'\t"{old}" "{new}"' for old, new in moved)
    yield '\tdefault ""'
    yield "}"
    yield '@gongkai_moved expression `{gongkai_moved} != ""`'
    yield "redir @gongkai_moved {gongkai_moved} 301"


def iis(moved: Iterable[Move]) -> Iterator[str]:
    """The ``rewriteMaps`` section of a web.config, for the URL Rewrite module."""
    yield "<rewriteMaps>"
    yield '  <rewriteMap name="moved" ignoreCase="false">'
    yield from (f'    <add key="{escape(old)}" value="{escape(new)}" />' for old, new in moved)
    yield "  </rewriteMap>"
    yield "</rewriteMaps>"


FILES: Mapping[str, Callable[[Iterable[Move]], Iterator[str]]] = {
    "nginx.map": nginx,
    "apache.conf": apache,
    "caddy.conf": caddy,
    "iis.config": iis,
}
"""The file of each server, and what writes its lines."""
