"""What templates are given of a source, kept from one build to the next.

A galley is the page of a source, and the redirects that lead to it, before the site is put around
them.  Where nothing but templates changed it is all that its files are made of: no source is read
then, nothing typed, rendered or linked.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup
from msgspec import Struct, msgpack
from msgspec.structs import replace

from . import fingerprint
from .model import Document, Exemption, SitePage
from .pages import Page
from .views import DocumentView, PageView, RedirectView, SitePageView

_BEGINNING = 64
"""Bytes by which the HTML of a body is looked for in its page."""


class DocumentProof(Struct, frozen=True, array_like=True, tag="document"):
    """The page of a document: a :class:`~gongkai.pages.Page` less the site's own view."""

    address: str
    template: str
    page: PageView
    view: DocumentView


class SitePageProof(Struct, frozen=True, array_like=True, tag="page"):
    """The same of a page of the site itself."""

    address: str
    template: str
    page: PageView
    view: SitePageView


class RedirectProof(Struct, frozen=True, array_like=True, tag="redirect"):
    """The same of a redirect."""

    address: str
    template: str
    page: PageView
    view: RedirectView


Proof = DocumentProof | SitePageProof | RedirectProof


class Excerpt(Struct, frozen=True, array_like=True):
    """The HTML of a body in its page: its beginning, its length in bytes and its fingerprint."""

    beginning: bytes
    length: int
    content: bytes


class Galley(Struct, frozen=True, array_like=True):
    """The pages of a source, its own first, and what the last look must know of it.

    One that ``is_clear`` has a body that is known to hold no personal data; ``exemptions`` and
    ``number`` are what a document itself says that may be published.  Of what ``is_glimpsed`` a
    glimpse at the published files has told that they hold nothing.  Where there is an ``excerpt``
    the HTML of the body is left out.
    """

    proofs: tuple[Proof, ...]
    is_clear: bool
    exemptions: tuple[Exemption, ...] = ()
    number: str = ""
    is_glimpsed: bool = False
    excerpt: Excerpt | None = None

    @property
    def html(self) -> str:
        """The HTML of the body."""
        view = self.proofs[0].view
        return view.html if isinstance(view, (DocumentView, SitePageView)) else ""


def galley(noun: Document | SitePage, pages: Iterable[Page], is_clear: bool) -> Galley:
    """The galley of the ``pages`` of ``noun``."""
    proofs = tuple(map(_proof, pages))
    if isinstance(noun, Document):
        return Galley(proofs, is_clear, noun.exemptions, noun.number)
    return Galley(proofs, is_clear)


def _proof(page: Page) -> Proof:
    match page.view:
        case DocumentView():
            return DocumentProof(page.address, page.template, page.page, page.view)
        case SitePageView():
            return SitePageProof(page.address, page.template, page.page, page.view)
        case RedirectView():
            return RedirectProof(page.address, page.template, page.page, page.view)
    raise TypeError(type(page.view))


def key(path: str) -> bytes:
    """Under which the packed galley of the source at ``path`` is remembered.

    It is longer than a fingerprint, and those of one folder lie side by side.
    """
    return b"galley " + path.encode(errors="surrogateescape")


def packed(galley: Galley, html: bytes, page: bytes) -> bytes:
    """``galley`` as bytes for :func:`unpacked`; less the HTML of its body where ``page`` holds that.

    ``html`` is this HTML in UTF-8, more than half of all, and the page lies in the folder that is
    published.
    """
    if holds(page, html):
        excerpt = Excerpt(html[:_BEGINNING], len(html), fingerprint.of_bytes(html))
        galley = _with_html(galley, Markup(), excerpt)
    return _ENCODER.encode(galley)


def unpacked(data: bytes, page: bytes) -> Galley:
    """The galley that :func:`packed` was given by the same version of the program.

    ``page`` is its own page as it was then.  Raises ValueError when it is another one.
    """
    galley = _decoder().decode(data)
    excerpt = galley.excerpt
    if excerpt is None:
        return galley
    start = page.find(excerpt.beginning)
    html = page[start : start + excerpt.length]
    if fingerprint.of_bytes(html) != excerpt.content:
        raise ValueError("another page")
    return _with_html(galley, Markup(html.decode()), None)


def holds(page: bytes, html: bytes) -> bool:
    """Whether the HTML of a body stands in ``page`` as it is, where first something begins so."""
    # Python prepares a search for kilobytes at length.
    return bool(html) and page.startswith(html, page.find(html[:_BEGINNING]))


def _with_html(galley: Galley, html: Markup, excerpt: Excerpt | None) -> Galley:
    """``galley`` with other HTML of its body, or with an ``excerpt`` that stands for it."""
    first, *others = galley.proofs
    first = replace(first, view=replace(first.view, html=html))
    return replace(galley, proofs=(first, *others), excerpt=excerpt)


def _text(value: object) -> str:
    """What msgpack is given for :class:`~markupsafe.Markup`."""
    if isinstance(value, Markup):
        return str(value)
    raise TypeError(type(value))


def _marked(kind: type, value: str) -> Markup:
    """A text again what it was."""
    assert kind is Markup
    return Markup(value)


_ENCODER = msgpack.Encoder(enc_hook=_text)


@cache
def _decoder() -> msgpack.Decoder[Galley]:
    """Only other templates call for it, and it looks at the types of all views."""
    return msgpack.Decoder(Galley, dec_hook=_marked)
