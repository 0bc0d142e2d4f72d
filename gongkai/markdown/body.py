"""What rendering yields: the HTML of a body and what was read from it."""

from __future__ import annotations

import pickle
import zlib

from deflate import zlib_compress
from msgspec import Struct


class Heading(Struct, frozen=True):
    """An entry of the outline.

    ``level`` is that of the HTML, 2 to 6 (1 is the page's title) and never skips; ``id`` is the
    fragment that leads there; ``text`` is plain.  A ``run_in`` heading is the first sentence
    of a paragraph, every other one stands on a line of its own.
    """

    level: int
    id: str
    text: str
    run_in: bool


class Body(Struct, frozen=True):
    """A rendered body.

    ``html`` is sanitised; a number mentioned as 第…号 stands in it as a neutral marker until
    ``link_numbers`` has said where it leads.  ``texts`` is the plain text of each paragraph,
    heading, list item and table cell in reading order: what search indexes, so that a match
    never crosses two of them.  ``numbers`` are the numbers mentioned, ``images`` and ``links``
    the relative targets as they stand in the HTML (a space is ``%20``; footnotes' own anchors
    are left out), each distinct and in order.  ``refused`` are the targets of images that can
    be no file of the site (http:, data:, C:\\ and the like): the HTML has their words alone.
    """

    html: str
    outline: tuple[Heading, ...]
    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    images: tuple[str, ...]
    links: tuple[str, ...]
    refused: tuple[str, ...] = ()


def packed(body: Body) -> bytes:
    """``body`` as bytes for :func:`unpacked`, a fourth as long as its HTML."""
    return bytes(zlib_compress(pickle.dumps(body, pickle.HIGHEST_PROTOCOL), 1))


def unpacked(data: bytes) -> Body:
    """The body that :func:`packed` was given by the same version of the program."""
    body: Body = pickle.loads(zlib.decompress(data))
    return body
