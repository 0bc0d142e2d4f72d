"""The tables and texts of the whole site as products: for each year, made of its documents' JSON.

Publishing one reply writes the files of its year and no other.  They are made of the files beside
the pages; the entries of documents that were not made again are taken from the year's files as
they stand, of which their product remembers the documents' paths, a line each.
"""

from __future__ import annotations

from collections.abc import Iterable

from .layout import Site
from .memory import Memory
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
    changed = frozenset(made)
    products: dict[str, Product] = {}
    kept: set[str] = set()
    for listing in site.catalog.listings[YEARS.slug]:
        year = listing.term.slug
        key = _KEY + year
        paths = _PATHS.join([card.path for card in listing.documents])
        known = memory.products.get(key)
        if known and not all(map(target.is_intact, known.files)):
            known = None
        if known and known.note == paths and changed.isdisjoint(paths.split(_PATHS)):
            target.keep(known.files)
            kept.add(key)
            continue
        held = _entries_held(year, known, changed, target) if known else {}
        entries = [
            held.get(card.path)
            or files.entry(target.path_of(data_address(card.address)).read_bytes())
            for card in listing.documents
        ]
        made_files = files.of_year(year, entries)
        for address, data in made_files.items():
            target.add(Output(address, data, Stage.LIST))
        # The documents' files one after another are the year's texts.
        trace = Trace.of("records", target.content_of(files.texts(year)))
        products[key] = Product(trace, NOTHING, tuple(made_files), (), paths)
    return Gathered(products, frozenset(kept))


def year_of(key: str) -> str:
    """The year whose files the product of ``key`` is."""
    return key.removeprefix(_KEY)


def _entries_held(
    year: str, known: ProductMemory, changed: frozenset[str], target: Target
) -> dict[str, files.Entry]:
    """The entries in the files of an earlier build that hold still, by the document's path."""
    paths = known.note.split(_PATHS)
    entries = files.entries_of(year, {file.address: target.read(file) for file in known.files})
    if len(entries) != len(paths):
        return {}
    return {path: each for path, each in zip(paths, entries, strict=True) if path not in changed}
