"""What intake has read and typed, kept until pages are made, so that no source is read twice.

Manuscripts are made in one process and used in another: each is packed where it is read, waits in
a :mod:`.spool`, and is unpacked where its page is made.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct, msgpack

from .model import BodySource, Document, SitePage


class Manuscript(Struct, frozen=True):
    """A source as it was read: its fields, its body, and the fingerprint of its bytes.

    What personal data may not be published is masked in all of it; ``is_suspect`` says that there
    is or was something that looks like some.
    """

    noun: Document | SitePage
    body: BodySource
    source: bytes
    is_suspect: bool = False


def packed(manuscript: Manuscript) -> bytes:
    """A manuscript as bytes, for :func:`unpacked`."""
    return _ENCODER.encode(manuscript)


def unpacked(data: bytes) -> Manuscript:
    """The manuscript that :func:`packed` was given in this build."""
    return _decoder().decode(data)


_ENCODER = msgpack.Encoder()


@cache
def _decoder() -> msgpack.Decoder[Manuscript]:
    """It looks at the types of all that a manuscript holds."""
    return msgpack.Decoder(Manuscript)
