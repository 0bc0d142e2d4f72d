"""The tables and texts of the whole site as products: for each year, made of its documents' JSON.

Publishing one reply writes the files of its year and no other.  They are made of the files beside
the pages; the entries of documents that were not made again are taken from the year's files as
they stand, whose product remembers the documents' paths, a line each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .catalog import Listing
from .layout import Site
from .memory import Memory
from .model import Card
from .opendata import files
from .output import Target
from .production import Gathered, Product
from .shelves import NOTHING, ProductMemory
from .staging import Output, Stage
from .staleness import Trace
from .taxonomy import YEARS
from .urls import data_address

_KEY = "data:"
_PATHS = "\n"


def yearly(site: Site, memory: Memory, made: Iterable[str], target: Target) -> Gathered:
    """Bring every year's files into ``target``, where its documents' files are; their products.

    ``made`` are the paths of the documents whose files were made in this build.
    """
    remade = frozenset(made)
    products: dict[str, Product] = {}
    kept: set[str] = set()
    for listing in site.catalog.listings[YEARS.slug]:
        year = listing.term.slug
        key = _KEY + year
        changed = frozenset(
            card.path
            for card in listing.documents
            if card.path in remade and _differs(card, memory, target)
        )
        paths = _PATHS.join([card.path for card in listing.documents])
        known = memory.products.get(key)
        if known and not all(map(target.is_intact, known.files)):
            known = None
        if known and known.note == paths and not changed:
            target.keep(known.files)
            kept.add(key)
            continue
        made_files = files.of_year(year, _entries(listing, known, changed, target))
        for address, data in made_files.items():
            target.add(Output(address, data, Stage.LIST))
        # The documents' files one after another are the year's texts.
        trace = Trace.of("records", target.content_of(files.texts(year)))
        products[key] = Product(trace, NOTHING, tuple(made_files), (), paths)
    return Gathered(products, frozenset(kept))


def _differs(card: Card, memory: Memory, target: Target) -> bool:
    """Whether the JSON of a document that was made again is not what it was in the last build."""
    address = data_address(card.address)
    known = memory.products.get(card.path)
    before = {file.address: file.content for file in known.files} if known else {}
    return before.get(address) != target.content_of(address)


def year_of(key: str) -> str:
    """The year whose files the product of ``key`` is."""
    return key.removeprefix(_KEY)


def _entries(
    listing: Listing, known: ProductMemory | None, changed: frozenset[str], target: Target
) -> Iterator[files.Entry]:
    """The entries of a year's documents in their order.

    Those that are not ``changed`` are taken from the files of ``known``, in runs.
    """
    before = known.note.split(_PATHS) if known else []
    held = {path: at for at, path in enumerate(before) if path not in changed}
    parts = list(_parts(listing.documents, held))
    runs = [part for part in parts if isinstance(part, range)]
    taken: list[files.Entry] = []
    if known and runs:
        data = {file.address: target.read(file) for file in known.files}
        taken = files.entries_of(listing.term.slug, data, len(before), runs)
    if not taken:
        parts = [*listing.documents]
    remaining = iter(taken)
    for part in parts:
        if isinstance(part, range):
            yield next(remaining)
        else:
            address = data_address(part.address)
            yield files.entry(target.path_of(address).read_bytes())


def _parts(documents: Iterable[Card], held: Mapping[str, int]) -> Iterator[range | Card]:
    """``documents`` as runs of what is ``held``, by its places, and what stands between them."""
    run = range(0)
    for card in documents:
        at = held.get(card.path)
        if run and at == run.stop:
            run = range(run.start, run.stop + 1)
            continue
        if run:
            yield run
        run = range(0) if at is None else range(at, at + 1)
        if at is None:
            yield card
    if run:
        yield run
