"""Stale products made again, the others kept: from a site laid out to a staged folder."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Set
from contextlib import closing
from itertools import chain
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from . import galleys
from .catalog import Neighbours
from .content import Content, Progress, Staff, lost_fault
from .delivery import Bench, Delivered, Delivery
from .errors import Fault, has_errors
from .jobs import DocumentJob, Job, PageJob, RestyleJob, WithdrawalJob, may_hang
from .layout import Site
from .memory import Memory
from .model import Card
from .privacy import without_repetitions
from .promises import Pledges
from .shelves import Discovered, ProductMemory, Shelves
from .sinks import Nowhere, Sink
from .spool import Spool
from .staging import Stage, Staged, Stager
from .staleness import TEMPLATES, Stale, Trace
from .vocabulary import Openness, Status
from .workers import Lost, Task
from .workpieces import Made, last_look_of

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


AnyProduct = Product | ProductMemory
"""A product that was made, or one that stays as it is remembered."""


class Gathered(NamedTuple):
    """Products made of the files of others: those that were ``made``, the keys of those ``kept``."""

    made: Mapping[str, Product]
    kept: frozenset[str]


class Production(Struct, frozen=True):
    """All products of a build: those that were ``made``, by key, and those that are ``kept``.

    ``bodies`` is what to remember of sources, packed: bodies that were rendered anew, galleys.
    ``texts`` are the text files for the search index of the documents that were made, by path;
    they wait for the addresses that the index gives them.
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


def produce(
    site: Site,
    memory: Memory,
    stale: Collection[Stale],
    target: Sink,
    *,
    staff: Staff,
    progress: Progress,
) -> Production:
    """Make the stale products into ``target`` and plan there the files of all others.

    Raises ConfigurationError where a template has a fault.
    """
    documents = produce_documents(site, memory, stale, target, staff=staff, progress=progress)
    pages = produce_pages(site, memory, stale, target, staff=staff, progress=progress)
    return documents.with_pages(pages)


def produce_documents(
    site: Site,
    memory: Memory,
    stale: Collection[Stale],
    target: Sink,
    *,
    staff: Staff,
    progress: Progress,
) -> Production:
    """Make the stale pages of documents, and plan the files of all that is not stale.

    Raises ConfigurationError where a template has a fault.
    """
    keys = {one.key for one in stale}
    restyled = {one.key for one in stale if one.reasons == (TEMPLATES,)}
    traces = site.traces
    kept = memory.products.without({*memory.products} - (traces.keys() - keys))
    target.keep_all(kept)
    products: dict[str, Product] = {}
    bodies: Spool[bytes] = Spool()
    texts: dict[str, Staged] = {}
    wanted = [key for key in site.documents if key in keys]
    jobs = (_document_job(site, key, restyled, target) for key in wanted)
    with closing(_delivered(site, jobs, len(wanted), target, staff)) as results:
        for done, delivered in enumerate(results, start=1):
            made = delivered.made
            if made.is_restyled:
                target.keep(memory.products[made.key].files)
            for file in delivered.files:
                target.take(file)
            if made.body:
                bodies.keep(*made.body)
            if made.galley:
                bodies.keep(galleys.key(made.key), made.galley)
            if delivered.text:
                texts[made.key] = delivered.text
            products[made.key] = (
                _restyled(memory.products[made.key], traces[made.key], made)
                if made.is_restyled
                else _document(site, delivered)
            )
            progress("生成文件页面", done, len(wanted))
    return Production(products, kept, bodies, texts)


def produce_pages(
    site: Site,
    memory: Memory,
    stale: Collection[Stale],
    target: Sink,
    *,
    staff: Staff,
    progress: Progress,
) -> dict[str, Product]:
    """Make all else that is stale into ``target``; the products by key.

    Raises ConfigurationError where a template has a fault.
    """
    keys = {one.key for one in stale}
    products: dict[str, Product] = {}
    last_look = last_look_of(site.layout)
    for key, ready in site.ready.items():
        if key in keys:
            outputs = ready.outputs()
            for output in outputs:
                target.add(output)
            addresses = tuple(output.address for output in outputs)
            # What makes these files long, a line for each page or figure, is there from build to build.
            seen = last_look.at(outputs, before=_published(memory.products.get(key), target))
            trace = None if seen.faults or seen.leans else ready.trace
            products[key] = Product(trace, Discovered(), addresses, seen.faults)
    wanted = [key for key in site.pages if key in keys]
    jobs, traces = map(site.job, wanted), site.traces
    with closing(_delivered(site, jobs, len(wanted), target, staff)) as results:
        for done, (made, files, _) in enumerate(results, start=1):
            for file in files:
                target.take(file)
            trace = _lasting(traces[made.key], made)
            addresses = tuple(file.address for file in files)
            products[made.key] = Product(trace, made.discovered, addresses, made.faults)
            progress("生成其他页面", done, len(wanted))
    return products


def _delivered(
    site: Site, jobs: Iterable[Job], count: int, target: Sink, staff: Staff
) -> Generator[Delivered, None, None]:
    """What comes of each of ``count`` jobs, in their order.

    To be closed, so that however it ends no process goes on writing files.
    """
    results = staff(count).each(_making(site, target.stager()), jobs)
    with closing(results):
        for result in results:
            yield _lost(result) if isinstance(result, Lost) else result


def _published(known: ProductMemory | None, target: Sink) -> dict[str, bytes]:
    """The files of a product of an earlier build that are still as they were written."""
    files = known.files if known else ()
    return {file.address: data for file in files if (data := target.published(file))}


def absent_faults(content: Content, site: Site, staff: Staff) -> Iterator[Fault]:
    """What is wrong with the bodies of sources that are on no page; what is made goes nowhere.

    Of a document that is 不公开 or withdrawn no body is ever shown, so that nothing in it is wrong.
    """
    published = {*site.catalog.documents.paths, *site.catalog.pages.paths}
    absent = ((path, content.sources[path]) for path in content.sources.keys() - published)
    jobs: list[Job] = [
        DocumentJob(
            path,
            Neighbours(),
            (),
            Pledges(),
            (),
            None,
            source.signature[0],
            content.manuscripts.get(path, b""),
        )
        for path, source in absent
        if source.card and _may_be_shown(source.card)
    ]
    results = staff(len(jobs)).each(_making(site, Nowhere().stager()), jobs)
    for result in results:
        yield from (_lost(result) if isinstance(result, Lost) else result).made.faults


def _may_be_shown(card: Card) -> bool:
    return card.openness is not Openness.WITHHELD and card.status is not Status.WITHDRAWN


def _document_job(site: Site, key: str, restyled: Collection[str], target: Sink) -> Job:
    """The job of a document; of one of ``restyled`` the pages alone, where their galley is known."""
    plan = site.document_plan
    card = plan.sources[key].card if key in restyled else None
    page = target.published_at(card.address) if card else None
    galley = plan.bodies(galleys.key(key)) if page else None
    return RestyleJob(key, galley, str(page)) if galley else plan.job(key)


def _making(site: Site, stager: Stager) -> Task[Job, Delivered]:
    seconds = site.layout.settings.limits.document_seconds
    delivery = Delivery(site.layout, stager)
    return Task(delivery, Bench, Bench.deliver, seconds=seconds, may_hang=may_hang)


def _restyled(known: ProductMemory, trace: Trace, made: Made) -> Product:
    """The ``known`` product with its pages made by other templates, as its ``trace`` has them now."""
    faults = (*known.faults, *made.faults)
    return Product(_lasting(trace, made), known.discovered, known.addresses, faults, known.note)


def _document(site: Site, delivered: Delivered) -> Product:
    """The product of a document that was made."""
    made, files = delivered.made, delivered.files
    # What the body refers to is known only now; the trace must hold what that came to.
    trace = (
        site.document_plan.trace(made.key, made.discovered, bool(made.faults))
        if _read_as_planned(site, made, files)
        else None
    )
    addresses = tuple(file.address for file in files)
    return Product(_lasting(trace, made), made.discovered, addresses, made.faults)


def _lasting(trace: Trace | None, made: Made) -> Trace | None:
    """The trace of what was made, unless it must be made again next time, whatever is the case."""
    # A page that was lost may well be made next time.  One that passed the last look for what
    # another document acknowledges must not pass when that does so no more; that is rare.
    return None if has_errors(made.faults) or made.leans else trace


def _read_as_planned(site: Site, made: Made, files: Iterable[Staged]) -> bool:
    """Whether no file of a document was saved anew between its reading and its making."""
    plan = site.document_plan
    known = {plan.files.get(path) for path in made.discovered.files}
    beside = (file.content for file in files if file.stage is Stage.ASSET)
    return made.source == plan.sources[made.key].content and known.issuperset(beside)


def _lost(lost: Lost[Job]) -> Delivered:
    job = lost.item
    match job:
        case DocumentJob() | RestyleJob():
            key = job.path
        case PageJob():
            key = job.key
        case WithdrawalJob():
            key = job.card.path
    return Delivered(Made(key, (), faults=(lost_fault(key, lost.hung),)))
