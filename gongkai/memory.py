"""What the build remembers between runs: sources in drawers, products on shelves, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field

from .columns import Signature
from .drawers import Drawers
from .ledger import Ledger
from .shelves import NOWHERE, Published, Shelves
from .surveyed import NEVER, Surveyed
from .tallies import Tallies


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
    root; ``dockets`` what was counted for the statistics; ``published`` is what was left in the folder,
    ``surveyed`` what was found in order there.  ``listed`` are by folder the fingerprints of
    names and signatures of what is in it: while it has that one, no source in it was touched.
    """

    program: bytes = b""
    naming: bytes = b""
    sources: Drawers = field(default_factory=Drawers)
    files: Mapping[str, tuple[Signature, bytes]] = field(default_factory=dict)
    products: Shelves = field(default_factory=Shelves)
    ledgers: Mapping[str, LedgerMemory] = field(default_factory=dict)
    dockets: Mapping[str, DocketMemory] = field(default_factory=dict)
    published: Published = NOWHERE
    surveyed: Surveyed = NEVER
    listed: Mapping[str, bytes] = field(default_factory=dict)
