"""What a build came to, put together as the memory of the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .content import Content
from .layout import Site
from .memory import Memory
from .output import Target
from .products import Gathered, Product, Production
from .shelves import FileMemory, ProductMemory
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
    shelves = before.products.without(gone)
    changed: dict[str, ProductMemory | None] = {
        key: product._replace(files=_seen_again(product.files, seen, findings.at))
        for key, seen in findings.seen.items()
        if (product := shelves.get(key))
    }
    changed |= {key: _remembered(product, target) for key, product in made.items()}
    products = shelves.replaced(changed)
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


def _remembered(product: Product, target: Target) -> ProductMemory | None:
    """The product for the next build; ``None`` of one that must be made again then."""
    if not product.trace:
        return None
    return ProductMemory(
        product.trace,
        product.discovered,
        target.memory_of(product.addresses),
        product.faults,
        product.note,
    )
