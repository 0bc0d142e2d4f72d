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

from . import fingerprint
from .model import Document, Exemption, SitePage
from .pages import Page
from .views import DocumentView, PageView, SitePageView, View


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


def packed(galley: Galley) -> bytes:
    """``galley`` as bytes for :func:`unpacked`."""
    return zlib.compress(pickle.dumps(galley, pickle.HIGHEST_PROTOCOL), 1)


def unpacked(data: bytes) -> Galley:
    """The galley that :func:`packed` was given by the same version of the program."""
    found: Galley = pickle.loads(zlib.decompress(data))
    return found
