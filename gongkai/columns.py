"""The products of a folder and their files in columns: a few texts and rows of numbers.

They are read from the disk and put back there as they are, whatever their number; an object is
made of what stands in a row only when it is asked for.  Light to import, for another process
looks at them too (:mod:`.survey`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from .fingerprint import WIDTH
from .staleness import Trace

Signature = tuple[int, int]
"""A file's size in bytes and modification time in nanoseconds, as in :mod:`gongkai.walk`."""


class Columns(NamedTuple):
    """Products in the order of their keys, and their files one after another.

    ``names`` are the keys and ``places`` the addresses of the files, each text followed by NUL,
    which no path holds.  ``kinds``, ``widths`` and ``counts`` have an item for each product: what
    it is, how many bytes of ``prints`` are its trace, and how many files are its own.
    ``contents`` are the fingerprints of the files end to end, ``signatures`` their sizes and times
    in turn.
    """

    names: str
    kinds: tuple[str, ...]
    widths: array[int]
    prints: bytes
    counts: array[int]
    places: str
    contents: bytes
    signatures: array[int]

    @property
    def keys(self) -> list[str]:
        """The keys of all products."""
        return parted(self.names)

    @property
    def addresses(self) -> list[str]:
        """The addresses of all files."""
        return parted(self.places)

    @property
    def contents_in_hexadecimal(self) -> list[str]:
        """The fingerprints of all files, as manifests have them."""
        return self.contents.hex(",", WIDTH).split(",") if self.contents else []

    def content(self, file: int) -> bytes:
        """The fingerprint of the file in place ``file``."""
        return self.contents[file * WIDTH : (file + 1) * WIDTH]

    def signature(self, file: int) -> Signature:
        """The signature of the file in place ``file``."""
        return self.signatures[2 * file], self.signatures[2 * file + 1]

    def trace(self, at: int) -> Trace:
        """The trace of the product in place ``at``."""
        first = sum(self.widths[:at])
        return Trace(self.kinds[at], self.prints[first : first + self.widths[at]])

    def traces(self) -> Iterator[Trace]:
        """The traces of all products."""
        for kind, width, end in zip(self.kinds, self.widths, accumulate(self.widths), strict=True):
            yield Trace(kind, self.prints[end - width : end])

    def owners(self, addresses: Set[str]) -> Iterator[str]:
        """The keys of the products that have a file at one of ``addresses``."""
        held = self.addresses
        if addresses.isdisjoint(held):
            return
        for key, count, end in zip(self.keys, self.counts, accumulate(self.counts), strict=True):
            if not addresses.isdisjoint(held[end - count : end]):
                yield key


class Rows:
    """Columns of which any row is found at once."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.keys = columns.keys
        self.addresses = columns.addresses
        self._prints = [0, *accumulate(columns.widths)]
        self._files = [0, *accumulate(columns.counts)]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each product by its key."""
        return {key: at for at, key in enumerate(self.keys)}

    def trace(self, at: int) -> Trace:
        """The trace of the product in place ``at``."""
        held = self.columns
        return Trace(held.kinds[at], held.prints[self._prints[at] : self._prints[at + 1]])

    def files(self, at: int) -> range:
        """The places of the files of the product in place ``at``."""
        return range(self._files[at], self._files[at + 1])

    def between(self, first: int, after: int) -> Columns:
        """The products from place ``first`` to before ``after``."""
        held = self.columns
        prints = slice(self._prints[first], self._prints[after])
        files, files_after = self._files[first], self._files[after]
        return Columns(
            joined(self.keys[first:after]),
            held.kinds[first:after],
            held.widths[first:after],
            held.prints[prints],
            held.counts[first:after],
            joined(self.addresses[files:files_after]),
            held.contents[files * WIDTH : files_after * WIDTH],
            held.signatures[2 * files : 2 * files_after],
        )


def one_after_another(parts: Sequence[Columns]) -> Columns:
    """Columns as one."""
    return Columns(
        "".join([part.names for part in parts]),
        tuple(chain.from_iterable(part.kinds for part in parts)),
        _row(part.widths for part in parts),
        b"".join([part.prints for part in parts]),
        _row(part.counts for part in parts),
        "".join([part.places for part in parts]),
        b"".join([part.contents for part in parts]),
        _row(part.signatures for part in parts),
    )


def _row(parts: Iterable[array[int]]) -> array[int]:
    row = array("q")
    for part in parts:
        row.extend(part)
    return row


def folder_of(key: str) -> str:
    """The folder that a key or a path is in: all before its name."""
    return key.rpartition("/")[0]


def joined(texts: Iterable[str]) -> str:
    """Texts as they stand in a column."""
    return "\0".join((*texts, ""))


def parted(column: str) -> list[str]:
    """The texts that stand in a column."""
    texts = column.split("\0")
    texts.pop()
    return texts
