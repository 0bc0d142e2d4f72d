"""The tables and texts of the whole site as products: for each year, made of its documents' JSON.

A year's files are read together, so that publishing one reply writes those of its year and no
other.  They are made of the files beside the pages, whose fingerprints are their trace: what did
not change is not opened.
"""

from __future__ import annotations

from .catalog import Listing
from .fingerprint import joined
from .layout import Site
from .memory import NOTHING, Memory
from .opendata import files
from .output import Output, Stage, Target
from .production import AnyProduct, Product
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
    trace = Trace.of("records", joined(map(target.content_of, addresses)))
    known = memory.products.get(key)
    if known and known.trace == trace and all(map(target.is_intact, known.files)):
        target.keep(known.files)
        return key, known
    lines = [target.path_of(address).read_bytes() for address in addresses]
    made = dict(files.of_year(listing.term.slug, lines))
    for address, data in made.items():
        target.add(Output(address, data, Stage.LIST))
    return key, Product(trace, NOTHING, tuple(made), ())
