"""The tables and texts of the whole site as products: for each year, made of its documents' JSON.

Publishing one reply writes the files of its year and no other.  They are made of the files beside
the pages, whose fingerprints are their trace; the entries of documents that did not change are
taken from the year's files as they stand.
"""

from __future__ import annotations

from .catalog import Listing
from .fingerprint import WIDTH, joined
from .layout import Site
from .memory import Memory
from .opendata import files
from .output import Target
from .production import AnyProduct, Product
from .shelves import NOTHING, ProductMemory
from .staging import Output, Stage
from .staleness import Trace
from .taxonomy import YEARS
from .urls import data_address

_KEY = "data:"


def yearly(site: Site, memory: Memory, target: Target) -> dict[str, AnyProduct]:
    """Bring every year's files into ``target``, where its documents' files are; their products."""
    return dict(_year(listing, memory, target) for listing in site.catalog.listings[YEARS.slug])


def year_of(key: str) -> str:
    """The year whose files the product of ``key`` is."""
    return key.removeprefix(_KEY)


def _year(listing: Listing, memory: Memory, target: Target) -> tuple[str, AnyProduct]:
    key = _KEY + listing.term.slug
    addresses = [data_address(card.address) for card in listing.documents]
    prints = [target.content_of(address) for address in addresses]
    trace = Trace.of("records", joined(prints))
    known = memory.products.get(key)
    if known and not all(map(target.is_intact, known.files)):
        known = None
    if known and known.trace == trace:
        target.keep(known.files)
        return key, known
    year = listing.term.slug
    held = _entries_held(year, known, target) if known else {}
    entries = [
        held.get(content) or files.entry(target.path_of(address).read_bytes())
        for content, address in zip(prints, addresses, strict=True)
    ]
    made = files.of_year(year, entries)
    for address, data in made.items():
        target.add(Output(address, data, Stage.LIST))
    return key, Product(trace, NOTHING, tuple(made), (), b"".join(prints).hex())


def _entries_held(year: str, known: ProductMemory, target: Target) -> dict[bytes, files.Entry]:
    """The entries in the files of an earlier build, by the fingerprint of the document's JSON.

    In the note of their product are these fingerprints, one after another.
    """
    prints = bytes.fromhex(known.note)
    entries = files.entries_of(year, {file.address: target.read(file) for file in known.files})
    if len(entries) * WIDTH != len(prints):
        return {}
    return {prints[at * WIDTH : (at + 1) * WIDTH]: each for at, each in enumerate(entries)}
