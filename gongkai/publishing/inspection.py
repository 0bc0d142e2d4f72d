"""The last look at what goes out: links that lead somewhere, labels that stand on every page.

It reads the finished files, not the sources: what is found here slipped through every stage
before, or the folder is not what a build made.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from ..errors import Fault
from ..urls import NOT_FOUND, resolve
from .outgoing import Outgoing

_LINK = re.compile(rb'\s(?:href|src)="([^"]*)"')
_LABEL = re.compile(rb'<meta name="([A-Za-z]+)" content="[^"]')
_REDIRECT = b'http-equiv="refresh"'

SITE_LABELS = ("SiteName", "SiteDomain", "SiteIDCode")
"""What 国办发〔2017〕47号 asks of every page of a site."""


def inspect(site: Outgoing, labels: Iterable[str] = ()) -> Iterator[Fault]:
    """Every dead link of the pages, and every one of ``labels`` that a page lacks."""
    wanted = {label.encode() for label in labels}
    for address in site.files:
        if not address.endswith(".html"):
            continue
        page = site.read(address)
        if address != NOT_FOUND:
            yield from _dead_links(address, page, site.files)
        if _REDIRECT not in page:
            missing = wanted - set(_LABEL.findall(page))
            yield from (_missing_label(address, label.decode()) for label in sorted(missing))


def _dead_links(address: str, page: bytes, files: Container[str]) -> Iterator[Fault]:
    found = dict.fromkeys(_LINK.findall(page))
    for written in found:
        target = unescape(written.decode())
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        if resolve(address, unquote(parts.path)) not in files:
            before = page[: page.index(b'"' + written + b'"') + 1]
            yield Fault(
                address,
                before.count(b"\n") + 1,
                len(before) - before.rfind(b"\n"),
                "outgoing-dead-link",
                f"要发出的页面里，链接“{target}”无处可去",
                "重新运行 build；如果是自己的模板写的链接，请改正模板",
            )


def _missing_label(address: str, label: str) -> Fault:
    message = f"要发出的页面缺少标签 {label}（国办发〔2017〕47号）"
    return Fault(address, 1, 1, "outgoing-label", message, "在 site.toml 的 [labels] 里填写")
