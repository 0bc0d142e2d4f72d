"""The order of the stages: from the files of a root to a published site.

``Source → Document → Card → Catalog → Plan → Output → public/``: every stage takes the value of
the one before it, and only the last one writes.  What did not change since the last build is
remembered instead of made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from msgspec import Struct

from . import allowances, config, crosschecks, output, program
from .assistant import NOBODY, Assistant
from .catalog import Catalog, gather
from .collisions import (
    claimed_twice,
    hindered,
    is_any_twice,
    may_clash,
    places_of_old_addresses,
)
from .content import Content, Progress, Staff, read_content
from .datafiles import Years
from .dates import Moment
from .drawer import Mark
from .errors import ContentError, Fault, MachineError, UsageError, cause_of, has_errors, is_clean
from .heap import lasting
from .layout import Site, lay_out
from .memory import Memory
from .output import Committed, Target
from .production import Producing, absent_faults
from .products import Production
from .publication import Gate, Held, public_gate
from .remembering import remember
from .searching import Indexing
from .searchtexts import lost_texts
from .sinks import Nowhere
from .staleness import Stale
from .store import Store
from .survey import Survey
from .taxonomy import term_order
from .unlisted import unlisted_files
from .walk import Seen

CACHE = ".cache"

_MANY = 1000
"""Products that are made, from which on what each was before is no longer looked up."""


class Request(Struct, frozen=True):
    """What is asked of a build: the site at ``root`` into ``folder``, as of ``now``.

    ``memory`` is the file of the build's memory; a build ``afresh`` does not look into it.
    ``seen`` is what stands in content/, where somebody has looked already; ``survey`` that of
    ``folder``, where somebody has begun one.
    """

    root: Path
    folder: Path
    memory: Path
    now: datetime
    afresh: bool = False
    seen: Seen | None = None
    survey: Survey | None = None


class Built(Struct, frozen=True):
    """What a build did.

    ``sources`` is how many sources there are, ``changed`` how many of them were read anew;
    ``stale`` are the products that were made and why; ``due`` is the next moment at which a
    document falls due or the term of a promise is past, in the site's time zone.
    ``workings`` is what it worked with: a process that holds it until it ends need not take it
    apart, value by value.
    """

    sources: int
    changed: int
    published: int
    held: tuple[Held, ...]
    due: datetime | None
    stale: tuple[Stale, ...]
    committed: Committed
    warnings: tuple[Fault, ...]
    workings: tuple[object, ...] = ()


def build(
    request: Request,
    strict: bool,
    staff: Staff,
    progress: Progress,
    assistant: Assistant = NOBODY,
) -> Built:
    """Publish what ``request`` asks, with the help of an ``assistant``.

    Raises ConfigurationError, or ContentError with all faults of the content (with ``strict``
    for warnings too, and with the notices); then the folder is as it was.  Raises UsageError for a folder that is not
    ours and MachineError when the disk fails or another build is running.
    """
    with (
        only_build(request.root),
        output.opened(request.folder) as target,
        closing(Store(request.memory, program.print_of_program())) as store,
        # However this ends, it writes no more files.
        closing(assistant),
    ):
        survey = request.survey or Survey(request.folder, request.memory, assistant)
        memory = Memory(program=store.program) if request.afresh else store.load()
        target.recall(memory.products, memory.published)
        content = read_content(
            request.root, memory, staff, progress, seen=request.seen, recall=store.recall
        )
        with lasting():
            catalog, faults = publishable(content, request.now)
            day = today(content, request.now)
            site = lay_out(request.root, content, catalog, memory, store, today=day)
        # Decided while somebody else looks through the folder.
        stale = site.traces.out_of_date(memory.products)
        findings = survey.findings(memory)
        broken = frozenset(memory.products.owning(findings.altered))
        unsearchable = lost_texts(catalog, memory, broken, target)
        stale = site.traces.with_damaged(stale, chain(broken, unsearchable))
        producing = Producing(site, memory, stale, target, staff, progress)
        documents = producing.documents()
        with _begun(
            site, memory, broken, documents, target, staff=staff, assistant=assistant
        ) as making:
            production = documents.with_pages(producing.pages())
            faults += _found_wrong(content, site, memory, production)
            if strict:
                faults += allowances.notices(request.root, content, staff)
            if has_errors(faults) or (strict and not is_clean(faults)):
                raise ContentError(faults)
            gathered = [each.gathered() for each in making]
        committed = target.commit()
        with target.clearing(staff):
            remember(store, content, site, memory, production, gathered, findings, target)
    return Built(
        len(content.sources),
        len(content.changed),
        len(catalog.documents),
        catalog.held,
        _due(site, content.configuration.settings.site.timezone),
        tuple(stale),
        committed,
        tuple(sorted(faults)),
        (store, memory, content, site, findings, production, target),
    )


@contextmanager
def _begun(
    site: Site,
    memory: Memory,
    broken: Collection[str],
    documents: Production,
    target: Target,
    *,
    staff: Staff,
    assistant: Assistant,
) -> Iterator[tuple[Years, Indexing] | tuple[()]]:
    """What takes no more than the files of ``documents``, made while the other pages are.

    Nothing where one of them could not be made: then nothing will be published.
    """
    if has_errors(documents.faults()):
        yield ()
        return
    texts = documents.texts
    # Without an assistant the processes that make all else make this beside it.
    with closing(assistant if assistant.is_there else staff(len(texts))) as helper:
        # Asked first, for they take longest.
        years = Years(site, memory, texts, target, helper)
        with closing(
            Indexing(site, memory, broken, texts, target, staff=staff, helper=helper)
        ) as indexing:
            yield years, indexing


def check(request: Request, strict: bool, staff: Staff, progress: Progress) -> tuple[Fault, ...]:
    """Every fault of the content, of what is held back too, in the order of files and lines.

    With ``strict`` the notices are among them.
    Nothing is written.  Raises ConfigurationError with the faults of site.toml or of the theme.
    """
    with closing(Store(request.memory, program.print_of_program())) as store:
        memory = store.load()
        content = read_content(request.root, memory, staff, progress, recall=store.recall)
        catalog, faults = publishable(content, request.now)
        day = today(content, request.now)
        site = lay_out(request.root, content, catalog, memory, store, today=day)
        stale = site.traces.out_of_date(memory.products)
        production = Producing(site, memory, stale, Nowhere(), staff, progress).whole()
        faults += absent_faults(content, site, staff)
        if strict:
            faults += allowances.notices(request.root, content, staff)
    faults += _found_wrong(content, site, memory, production)
    return tuple(sorted(faults))


def _found_wrong(
    content: Content, site: Site, before: Memory, production: Production
) -> list[Fault]:
    """What is wrong with sources, apart and together, with bodies and addresses, and with files that no page has."""
    documents = site.catalog.documents
    severities = content.configuration.settings.checks
    claims = tuple(production.claims(site.traces)) if _may_clash(before, production) else ()
    places = places_of_old_addresses(content.cards.marked(Mark.ALIASES))
    return [
        *content.faults(),
        *crosschecks.faults(content.compared(documents), severities),
        *site.plan.promises.faults,
        *production.faults(),
        *claimed_twice(claims, places),
        *(fault for _, fault in hindered(claims, places)),
        *unlisted_files(content.files, documents, production.product),
    ]


def _may_clash(before: Memory, production: Production) -> bool:
    made, kept = production.made, production.kept
    addresses = [address for product in made.values() for address in product.addresses]
    had: frozenset[str] = frozenset()
    if len(made) < _MANY:
        known = (before.products[key] for key in made if key in before.products)
        had = frozenset(address for product in known for address in product.addresses)
    elif frozenset(before.products.addresses).issuperset(addresses):
        # None can hinder another beside which it stood.
        return is_any_twice(addresses, kept.addresses)
    return may_clash(addresses, had, (each.places for each in kept.columns))


def publishable(content: Content, now: datetime) -> tuple[Catalog, list[Fault]]:
    """The catalog of what the public may see at ``now``."""
    return catalog_of(content, gate_of_the_public(content, now))


def gate_of_the_public(content: Content, now: datetime) -> Gate:
    """The gate that says what the public may see at ``now``."""
    settings = content.configuration.settings
    moment = local_moment(now, settings.site.timezone)
    return public_gate(moment, settings.review_required)


def catalog_of(content: Content, gate: Gate) -> tuple[Catalog, list[Fault]]:
    """The catalog of what ``gate`` lets through, its terms in the order of the configuration."""
    configuration = content.configuration
    order = term_order(configuration.settings, configuration.units)
    return gather(content.cards, gate, order)


def today(content: Content, now: datetime) -> date:
    """The day that ``now`` is on at the site."""
    return local_moment(now, content.configuration.settings.site.timezone).at.date()


def local_moment(now: datetime, timezone: str) -> Moment:
    """``now`` in the site's time zone; a time without an offset is in that zone already."""
    local = now.astimezone(ZoneInfo(timezone)) if now.tzinfo else now
    return Moment(local.replace(tzinfo=None), has_time=True)


def _due(site: Site, timezone: str) -> datetime | None:
    """When the same content will make another site: a publication, or a promise past its term."""
    moments = [one.until.at for one in site.catalog.held if one.until]
    if lapse := site.plan.promises.lapse:
        moments.append(datetime.combine(lapse, time.min))
    return min(moments).replace(tzinfo=ZoneInfo(timezone)) if moments else None


@contextmanager
def only_build(root: Path) -> Iterator[None]:
    """Hold the lock of the operating system that lets one build of a root run at a time."""
    config.require_site(root)
    cache = root / CACHE
    lock = FileLock(cache / "build.lock", timeout=0)
    try:
        cache.mkdir(exist_ok=True)
        lock.acquire()
    except FileNotFoundError:
        raise UsageError(f"没有 {root} 这个文件夹；请用 --root 指明网站所在的文件夹") from None
    except Timeout:
        raise MachineError("另一次发布正在进行，请等它结束后再运行") from None
    except OSError as error:
        raise MachineError(f"不能在 {cache} 里写文件：{cause_of(error)}") from error
    try:
        yield
    finally:
        lock.release()
