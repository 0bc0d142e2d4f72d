"""Addresses: from a source's path to the page's, and from one page to another.

An address is relative to the site's root, with forward slashes and without a leading one:
``suggestions/2023/20230489.html``.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

from .patterns import pattern

SLUG = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_POSITION = pattern(r"\d{1,3}")
_SOURCE = pattern(r"(?:/(?:.*/)?)?content/(?P<stem>.+)\.md")
_ATTACHMENT = pattern(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")

HOME = "index.html"
NOT_FOUND = "404.html"
SEARCH = "search.html"
SITEMAP = "sitemap.html"
STATISTICS = "statistics.html"
PROMISES = "promises.html"
DATA = "data.html"
SITEMAP_XML = "sitemap.xml"
ROBOTS = "robots.txt"
OPENSEARCH = "opensearch.xml"

RESERVED = frozenset(
    {"index", "404", "search", "sitemap", "statistics", "promises", "matters", "assets"}
    | {"data", "feeds"}
    | {"categories", "years", "units", "topics", "sessions"}
)
"""What the generator itself writes at the top of the site; no source may lie there."""


def is_slug(text: str) -> bool:
    """Whether ``text`` is lower-case ASCII letters and digits, joined by single hyphens."""
    return SLUG.fullmatch(text) is not None


def document_address(relative_path: str) -> str | None:
    """The address of the document at ``relative_path`` (below content/, ending in ``.md``).

    ``None`` when a part of the path is not a slug.
    """
    stem = relative_path.removesuffix(".md")
    return f"{stem}.html" if all(map(is_slug, stem.split("/"))) else None


def data_address(page: str) -> str:
    """The address of a document's JSON, beside its page."""
    return f"{page.removesuffix('.html')}.json"


def markdown_address(page: str) -> str:
    """The address of a document's published view as Markdown, beside its page."""
    return f"{page.removesuffix('.html')}.md"


def is_reserved(address: str) -> bool:
    """Whether ``address`` lies where the generator writes pages of its own."""
    return address.split("/", maxsplit=1)[0].removesuffix(".html") in RESERVED


def term_address(kind: str, slug: str, page: int | None = None) -> str:
    """The address of a term's newest page, or of its ``page``-th counted from the oldest."""
    return f"{kind}/{slug}.html" if page is None else f"{kind}/{slug}/{page}.html"


def overview_address(kind: str) -> str:
    """The address of the page that lists all terms of a kind."""
    return f"{kind}.html"


def promises_address(year: int | None) -> str:
    """The address of the promises whose term ends in ``year``, or of those without a term."""
    return f"promises/{year or 'undated'}.html"


def statistics_address(kind: str, slug: str) -> str:
    """The address of the page of all figures of a term."""
    return f"statistics/{kind}/{slug}.html"


def matter_address(scope: str, category: str, number: str) -> str:
    """The address of all documents about one suggestion or proposal.

    ``scope`` and ``category`` are slugs.  A ``number`` that is none stands there by its digest.
    """
    digest = hashlib.blake2b(number.encode(), digest_size=6).hexdigest()
    return f"matters/{scope}/{category}/{number if is_slug(number) else f'x-{digest}'}.html"


def attachment_address(document: str, name: str, position: int) -> str:
    """Where the attachment ``name`` of the document at address ``document`` is published.

    Its own name where that is plain ASCII, else its position (from 1) with its suffix; a name
    that looks like a position gives way to those that are.
    """
    folder = document.removesuffix(".html")
    plain = name.lower()
    stem, suffix = posixpath.splitext(plain)
    if _ATTACHMENT.fullmatch(plain) and not _POSITION.fullmatch(stem):
        return f"{folder}/{plain}"
    return f"{folder}/{position}{suffix if _ATTACHMENT.fullmatch(suffix[1:]) else ''}"


def relative(origin: str, target: str) -> str:
    """The link from the page at ``origin`` to ``target`` (which may carry a ``#fragment``)."""
    # A site has a link for every entry of every list, and most lead to another of its top folders.
    top, below, _ = origin.partition("/")
    if target[:1] not in {"", "#"} and (below and not target.startswith(top + below)):
        return "../" * origin.count("/") + target
    path, mark, fragment = target.partition("#")
    folder, _, name = path.rpartition("/")
    if not mark and name and origin.rpartition("/")[0] == folder:
        return name
    if path == origin and fragment:
        return f"#{fragment}"
    here, there = origin.split("/")[:-1], path.split("/")
    shared = 0
    for left, right in zip(here, there, strict=False):
        if left != right:
            break
        shared += 1
    # posixpath.relpath asks the disk for the current folder twice for each link.
    steps = [".."] * (len(here) - shared) + there[shared:]
    return ("/".join(steps) or ".") + mark + fragment


def folders_of(address: str) -> Iterator[str]:
    """The folders that ``address`` lies in, the innermost first."""
    while address := address.rpartition("/")[0]:
        yield address


def resolve(origin: str, href: str) -> str | None:
    """The address that the relative ``href`` on the page at ``origin`` means.

    ``None`` when it leads out of the site.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), href))
    return None if path.startswith(("..", "/")) else path


def absolute(base_url: str, address: str) -> str:
    """The full address under ``base_url`` (which ends in a slash); the home page is the base."""
    return base_url + ("" if address == HOME else quote(address))


def all_absolute(base_url: str, addresses: Iterable[str]) -> list[str]:
    """What :func:`absolute` says of each of many addresses; none has a line break in it."""
    told = ["" if address == HOME else address for address in addresses]
    quoted = quote("\n".join(told), safe="/\n").split("\n") if told else []
    return [base_url + each for each in quoted]


def address_asked(text: str, base_url: str) -> str:
    """The address that somebody means by ``text``, on the site at ``base_url`` (or empty).

    A full address, a path of the server, an address with or without its ``.html``, or the path of
    a source, from the site's root or from that of the disk, with slashes or backslashes.
    """
    try:
        path = unquote(urlsplit(text).path)
    except ValueError:
        path = text
    path = path.replace("\\", "/").removeprefix("./")
    base = urlsplit(base_url).path or "/"
    source = _SOURCE.fullmatch(path)
    if source:
        path = f"{source['stem']}.html"
    elif f"{path}/" == base:
        path = ""
    elif path.startswith("/"):
        path = path.removeprefix(base if path.startswith(base) else "/")
    if path.endswith("/") or not path:
        return f"{path}{HOME}"
    return path if "." in posixpath.basename(path) else f"{path}.html"
