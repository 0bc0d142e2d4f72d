"""The products of a build: what was made, what is kept, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from .errors import Fault
from .privacy import without_repetitions
from .productmemory import AnyProduct, Discovered
from .shelves import Shelves
from .staging import Staged
from .staleness import Trace

OWN_PAGES = "（网站自己的页面）"
"""Stands for the path of a source where the site itself makes a page."""


class Product(Struct, frozen=True):
    """A product of this build: what it read and found, where its files go, its faults.

    Without a ``trace`` it is made again next time, whatever is the case then.
    """

    trace: Trace | None
    discovered: Discovered
    addresses: tuple[str, ...]
    faults: tuple[Fault, ...]
    note: str = ""


class Gathered(NamedTuple):
    """Products made of the files of others: those that were ``made``, the keys of those ``kept``."""

    made: Mapping[str, Product]
    kept: frozenset[str]


class Production(Struct, frozen=True):
    """All products of a build: those that were ``made``, by key, and those that are ``kept``.

    ``bodies`` is what to remember of sources, packed: bodies that were rendered anew, galleys.
    ``texts`` are the text files for the search index of the documents that were made, by path;
    they are of the index's products.
    """

    made: Mapping[str, Product]
    kept: Shelves
    bodies: Mapping[bytes, bytes]
    texts: Mapping[str, Staged]

    def product(self, key: str) -> AnyProduct:
        """The product of ``key``."""
        return self.made[key] if key in self.made else self.kept[key]

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the bodies."""
        made = (fault for product in self.made.values() for fault in product.faults)
        return without_repetitions(chain(chain.from_iterable(self.kept.faults.values()), made))

    def claims(self, plan: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every address with the source that claims it, in the order of the keys of the ``plan``.

        So that of two claims to one address always the same comes first.
        """
        for key in plan:
            path = key if key.endswith(".md") else OWN_PAGES
            yield from ((address, path) for address in self.product(key).addresses)

    def with_pages(self, pages: Mapping[str, Product]) -> Production:
        """The production of documents with that of all other ``pages``."""
        return replace(self, made={**self.made, **pages})

    def without(self, addresses: Set[str]) -> Production:
        """The production less the products that have a file at one of ``addresses``."""
        made = {
            key: product
            for key, product in self.made.items()
            if addresses.isdisjoint(product.addresses)
        }
        return replace(self, made=made, kept=self.kept.without([*self.kept.owning(addresses)]))
