"""What the build remembers between runs, of its sources above all: frozen, plain values.

They are named tuples because a build loads some tens of thousands of them, and those load three
times as fast as other objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field

from .columns import Signature
from .crosschecks.claims import NO_CLAIMS, Claims
from .errors import Fault
from .ledger import Ledger
from .model import Card
from .shelves import NOWHERE, Published, Shelves
from .tallies import Tallies


class SourceMemory(NamedTuple):
    """A source as it was last read.

    ``card`` is ``None`` when no noun could be made of it; ``fields`` and ``body`` are the
    fingerprints of the typed fields and of the published body.
    ``claims`` is what it says that other documents are held against.
    """

    signature: Signature
    content: bytes
    card: Card | None
    fields: bytes
    body: bytes
    faults: tuple[Fault, ...]
    claims: Claims = NO_CLAIMS


class LedgerMemory(NamedTuple):
    """A ledger as it was last read; ``content`` is the fingerprint of its bytes."""

    signature: Signature
    content: bytes
    ledger: Ledger


class DocketMemory(NamedTuple):
    """A docket as it was last counted; ``read`` is the fingerprint of all that was counted."""

    read: bytes
    tallies: Tallies


class Memory(Struct, frozen=True):
    """Everything that is remembered; an empty one stands for a first build.

    ``program`` is the fingerprint of the generator with its dependencies: under another program
    nothing that was made counts.  ``naming`` is the one of all names that fields may use: under
    other names every source is read again.  ``files`` are the attachments and images of content/
    by path, with signature and fingerprint; ``ledgers`` those of content/ledger/ by path from the
    root; ``dockets`` what was counted for the statistics; ``published`` is what was left in the folder.
    """

    program: bytes = b""
    naming: bytes = b""
    sources: Mapping[str, SourceMemory] = field(default_factory=dict)
    files: Mapping[str, tuple[Signature, bytes]] = field(default_factory=dict)
    products: Shelves = field(default_factory=Shelves)
    ledgers: Mapping[str, LedgerMemory] = field(default_factory=dict)
    dockets: Mapping[str, DocketMemory] = field(default_factory=dict)
    published: Published = NOWHERE
