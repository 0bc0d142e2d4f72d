"""Questions about a site that change nothing: is it as it should be, and why is a page so."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from . import chunks, datafiles, fingerprint, program, urls
from .assistant import hired
from .catalog import Catalog
from .content import Progress, Staff, read_content
from .errors import Fault, UsageError
from .layout import clearance, lay_out
from .manifest import read_manifest
from .memory import Memory
from .pipeline import Request, build, only_build, publishable, today
from .privacy import Clearance
from .productmemory import ProductMemory
from .publication import Held
from .searchtexts import path_at
from .settings import Settings
from .staleness import DAMAGED, READS
from .standing import Item, Question, standing
from .store import Store
from .survey import Survey
from .taxonomy import YEARS
from .walk import walk


class Comparison(Struct, frozen=True):
    """How a folder differs from what it should be, as addresses in order.

    ``extra`` are files that we wrote and would remove, ``foreign`` those of others.
    """

    missing: tuple[str, ...]
    different: tuple[str, ...]
    extra: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether the folder is just what it should be."""
        return not (self.missing or self.different or self.extra or self.foreign)


def verify(request: Request, staff: Staff, progress: Progress) -> Comparison:
    """Compare the folder with a clean build of the same moment; nothing in it is changed.

    Raises ContentError when the content has errors: then there is nothing to compare with;
    UsageError when the folder is not there or not ours; MachineError while a build is running.
    """
    if request.root.is_dir() and not request.folder.exists():
        raise UsageError(f"没有 {request.folder} 这个文件夹，没有可以核对的；先运行 build")
    read_manifest(request.folder)
    with TemporaryDirectory(prefix="gongkai-") as scratch:
        folder = Path(scratch) / "site"
        clean = replace(request, folder=folder, memory=Path(scratch) / "memory.sqlite")
        build(clean, strict=False, staff=staff, progress=progress)
        wanted = read_manifest(folder)
    with only_build(request.root):
        known = read_manifest(request.folder)
        ours = known.keys() | wanted.keys()
        present = {address: print_of_file(request.folder / address) for address in ours}
        foreign = sorted(address for address, _ in walk(request.folder) if address not in ours)
    return Comparison(
        missing=tuple(sorted(each for each in wanted if not present[each])),
        different=tuple(sorted(each for each in wanted if present[each] not in {"", wanted[each]})),
        extra=tuple(sorted(each for each in known if each not in wanted and present[each])),
        foreign=tuple(foreign),
    )


def held_back(request: Request, staff: Staff) -> tuple[Held, ...]:
    """What a build would not publish now, and why; of the sources that can be read."""
    return present_catalog(request, staff)[0].held


def present_catalog(request: Request, staff: Staff) -> tuple[Catalog, Settings]:
    """What a build would publish now, of the sources that can be read, and the site's settings."""
    with closing(Store(request.memory, program.print_of_program())) as store:
        content = read_content(request.root, store.load(), staff, lambda *_: None)
    return publishable(content, request.now)[0], content.configuration.settings


def cleared(root: Path, staff: Staff) -> Clearance:
    """What looks like personal data and may be published, as the sources at ``root`` say now."""
    memory = chunks.file_of(root)
    with closing(Store(memory, program.print_of_program())) as store:
        content = read_content(root, store.load(), staff, lambda *_: None)
    return clearance(content.cards, content.configuration.settings)


class Standing(Struct, frozen=True):
    """How the ledgers stand: what is to be seen to, as was asked, and the faults of the ledgers."""

    question: Question
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]


def standing_of_ledgers(request: Request, days: int, staff: Staff) -> Standing:
    """What of the ledgers is due within ``days``, late, or not in order.

    Raises UsageError for a site without a ledger, ConfigurationError, and MachineError.
    """
    with closing(Store(request.memory, program.print_of_program())) as store:
        content = read_content(request.root, store.load(), staff, lambda *_: None)
    ledgers = content.ledgers
    if not ledgers:
        raise UsageError(
            "还没有台账；写法见手册“台账”一章，文件放在 content/ledger/ 里，如 2023.csv"
        )
    settings = content.configuration.settings
    question = Question(today(content, request.now), days, settings.calendar)
    public = frozenset(publishable(content, request.now)[0].documents.addresses)
    entries = [entry for ledger in ledgers.values() for entry in ledger.entries]
    items = standing(entries, content.cards, public, ledgers.keys(), question)
    faults = tuple(fault for ledger in ledgers.values() for fault in ledger.faults)
    return Standing(question, items, faults)


def print_of_file(path: Path) -> str:
    """The fingerprint of a file in hexadecimal; empty when there is none."""
    try:
        return fingerprint.of_bytes(path.read_bytes()).hex()
    except OSError:
        return ""


class Explanation(Struct, frozen=True):
    """Why the file at ``address`` is as it is: what makes it, and why it would be made again.

    Without ``key`` nothing makes the file: then ``held`` says why, where the source is held back.
    Without ``reasons`` and ``pending`` it is up to date.
    What is made of the files of other products says of how many documents (``documents``), and
    how many of them will be made again or taken down (``pending``): only then can be told
    whether it changes.
    """

    address: str
    key: str
    reads: tuple[str, ...]
    reasons: tuple[str, ...]
    documents: int = 0
    pending: int = 0
    held: Held | None = None


def explain(request: Request, asked: str, staff: Staff, progress: Progress) -> Explanation:
    """Explain the file that ``asked`` names: what it reads, whether it is out of date and why."""
    with (
        closing(Store(request.memory, program.print_of_program())) as store,
        hired(None, request.memory) as assistant,
    ):
        survey = Survey(request.folder, request.memory, assistant)
        memory = store.load()
        content = read_content(request.root, memory, staff, progress)
        catalog, _ = publishable(content, request.now)
        day = today(content, request.now)
        site = lay_out(request.root, content, catalog, memory, store, today=day)
        stale = site.traces.out_of_date(memory.products)
        altered = survey.findings(memory).altered
        stale = site.traces.with_damaged(stale, memory.products.owning(altered))
    address = urls.address_asked(asked, content.configuration.settings.site.base_url)
    cards = chain(catalog.documents, catalog.pages, catalog.withdrawn)
    own = (card.path for card in cards if card.address == address)
    key = next(chain(own, memory.products.owning({address})), address)
    trace = site.traces.get(key)
    if trace is None:
        made_again = {one.key for one in stale}
        return _gathered(
            address, key, memory, catalog, stale=made_again, altered=altered
        ) or _absent(address, catalog)
    reasons = next((one.reasons for one in stale if one.key == key), ())
    return Explanation(address, key, READS[trace.kind], reasons)


def _absent(address: str, catalog: Catalog) -> Explanation:
    """What is to be said of an address where nothing is; a document's data lie beside its page."""
    page = f"{address.rpartition('.')[0]}.html"
    held = (one for one in catalog.held if urls.address_asked(one.path, "") == page)
    return Explanation(address, "", (), (), held=next(held, None))


def _gathered(
    address: str,
    key: str,
    memory: Memory,
    catalog: Catalog,
    *,
    stale: Collection[str],
    altered: Collection[str],
) -> Explanation | None:
    """What is made of documents' files once these are made: a year's data, the search index.

    ``altered`` are the addresses of files that are not as they were written.
    """
    known = memory.products.get(key)
    sources = _sources(address, key, known, catalog) if known else ()
    if not known or not sources:
        return None
    present = {*catalog.documents.paths, *catalog.pages.paths}
    removed = [
        path
        for path, trace in memory.products.traces.items()
        if trace.kind == "document" and path not in present
    ]
    pending = sum(path in stale for path in sources) + len(removed)
    kind = known.trace.kind
    # Of the texts one may be made again alone; of any other product all files are.
    made = (address,) if kind == "text" else known.addresses
    reasons = (DAMAGED,) if any(each in altered for each in made) else ()
    return Explanation(address, key, READS[kind], reasons, len(sources), pending)


def _sources(address: str, key: str, known: ProductMemory, catalog: Catalog) -> tuple[str, ...]:
    """The paths of the documents of which the file at ``address`` is made; of others, none."""
    match known.trace.kind:
        case "records":
            year = datafiles.year_of(key)
            listings = (each for each in catalog.listings[YEARS.slug] if each.term.slug == year)
            return tuple(path for each in listings for path in each.documents.paths)
        case "text":
            path = path_at(known, address)
            return (path,) if path in catalog.documents.paths else ()
        case "segment" | "manifest":
            return tuple(catalog.documents.paths)
    return ()
