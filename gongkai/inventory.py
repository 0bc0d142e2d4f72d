"""Which files a folder holds by its manifest, which it shall hold, and what that comes to.

A site has tens of thousands of files, of which a build touches a few.  Where the manifest is the
one that the remembered build left, it names the files of all products on shelves: then those of
shelves that stay as they are need not be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from .manifest import Entries
from .shelves import Published, Shelf, Shelves


class Difference(NamedTuple):
    """What becomes of a manifest: fingerprints in hexadecimal by address, and what goes.

    ``added`` are the files that it did not name, ``altered`` those that it named with another
    fingerprint.
    """

    added: Mapping[str, str]
    altered: Mapping[str, str]
    removed: frozenset[str]


class Inventory:
    """The files of one folder, those that are there and those that are planned."""

    def __init__(
        self,
        entries: Entries,
        remembered: Mapping[str, Shelf] | None = None,
        loose: Iterable[str] = (),
    ) -> None:
        """``entries`` are those of the manifest.

        Where the build left it whose memory there is, ``remembered`` are its shelves by folder,
        and ``loose`` the addresses of files that are on none.
        """
        self.entries = entries
        self._remembered = remembered
        self._loose = loose
        self._kept: list[tuple[str, Shelf]] = []
        self._planned: dict[str, bytes] = {}
        self._left_out: set[str] = set()

    def keep_all(self, products: Shelves) -> None:
        """Plan the files of products as they are remembered."""
        self._kept += products.folders.items()

    def plan(self, address: str, content: bytes) -> None:
        """Plan a file with the fingerprint ``content``; of two for one address the last counts."""
        self._left_out.discard(address)
        self._planned[address] = content

    def leave_out(self, address: str) -> None:
        """Plan a file no longer."""
        self._planned.pop(address, None)
        self._left_out.add(address)

    def content_of(self, address: str) -> bytes:
        """The fingerprint of a file that was planned by itself."""
        return self._planned[address]

    def difference(self) -> Difference:
        """What becomes of the manifest."""
        return self._of_all() if self._remembered is None else self._of_changed(self._remembered)

    def _of_all(self) -> Difference:
        known, planned = self.entries.files, self._planned
        removed = {*known}.difference(planned)
        kept: dict[str, str] = {}
        for _, (columns, *_) in self._kept:
            kept.update(zip(columns.addresses, columns.contents_in_hexadecimal, strict=True))
        for address in self._left_out:
            kept.pop(address, None)
        removed.difference_update(kept)
        kept.update((address, content.hex()) for address, content in planned.items())
        return _difference(kept, known, removed)

    def _of_changed(self, remembered: Mapping[str, Shelf]) -> Difference:
        same = {folder for folder, shelf in self._kept if remembered.get(folder) is shelf}
        before = _addresses(shelf for folder, shelf in remembered.items() if folder not in same)
        staying = _addresses(shelf for folder, shelf in self._kept if folder not in same)
        gone = ({*self._loose, *before}.difference(staying) | self._left_out) - self._planned.keys()
        planned = {address: content.hex() for address, content in self._planned.items()}
        return _difference(planned, self.entries.named(planned), self.entries.named(gone))

    def left(self, manifest: bytes, products: Shelves) -> Published:
        """What to remember of the folder besides the ``products`` in it.

        ``manifest`` is the fingerprint of that of all planned files.
        """
        lasting = {id(shelf) for shelf in products.folders.values()}
        staying = {id(shelf) for _, shelf in self._kept} & lasting
        loose = {
            *self._planned,
            *_addresses(each for _, each in self._kept if id(each) not in staying),
        }
        fresh = (each for each in products.folders.values() if id(each) not in staying)
        loose = loose.difference(_addresses(fresh)) - self._left_out
        if loose:
            # Rare: what stands on no shelf is no product, or one to be made again.
            loose = loose.difference(products.addresses)
        return Published(manifest, tuple(sorted(loose)))


def _difference(
    planned: Mapping[str, str], known: Mapping[str, str], removed: Iterable[str]
) -> Difference:
    return Difference(
        {address: content for address, content in planned.items() if address not in known},
        {
            address: content
            for address, content in planned.items()
            if known.get(address, content) != content
        },
        frozenset(removed),
    )


def _addresses(shelves: Iterable[Shelf]) -> Iterable[str]:
    return chain.from_iterable(shelf.columns.addresses for shelf in shelves)
