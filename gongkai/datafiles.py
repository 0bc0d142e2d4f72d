"""The tables and texts of the whole site as products: for each year, made of its documents' JSON.

Publishing one reply writes the files of its year and no other.  They are made of the files beside
the pages; the entries of documents that were not made again are taken from the year's files as
they stand, whose product remembers the documents' paths, a line each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from .assistant import Helper
from .catalog import Listing
from .layout import Site
from .memory import Memory
from .opendata import files
from .output import Target
from .productmemory import NOTHING, ProductMemory
from .products import Gathered, Product
from .staging import Staged, Staging
from .staleness import Trace
from .taxonomy import YEARS
from .urls import data_address
from .yearfiles import Part, YearBefore, make_year

_KEY = "data:"
_PATHS = "\n"


class Years:
    """The files of the years in which something changed, under way."""

    def __init__(
        self,
        site: Site,
        memory: Memory,
        made: Iterable[str],
        target: Target,
        helper: Helper,
    ) -> None:
        """Have the files made into ``target``, where the files of all documents are.

        ``made`` are the paths of the documents whose files were made in this build.
        """
        remade = frozenset(made)
        self._target = target
        self._asked: list[_Asked] = []
        self._kept: set[str] = set()
        for listing in site.catalog.listings[YEARS.slug]:
            key = _KEY + listing.term.slug
            changed = frozenset(
                path
                for path, address in _places(listing)
                if path in remade and _differs(path, address, memory, target)
            )
            paths = _PATHS.join(listing.documents.paths)
            known = memory.products.get(key)
            if known and not all(map(target.is_intact, known.files)):
                known = None
            if known and known.note == paths and not changed:
                target.keep(known.files)
                self._kept.add(key)
                continue
            asked = self._question(listing, known, changed)
            self._asked.append(_Asked(listing, paths, helper.ask(make_year, *asked)))

    def gathered(self) -> Gathered:
        """The products of all years, once their files are made."""
        products: dict[str, Product] = {}
        for listing, paths, answer in self._asked:
            year = listing.term.slug
            made = answer() or make_year(*self._question(listing, None, frozenset())) or ()
            for staged in made:
                self._target.take(staged)
            # The documents' files one after another are the year's texts.
            trace = Trace.of("records", self._target.content_of(files.texts(year)))
            addresses = tuple(staged.address for staged in made)
            products[_KEY + year] = Product(trace, NOTHING, addresses, (), paths)
        return Gathered(products, frozenset(self._kept))

    def _question(
        self, listing: Listing, known: ProductMemory | None, changed: frozenset[str]
    ) -> tuple[str, YearBefore, list[Part], Staging]:
        """What :func:`make_year` is to be given: documents that are not ``changed`` as ``known``."""
        before = known.note.split(_PATHS) if known else []
        held = {path: at for at, path in enumerate(before) if path not in changed}
        parts: list[Part] = [
            part if isinstance(part, range) else self._target.path_of(data_address(part))
            for part in _parts(_places(listing), held)
        ]
        lying = {
            file.address: self._target.published_at(file.address)
            for file in (known.files if known else ())
        }
        return listing.term.slug, YearBefore(lying, len(before)), parts, self._target.stager()


class _Asked(NamedTuple):
    """A year whose files are under way, with the paths of its documents as remembered."""

    listing: Listing
    paths: str
    answer: Callable[[], tuple[Staged, ...] | None]


def _places(listing: Listing) -> Iterator[tuple[str, str]]:
    """The path of each document and the address of its page."""
    return zip(listing.documents.paths, listing.documents.addresses, strict=True)


def _differs(path: str, page: str, memory: Memory, target: Target) -> bool:
    """Whether the JSON of a document that was made again is not what it was in the last build."""
    address = data_address(page)
    known = memory.products.get(path)
    before = {file.address: file.content for file in known.files} if known else {}
    return before.get(address) != target.content_of(address)


def year_of(key: str) -> str:
    """The year whose files the product of ``key`` is."""
    return key.removeprefix(_KEY)


def _parts(documents: Iterable[tuple[str, str]], held: Mapping[str, int]) -> Iterator[range | str]:
    """``documents``, by path and address, as runs of what is ``held``, and the addresses between.

    ``held`` gives places by path.
    """
    run = range(0)
    for path, address in documents:
        at = held.get(path)
        if run and at == run.stop:
            run = range(run.start, run.stop + 1)
            continue
        if run:
            yield run
        run = range(0) if at is None else range(at, at + 1)
        if at is None:
            yield address
    if run:
        yield run
