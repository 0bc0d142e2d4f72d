"""The products that a build remembers, in columns.

A site has tens of thousands of products, of which a build touches a few.  So those of one folder
stand together on a *shelf*: not as so many objects but as a few rows of values, which load and
compare at once.  A product is made of them when it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from .errors import Fault
from .staleness import Trace

Signature = tuple[int, int]
"""A file's size in bytes and modification time in nanoseconds, as in :mod:`gongkai.walk`."""


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


class Shelf(NamedTuple):
    """The products of one folder, column by column.

    ``keys``, ``kinds`` and ``prints`` (the traces) and ``ends`` have an item for each product;
    its files are those of the next three columns up to its end.  ``contents`` are fingerprints in
    hexadecimal, as the manifest has them.  The rest holds only what is not empty, by key.
    """

    keys: tuple[str, ...]
    kinds: tuple[str, ...]
    prints: tuple[bytes, ...]
    ends: tuple[int, ...]
    addresses: tuple[str, ...]
    contents: tuple[str, ...]
    signatures: tuple[Signature, ...]
    discovered: Mapping[str, Discovered]
    faults: Mapping[str, tuple[Fault, ...]]
    notes: Mapping[str, str]

    @classmethod
    def of(cls, products: Mapping[str, ProductMemory]) -> Shelf:
        """The shelf that holds ``products``."""
        files = [file for product in products.values() for file in product.files]
        ends = [0]
        for product in products.values():
            ends.append(ends[-1] + len(product.files))
        return cls(
            tuple(products),
            tuple(product.trace.kind for product in products.values()),
            tuple(product.trace.prints for product in products.values()),
            tuple(ends[1:]),
            tuple(file.address for file in files),
            tuple(file.content.hex() for file in files),
            tuple(file.signature for file in files),
            {key: each.discovered for key, each in products.items() if each.discovered != NOTHING},
            {key: each.faults for key, each in products.items() if each.faults},
            {key: each.note for key, each in products.items() if each.note},
        )

    def trace(self, at: int) -> Trace:
        """The trace of the product in place ``at``."""
        return Trace(self.kinds[at], self.prints[at])

    def products(self) -> dict[str, ProductMemory]:
        """Everything that stands on it, by key."""
        bounds = pairwise((0, *self.ends))
        return {self.keys[at]: self._product(at, *bound) for at, bound in enumerate(bounds)}

    def product(self, at: int) -> ProductMemory:
        """The product in place ``at``."""
        return self._product(at, self.ends[at - 1] if at else 0, self.ends[at])

    def _product(self, at: int, first: int, end: int) -> ProductMemory:
        key = self.keys[at]
        files = map(
            FileMemory,
            self.addresses[first:end],
            map(bytes.fromhex, self.contents[first:end]),
            self.signatures[first:end],
        )
        return ProductMemory(
            self.trace(at),
            self.discovered.get(key, NOTHING),
            tuple(files),
            self.faults.get(key, ()),
            self.notes.get(key, ""),
        )


class Shelves(Mapping[str, ProductMemory]):
    """All products by key, on the shelf of each folder; the folder of a key is all before its name."""

    def __init__(self, folders: Mapping[str, Shelf] | None = None) -> None:
        self.folders = folders or {}
        self._places: dict[str, dict[str, int]] = {}

    @classmethod
    def of(cls, products: Mapping[str, ProductMemory]) -> Shelves:
        """``products`` put on shelves."""
        return cls({folder: Shelf.of(held) for folder, held in _by_folder(products).items()})

    def __getitem__(self, key: str) -> ProductMemory:
        folder = _folder(key)
        return self.folders[folder].product(self._places_of(folder)[key])

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(shelf.keys for shelf in self.folders.values())

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._places_of(_folder(key))

    def __len__(self) -> int:
        return sum(len(shelf.keys) for shelf in self.folders.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelves) and self.folders == other.folders

    def __hash__(self) -> int:
        raise TypeError("shelves hold mappings")

    def in_folders(self, folders: Iterable[str]) -> Shelves:
        """What stands on the shelves of some ``folders``."""
        return Shelves({folder: self.folders[folder] for folder in folders})

    @property
    def traces(self) -> dict[str, Trace]:
        """The traces under which the products were made, by key."""
        found: dict[str, Trace] = {}
        for shelf in self.folders.values():
            found.update(zip(shelf.keys, map(Trace, shelf.kinds, shelf.prints), strict=True))
        return found

    @cached_property
    def discovered(self) -> Mapping[str, Discovered]:
        """What bodies refer to, of those that refer to anything, by key."""
        return {
            key: each for shelf in self.folders.values() for key, each in shelf.discovered.items()
        }

    @cached_property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """The faults of those products that have any, by key."""
        return {key: each for shelf in self.folders.values() for key, each in shelf.faults.items()}

    @property
    def signatures(self) -> Iterator[tuple[str, Signature]]:
        """The address of every file with its signature."""
        for shelf in self.folders.values():
            yield from zip(shelf.addresses, shelf.signatures, strict=True)

    @property
    def addresses(self) -> Iterator[str]:
        """The addresses of all files."""
        return chain.from_iterable(shelf.addresses for shelf in self.folders.values())

    def owning(self, addresses: Set[str]) -> Iterator[str]:
        """The keys of the products that have a file at one of ``addresses``."""
        for shelf in self.folders.values():
            if not addresses.isdisjoint(shelf.addresses):
                for key, product in shelf.products().items():
                    if not addresses.isdisjoint(product.addresses):
                        yield key

    def without(self, keys: Collection[str]) -> Shelves:
        """These shelves less the products of ``keys``."""
        return self.replaced(dict.fromkeys(keys))

    def _places_of(self, folder: str) -> Mapping[str, int]:
        """Where each key of a folder stands on its shelf."""
        if folder not in self._places:
            shelf = self.folders.get(folder)
            self._places[folder] = {key: at for at, key in enumerate(shelf.keys)} if shelf else {}
        return self._places[folder]

    def replaced(self, products: Mapping[str, ProductMemory | None]) -> Shelves:
        """These shelves with ``products`` in place of those before; ``None`` takes one away.

        A shelf to which nothing happens is the same object.
        """
        folders = dict(self.folders)
        for folder, changed in _by_folder(products).items():
            shelf = folders.pop(folder, None)
            if shelf and not any(changed.values()) and changed.keys() >= set(shelf.keys):
                continue
            held = {**(shelf.products() if shelf else {}), **changed}
            left = {key: product for key in sorted(held) if (product := held[key])}
            if left:
                folders[folder] = Shelf.of(left)
        return Shelves(folders)


_T = TypeVar("_T")


def _by_folder(entries: Mapping[str, _T]) -> Mapping[str, dict[str, _T]]:
    folders: dict[str, dict[str, _T]] = defaultdict(dict)
    for key, entry in entries.items():
        folders[_folder(key)][key] = entry
    return folders


def _folder(key: str) -> str:
    return key.rpartition("/")[0]
