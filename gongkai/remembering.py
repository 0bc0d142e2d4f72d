"""What a build came to, put together as the memory of the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .content import Content
from .layout import Site
from .memory import Memory
from .output import Target
from .productmemory import AnyProduct, FileMemory
from .products import Gathered, Product, Production
from .shelves import Shelf, Shelves, by_folder
from .store import Store
from .survey import Findings
from .walk import Signature, settled


def remember(  # noqa: PLR0917 - all that a build comes to
    store: Store,
    content: Content,
    site: Site,
    before: Memory,
    production: Production,
    gathered: Iterable[Gathered],
    findings: Findings,
    target: Target,
) -> None:
    """Keep what this build knows for the next one.

    What is ``gathered`` is beside its ``production``; ``findings`` are those of the survey.
    """
    made, gone = dict(production.made), before.products.not_in(production.kept)
    for each in gathered:
        made.update(each.made)
        gone -= each.kept
    lasting = {key: product for key, product in made.items() if product.trace}
    gone |= made.keys() - lasting.keys()
    seen_again = {
        key: known._replace(files=_seen_again(known.files, seen, findings.at))
        for key, seen in findings.seen.items()
        if key not in made and key not in gone and (known := before.products.get(key))
    }
    products = before.products.replaced(seen_again).with_made(_shelves(lasting, target), gone)
    changed: dict[str, AnyProduct] = {**seen_again, **lasting}
    surveyed = before.surveyed.after(findings.prints, products, before.products, changed)
    memory = Memory(
        store.program,
        content.naming,
        content.sources,
        content.files,
        products,
        content.ledger_sources,
        site.dockets,
        target.left(products),
        surveyed,
        content.listed,
    )
    store.save(memory, production.bodies)


def _seen_again(
    files: Iterable[FileMemory], seen: Mapping[str, Signature], at: int
) -> tuple[FileMemory, ...]:
    """``files`` with the signatures under which they were found to be as they were written."""
    return tuple(
        file._replace(signature=settled(seen[file.address], at)) if file.address in seen else file
        for file in files
    )


def _shelves(products: Mapping[str, Product], target: Target) -> Shelves:
    """``products`` with their files as they are in ``target``."""
    folders: dict[str, Shelf] = {}
    for folder, held in by_folder(products).items():
        addresses = [address for key in sorted(held) for address in held[key].addresses]
        folders[folder] = Shelf.made(held, *target.memory_of(addresses))
    return Shelves(folders)
