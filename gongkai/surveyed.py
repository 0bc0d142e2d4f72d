"""What the last survey found in order, so that the next one need not compare it file by file.

A site has tens of thousands of files in a few thousand folders, and nearly all of these are just
as they were: names, sizes and times of what is in a folder make one fingerprint (:mod:`.trees`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from .columns import folder_of
from .productmemory import AnyProduct
from .shelves import Shelves


class Surveyed(NamedTuple):
    """The folders of a site, without a slash at the end.

    ``within`` are by shelf those in which the files of its products are.  ``prints`` are the
    fingerprints of those that were in order: while one has its fingerprint, each file in it that is
    remembered is there as it was written, and its signature tells so.
    """

    within: Mapping[str, tuple[str, ...]]
    prints: Mapping[str, bytes]

    @property
    def folders(self) -> set[str]:
        """Every folder that holds a file of some product."""
        return {folder for each in self.within.values() for folder in each}

    def shelves_in(self, folders: Set[str]) -> list[str]:
        """The shelves whose products have files in one of ``folders``."""
        return [shelf for shelf, each in self.within.items() if not folders.isdisjoint(each)]

    def after(
        self,
        found: Mapping[str, bytes],
        products: Shelves,
        before: Shelves,
        changed: Mapping[str, AnyProduct],
    ) -> Surveyed:
        """What to remember once a survey ``found`` folders changed, and a build these ``products``.

        A folder that was found not to be in order has no fingerprint.  ``before`` are the products
        that were surveyed, ``changed`` those that may be remembered otherwise.
        """
        same = {
            name
            for name, shelf in products.folders.items()
            if name in self.within and shelf == before.folders.get(name)
        }
        made = (product for key, product in changed.items() if folder_of(key) not in same)
        touched = folders_of(address for product in made for address in product.addresses)
        return Surveyed(
            {
                name: self.within[name]
                if name in same
                else tuple(sorted(folders_of(shelf.columns.addresses)))
                for name, shelf in products.folders.items()
            },
            {
                folder: print_
                for folder, print_ in {**self.prints, **found}.items()
                if print_ and folder not in touched
            },
        )


NEVER = Surveyed({}, {})
"""Nothing is known to be in order."""


def folders_of(addresses: Iterable[str]) -> set[str]:
    """The folders that files are in."""
    return {*map(folder_of, addresses)}
