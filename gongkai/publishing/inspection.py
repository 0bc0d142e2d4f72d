"""The last look at what goes out: links, labels on every page, and personal data in any text.

It reads the finished files, not the sources: what is found here slipped through every stage
before, or the folder is not what a build made.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from ..errors import Fault
from ..patterns import pattern
from ..privacy import Clearance, Finding, Lookout
from ..privacy.saidtexts import holds_text, text_of
from ..search.texts import read_text_file
from ..settings import Privacy
from ..urls import NOT_FOUND, resolve
from .outgoing import Outgoing

_LINK = pattern(rb'\s(?:href|src)="([^"]*)"')
_LABEL = pattern(rb'<meta name="([A-Za-z]+)" content="[^"]')
_REDIRECT = b'http-equiv="refresh"'

_INDEX_TEXTS = "search/texts/"

Suspect = tuple[str, Finding]
"""An address with what was found there."""

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


def suspects(site: Outgoing, privacy: Privacy) -> list[Suspect]:
    """What looks like personal data that ``privacy`` does not let by, in any text that goes out."""
    lookout = Lookout(Clearance(privacy))
    return [
        (address, finding)
        for address in site.files
        for finding in lookout.look_in(_texts(address, site)).held
    ]


def _texts(address: str, site: Outgoing) -> list[str]:
    """The lines that the file at ``address`` says; those of the index are inflated."""
    if address.startswith(_INDEX_TEXTS):
        return read_text_file(site.read(address))
    return text_of(address, site.read(address)).split("\n") if holds_text(address) else []


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
