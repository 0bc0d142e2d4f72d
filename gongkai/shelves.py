"""The products that a build remembers, in columns by folder.

A site has tens of thousands of products, of which a build touches a few.  So those of one folder
stand together on a *shelf*, packed (:mod:`.columns`).  A product is made of what stands there when
it is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

from .columns import Columns, Rows, folder_of, joined, one_after_another
from .errors import Fault
from .productmemory import NOTHING, AnyProduct, Discovered, FileMemory, ProductMemory
from .staleness import Trace

_T = TypeVar("_T")


class Published(NamedTuple):
    """What the build left whose memory it is: the fingerprint of its manifest.

    ``loose`` are the addresses of files in it that no product on a shelf has.
    """

    manifest: bytes = b""
    loose: tuple[str, ...] = ()


NOWHERE = Published()
"""Nothing was left that is remembered."""


class Shelf(NamedTuple):
    """The products of one folder: in columns, and by key what is not empty of the rest."""

    columns: Columns
    discovered: Mapping[str, Discovered]
    faults: Mapping[str, tuple[Fault, ...]]
    notes: Mapping[str, str]

    @classmethod
    def of(cls, products: Mapping[str, ProductMemory]) -> Shelf:
        """The shelf that holds ``products``."""
        files = [file for key in sorted(products) for file in products[key].files]
        signatures = chain.from_iterable([file.signature for file in files])
        contents = b"".join([file.content for file in files])
        return cls.made(products, contents, array("q", signatures))

    @classmethod
    def made(
        cls, products: Mapping[str, AnyProduct], contents: bytes, signatures: array[int]
    ) -> Shelf:
        """The shelf that holds ``products``, all of which have a trace.

        ``contents`` and ``signatures`` are as in :class:`.columns.Columns`, of their files in the
        order of keys.
        """
        keys = sorted(products)
        held = [products[key] for key in keys]
        traces = [trace for each in held if (trace := each.trace)]
        columns = Columns(
            joined(keys),
            tuple([trace.kind for trace in traces]),
            array("q", [len(trace.prints) for trace in traces]),
            b"".join([trace.prints for trace in traces]),
            array("q", [len(each.addresses) for each in held]),
            joined(chain.from_iterable([each.addresses for each in held])),
            contents,
            signatures,
        )
        return cls(
            columns,
            {key: each.discovered for key, each in products.items() if each.discovered != NOTHING},
            {key: each.faults for key, each in products.items() if each.faults},
            {key: each.note for key, each in products.items() if each.note},
        )

    def replaced(self, products: Mapping[str, ProductMemory | None]) -> Shelf:
        """This shelf with ``products`` in place of those before; ``None`` takes one away."""
        made = Shelf.of({key: product for key, product in products.items() if product})
        return self.with_made(made, products.keys() - made.columns.keys)

    def with_made(self, made: Shelf, gone: Iterable[str]) -> Shelf:
        """This shelf with the products that were ``made`` in place of those before, less those ``gone``."""
        if not self.columns.kinds:
            return made
        old, new = Rows(self.columns), Rows(made.columns)
        products = dict.fromkeys(gone, 0) | dict.fromkeys(new.keys, 1)
        parts: list[Columns] = []
        taken = first = after = 0
        for key in sorted(products):
            at = bisect_left(old.keys, key, taken)
            # What is made stands together, until something that stays comes before it.
            if at > taken:
                parts += (new.between(first, after), old.between(taken, at))
                first = after
            taken = at + (old.keys[at : at + 1] == [key])
            after += products[key]
        parts += (new.between(first, after), old.between(taken, len(old.keys)))
        return Shelf(
            one_after_another(parts),
            {**_apart(self.discovered, products), **made.discovered},
            {**_apart(self.faults, products), **made.faults},
            {**_apart(self.notes, products), **made.notes},
        )


class Shelves(Mapping[str, ProductMemory]):
    """All products by key, on the shelf of each folder; the folder of a key is all before its name."""

    def __init__(self, folders: Mapping[str, Shelf] | None = None) -> None:
        self.folders = folders or {}
        self._rows: dict[str, Rows] = {}

    @classmethod
    def of(cls, products: Mapping[str, ProductMemory]) -> Shelves:
        """``products`` put on shelves."""
        return cls({folder: Shelf.of(held) for folder, held in by_folder(products).items()})

    def __getitem__(self, key: str) -> ProductMemory:
        folder = folder_of(key)
        shelf, rows = self.folders[folder], self._rows_of(folder)
        at = rows.places[key]
        addresses, content, signature = rows.addresses, rows.columns.content, rows.columns.signature
        return ProductMemory(
            rows.trace(at),
            shelf.discovered.get(key, NOTHING),
            tuple(
                [
                    FileMemory(addresses[each], content(each), signature(each))
                    for each in rows.files(at)
                ]
            ),
            shelf.faults.get(key, ()),
            shelf.notes.get(key, ""),
        )

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(columns.keys for columns in self.columns)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._rows_of(folder_of(key)).places

    def __len__(self) -> int:
        return sum(len(columns.kinds) for columns in self.columns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelves) and self.folders == other.folders

    def __hash__(self) -> int:
        raise TypeError("shelves hold mappings")

    @property
    def columns(self) -> Iterator[Columns]:
        """The columns of every shelf."""
        return (shelf.columns for shelf in self.folders.values())

    def in_folders(self, folders: Iterable[str]) -> Shelves:
        """What stands on the shelves of some ``folders``."""
        return Shelves({folder: self.folders[folder] for folder in folders})

    def trace(self, key: str) -> Trace:
        """The trace under which a product was made."""
        rows = self._rows_of(folder_of(key))
        return rows.trace(rows.places[key])

    @property
    def traces(self) -> dict[str, Trace]:
        """The traces under which the products were made, by key."""
        found: dict[str, Trace] = {}
        for columns in self.columns:
            found.update(zip(columns.keys, columns.traces(), strict=True))
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

    @cached_property
    def notes(self) -> Mapping[str, str]:
        """What those products that have a note want to know of their making, by key."""
        return {key: each for shelf in self.folders.values() for key, each in shelf.notes.items()}

    @property
    def addresses(self) -> Iterator[str]:
        """The addresses of all files."""
        return chain.from_iterable(columns.addresses for columns in self.columns)

    def owning(self, addresses: Set[str]) -> Iterator[str]:
        """The keys of the products that have a file at one of ``addresses``."""
        if not addresses:
            return iter(())
        return chain.from_iterable(columns.owners(addresses) for columns in self.columns)

    def not_in(self, others: Shelves) -> set[str]:
        """The keys that ``others`` have not; shelves that both have are passed over whole."""
        missing: set[str] = set()
        for folder, shelf in self.folders.items():
            other = others.folders.get(folder, _EMPTY)
            if other is not shelf:
                missing |= {*shelf.columns.keys}.difference(other.columns.keys)
        return missing

    def without(self, keys: Collection[str]) -> Shelves:
        """These shelves less the products of ``keys``."""
        return self.replaced(dict.fromkeys(keys))

    def replaced(self, products: Mapping[str, ProductMemory | None]) -> Shelves:
        """These shelves with ``products`` in place of those before; ``None`` takes one away.

        A shelf to which nothing happens is the same object.
        """
        made = Shelves.of({key: product for key, product in products.items() if product})
        return self.with_made(made, [key for key, product in products.items() if not product])

    def with_made(self, made: Shelves, gone: Iterable[str]) -> Shelves:
        """These shelves with the products that were ``made`` in place of those before, less those ``gone``.

        A shelf to which nothing happens is the same object.
        """
        folders = dict(self.folders)
        going = by_folder(dict.fromkeys(gone))
        for folder in {*made.folders, *going}:
            before, fresh = folders.pop(folder, _EMPTY), made.folders.get(folder, _EMPTY)
            shelf = before.with_made(fresh, going.get(folder, ()))
            if shelf.columns.kinds:
                folders[folder] = shelf
        return Shelves(folders)

    def _rows_of(self, folder: str) -> Rows:
        """The rows of the shelf of a folder."""
        if folder not in self._rows:
            self._rows[folder] = Rows(self.folders.get(folder, _EMPTY).columns)
        return self._rows[folder]


_EMPTY = Shelf.of({})


def by_folder(entries: Mapping[str, _T]) -> Mapping[str, dict[str, _T]]:
    """``entries`` parted by the folders that their keys are in."""
    folders: dict[str, dict[str, _T]] = defaultdict(dict)
    for key, entry in entries.items():
        folders[folder_of(key)][key] = entry
    return folders


def _apart(held: Mapping[str, _T], products: Container[str]) -> dict[str, _T]:
    """What is ``held`` by other keys than those of ``products``."""
    return {key: each for key, each in held.items() if key not in products}
