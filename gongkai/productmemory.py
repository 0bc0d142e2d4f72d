"""What is remembered of one product: its trace, what its body refers to, its files and its faults."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .columns import Signature
from .errors import Fault
from .staleness import Trace


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


class AnyProduct(Protocol):
    """A product of a build, or one that is remembered."""

    @property
    def trace(self) -> Trace | None:
        """What it read; ``None`` of one that is made again in any case."""

    @property
    def discovered(self) -> Discovered:
        """What its body refers to."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its files are."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it."""

    @property
    def note(self) -> str:
        """What it wants to know of its making."""
