"""What the build remembers of its sources and products between runs: frozen, plain values.

They are named tuples because a build loads some tens of thousands of them, and those load three
times as fast as frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .crosschecks.claims import NO_CLAIMS, Claims
from .errors import Fault
from .ledger import Ledger
from .model import Card
from .staleness import Trace

Signature = tuple[int, int]
"""A file's size in bytes and modification time in nanoseconds, as in :mod:`gongkai.walk`."""


class SourceMemory(NamedTuple):
    """A source as it was last read.

    ``card`` is ``None`` when no noun could be made of it; ``fields`` and ``body`` are the
    fingerprints of the typed fields and of the published body, ``card_print`` of the card.
    ``claims`` is what it says that other documents are held against.
    """

    signature: Signature
    content: bytes
    card: Card | None
    card_print: bytes
    fields: bytes
    body: bytes
    faults: tuple[Fault, ...]
    claims: Claims = NO_CLAIMS


class LedgerMemory(NamedTuple):
    """A ledger as it was last read; ``content`` is the fingerprint of its bytes."""

    signature: Signature
    content: bytes
    ledger: Ledger


class FileMemory(NamedTuple):
    """A file of the site as it was written: its address, its fingerprint and its signature."""

    address: str
    content: bytes
    signature: Signature


class Discovered(NamedTuple):
    """What a body turned out to refer to: numbers, addresses, and paths below content/."""

    numbers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


NOTHING = Discovered()


class ProductMemory(NamedTuple):
    """A product as it was made: what it read, what it found, its files and its faults.

    ``note`` is what the product itself wants to know of its making.
    """

    trace: Trace
    discovered: Discovered
    files: tuple[FileMemory, ...]
    faults: tuple[Fault, ...]
    note: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its files are."""
        return tuple([file.address for file in self.files])


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything that is remembered; an empty one stands for a first build.

    ``program`` is the fingerprint of the generator with its dependencies: under another program
    nothing that was made counts.  ``naming`` is the one of all names that fields may use: under
    other names every source is read again.  ``files`` are the attachments and images of content/
    by path, with signature and fingerprint; ``ledgers`` those of content/ledger/ by path from the
    root.
    """

    program: bytes = b""
    naming: bytes = b""
    sources: Mapping[str, SourceMemory] = field(default_factory=dict)
    files: Mapping[str, tuple[Signature, bytes]] = field(default_factory=dict)
    products: Mapping[str, ProductMemory] = field(default_factory=dict)
    ledgers: Mapping[str, LedgerMemory] = field(default_factory=dict)

    @property
    def traces(self) -> dict[str, Trace]:
        """The traces under which the products were made, by key."""
        return {key: product.trace for key, product in self.products.items()}
