"""What one document says that others are held against, as it is remembered with its source.

:mod:`.crosschecks` takes it when a source is read, and compares.
"""

from __future__ import annotations

from typing import NamedTuple

from .model import Exemption, Place


class Mention(NamedTuple):
    """A case that a summary names, its number as printed between 第 and 号."""

    number: str
    place: Place


class Total(NamedTuple):
    """How many papers a summary says were received; no kinds of paper are papers of all kinds."""

    words: str
    kinds: tuple[str, ...]
    stated: int
    place: Place


class Claims(NamedTuple):
    """What a document says; ``text`` is the fingerprint of its folded text, empty of a short one.

    ``exemptions`` are those of the checks of all documents.
    """

    text: bytes = b""
    cases: tuple[Mention, ...] = ()
    totals: tuple[Total, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


NO_CLAIMS = Claims()
