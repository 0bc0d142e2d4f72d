"""Stale products made again, the others kept: from a site laid out to a staged folder."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing

from msgspec import Struct
from msgspec.structs import replace

from . import galleys
from .content import Content, Progress, Staff, lost_fault
from .delivery import Bench, Delivered, Delivery
from .errors import Fault, has_errors
from .jobs import DocumentJob, Job, PageJob, RestyleJob, WithdrawalJob, may_hang
from .layout import Site
from .memory import Memory
from .model import Card
from .pages.entries import Near
from .productmemory import NOTHING, Discovered, ProductMemory
from .products import Product, Production
from .promises import Pledges
from .sinks import Nowhere, Sink
from .spool import Spool
from .staging import Stage, Staged, Stager
from .staleness import TEMPLATES, Stale, Trace
from .vocabulary import Openness, Status
from .workers import Lost, Task
from .workpieces import Made, last_look_of

_NOT_GLIMPSED = "read"
"""The note of a page that a glimpse could not tell to hold nothing: its lines had to be read."""


class Producing(Struct, frozen=True):
    """What is stale, to be made into ``target`` again: documents first, then all other pages."""

    site: Site
    memory: Memory
    stale: Collection[Stale]
    target: Sink
    staff: Staff
    progress: Progress

    def whole(self) -> Production:
        """Make all of it; raises ConfigurationError where a template has a fault."""
        return self.documents().with_pages(self.pages())

    def documents(self) -> Production:
        """Make the stale pages of documents, and plan the files of all that is not stale.

        Raises ConfigurationError where a template has a fault.
        """
        keys = {one.key for one in self.stale}
        restyled = self._stale_by_templates
        traces = self.site.traces
        known = self.memory.products
        kept = known.without(traces.absent(known).union(key for key in keys if key in known))
        self.target.keep_all(kept)
        products: dict[str, Product] = {}
        bodies: Spool[bytes] = Spool()
        texts: dict[str, Staged] = {}
        wanted = [key for key in self.site.documents if key in keys]
        with closing(self._of_documents(wanted, restyled)) as results:
            for done, delivered in enumerate(results, start=1):
                made = delivered.made
                key, trace = made.key, traces[made.key]
                for file in delivered.files:
                    self.target.take(file)
                if made.is_restyled:
                    before = self.memory.products[key]
                    pages = {file.address for file in delivered.files}
                    self.target.keep(file for file in before.files if file.address not in pages)
                    products[key] = _restyled(before, trace, made)
                else:
                    products[key] = self._document(trace, delivered)
                if made.body:
                    bodies.keep(*made.body)
                if made.galley:
                    bodies.keep(galleys.key(key), made.galley)
                if delivered.text:
                    texts[key] = delivered.text
                self.progress("生成文件页面", done, len(wanted))
        return Production(products, kept, bodies, texts)

    def pages(self) -> dict[str, Product]:
        """Make all else that is stale; the products by key.

        Raises ConfigurationError where a template has a fault.
        """
        keys = {one.key for one in self.stale}
        products: dict[str, Product] = {}
        last_look = last_look_of(self.site.layout)
        for key, ready in self.site.ready.items():
            if key in keys:
                outputs = ready.outputs()
                for output in outputs:
                    self.target.add(output)
                addresses = tuple(output.address for output in outputs)
                # What makes these files long, a line for each page or figure, is there from build to build.
                seen = last_look.at(
                    outputs, before=_published(self.memory.products.get(key), self.target)
                )
                trace = None if seen.faults or seen.leans else ready.trace
                products[key] = Product(trace, Discovered(), addresses, seen.faults)
        wanted = [key for key in self.site.pages if key in keys]
        glimpsed = self._stale_by_templates.difference(self.memory.products.notes)
        jobs = (_with_page(job, glimpsed, self.target) for job in self.site.jobs(wanted))
        traces = self.site.traces
        with closing(self._delivered(jobs, len(wanted))) as results:
            for done, (made, files, _) in enumerate(results, start=1):
                for file in files:
                    self.target.take(file)
                trace = _lasting(traces[made.key], made)
                addresses = tuple(file.address for file in files)
                note = "" if made.is_glimpsed else _NOT_GLIMPSED
                products[made.key] = Product(trace, made.discovered, addresses, made.faults, note)
                self.progress("生成其他页面", done, len(wanted))
        return products

    @property
    def _stale_by_templates(self) -> frozenset[str]:
        """What is stale for its templates alone."""
        return frozenset(one.key for one in self.stale if one.reasons == (TEMPLATES,))

    def _document(self, planned: Trace, delivered: Delivered) -> Product:
        """The product of a document that was made, with the trace that was ``planned`` for it."""
        made, files = delivered.made, delivered.files
        found = made.discovered, bool(made.faults)
        known = self.memory.products
        trace: Trace | None = planned
        if not _read_as_planned(self.site, made, files):
            trace = None
        elif found != (known.discovered.get(made.key, NOTHING), made.key in known.faults):
            # It was planned by what was known; the trace must hold what the body refers to now.
            trace = self.site.document_plan.trace(made.key, *found)
        addresses = tuple(file.address for file in files)
        return Product(_lasting(trace, made), made.discovered, addresses, made.faults)

    def _of_documents(
        self, wanted: Sequence[str], restyled: Collection[str]
    ) -> Generator[Delivered, None, None]:
        """What comes of the jobs of documents, in their order.

        To be closed, as :meth:`_delivered`.  Where galleys of those to be ``restyled`` are lost,
        these documents come last.
        """
        lost: list[str] = []
        jobs = (_document_job(self.site, key, restyled, self.target) for key in wanted)
        with closing(self._delivered(jobs, len(wanted))) as results:
            for delivered in results:
                if delivered.made.lacks_galley:
                    lost.append(delivered.made.key)
                else:
                    yield delivered
        anew = map(self.site.document_plan.job, lost)
        with closing(self._delivered(anew, len(lost))) as results:
            yield from results

    def _delivered(self, jobs: Iterable[Job], count: int) -> Generator[Delivered, None, None]:
        """What comes of each of ``count`` jobs, in their order.

        To be closed, so that however it ends no process goes on writing files.
        """
        results = self.staff(count).each(_making(self.site, self.target.stager()), jobs)
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
            Near(),
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
    """The job of a document; of one of ``restyled`` the pages alone, where it has been published."""
    plan = site.document_plan
    page = target.published_at(plan.sources.address(key)) if key in restyled else ""
    return RestyleJob(key, page) if page else plan.job(key)


def _with_page(job: Job, glimpsed: Collection[str], target: Sink) -> Job:
    """The ``job`` of a page, of one that was ``glimpsed`` with what the templates before made of it."""
    if not isinstance(job, PageJob) or job.key not in glimpsed:
        return job
    page = target.published_at(job.page.address)
    return replace(job, before=page) if page else job


def _making(site: Site, stager: Stager) -> Task[Job, Delivered]:
    seconds = site.layout.settings.limits.document_seconds
    delivery = Delivery(site.layout, stager, site.document_plan.bodies)
    return Task(delivery, Bench, Bench.deliver, seconds=seconds, may_hang=may_hang)


def _restyled(known: ProductMemory, trace: Trace, made: Made) -> Product:
    """The ``known`` product with its pages made by other templates, as its ``trace`` has them now."""
    faults = (*known.faults, *made.faults)
    return Product(_lasting(trace, made), known.discovered, known.addresses, faults, known.note)


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
    return made.source == plan.sources.content(made.key) and known.issuperset(beside)


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
