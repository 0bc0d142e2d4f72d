"""What templates are given of a source, kept from one build to the next.

A galley is the page of a source, and the redirects that lead to it, before the site is put around
them.  Where nothing but templates changed it is all that its files are made of: no source is read
then, nothing typed, rendered or linked.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from . import fingerprint
from .model import Document, Exemption, SitePage
from .pages import Page
from .views import DocumentView, PageView, SitePageView, View

_BEGINNING = 64
"""Bytes by which the HTML of a body is looked for in its page."""


class Proof(NamedTuple):
    """One page of a galley: a :class:`~gongkai.pages.Page` less the site's own view."""

    address: str
    template: str
    page: PageView
    view: View


class Galley(NamedTuple):
    """The pages of a source, its own first, and what the last look must know of it.

    One that ``is_clear`` has a body that is known to hold no personal data; ``exemptions`` and
    ``number`` are what a document itself says that may be published.
    """

    proofs: tuple[Proof, ...]
    is_clear: bool
    exemptions: tuple[Exemption, ...] = ()
    number: str = ""

    @property
    def html(self) -> str:
        """The HTML of the body."""
        view = self.proofs[0].view
        return view.html if isinstance(view, (DocumentView, SitePageView)) else ""


def galley(noun: Document | SitePage, pages: Iterable[Page], is_clear: bool) -> Galley:
    """The galley of the ``pages`` of ``noun``."""
    proofs = tuple(Proof(each.address, each.template, each.page, each.view) for each in pages)
    if isinstance(noun, Document):
        return Galley(proofs, is_clear, noun.exemptions, noun.number)
    return Galley(proofs, is_clear)


def key(path: str) -> bytes:
    """Under which the packed galley of the source at ``path`` is remembered."""
    return fingerprint.of("galley", path)


def packed(galley: Galley, page: bytes) -> bytes:
    """``galley`` as bytes for :func:`unpacked`; less the HTML of its body where ``page`` holds that.

    That is more than half of it, and the page lies in the folder that is published.
    """
    excerpt = None
    if holds(page, galley.html):
        html = galley.html.encode()
        excerpt = _Excerpt(html[:_BEGINNING], len(html), fingerprint.of_bytes(html))
        galley = _with_html(galley, Markup())
    return zlib.compress(pickle.dumps((galley, excerpt), pickle.HIGHEST_PROTOCOL), 1)


def unpacked(data: bytes, page: bytes) -> Galley:
    """The galley that :func:`packed` was given by the same version of the program.

    ``page`` is its own page as it was then.  Raises ValueError when it is another one.
    """
    galley: Galley
    excerpt: _Excerpt | None
    galley, excerpt = pickle.loads(zlib.decompress(data))
    if excerpt is None:
        return galley
    start = page.find(excerpt.beginning)
    html = page[start : start + excerpt.length]
    if fingerprint.of_bytes(html) != excerpt.content:
        raise ValueError("another page")
    return _with_html(galley, Markup(html.decode()))


def holds(page: bytes, html: str) -> bool:
    """Whether the HTML of a body stands in ``page`` as it is, where first something begins so."""
    sought = html.encode()
    # Python prepares a search for kilobytes at length.
    return bool(html) and page.startswith(sought, page.find(sought[:_BEGINNING]))


class _Excerpt(NamedTuple):
    """The HTML of a body in its page: its beginning, its length in bytes and its fingerprint."""

    beginning: bytes
    length: int
    content: bytes


def _with_html(galley: Galley, html: Markup) -> Galley:
    """``galley`` with other HTML of its body."""
    first, *others = galley.proofs
    assert isinstance(first.view, (DocumentView, SitePageView))
    view = replace(first.view, html=html)
    return galley._replace(proofs=(first._replace(view=view), *others))
