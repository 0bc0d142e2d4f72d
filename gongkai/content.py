"""Everything below a root, read: the configuration, and every source as it is or is remembered."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import cached_property
from itertools import count, groupby
from pathlib import Path

from msgspec import Struct

from . import config, fingerprint, intake, sources
from .columns import Signature, folder_of
from .config import Configuration
from .crosschecks import Whole
from .deck import Deck
from .disagreements import disagreements
from .drawer import SourceMemory
from .drawers import Drawers
from .errors import Fault, has_errors
from .fingerprint import NO_PRINT
from .intake import Arrival, Desk
from .ledger import Ledger
from .memory import LedgerMemory, Memory
from .names import names_of
from .recalling import Recall, anew
from .sharing import Sharing
from .spool import Spool
from .walk import Seen, look, settled
from .workers import Lost, Task, Workforce, as_it_is

Progress = Callable[[str, int, int], None]
"""Told a stage's name, how many of its items are done, and how many there are."""

Staff = Callable[[int], Workforce]
"""Gives the workforce for a number of items."""


class Content(Struct, frozen=True, dict=True):
    """What was read.

    ``sources`` are keyed by path from the root, ``files`` (attachments and images) by path below
    content/, with signature and fingerprint.  ``naming`` is the fingerprint of all names that
    fields may use; ``changed`` are the paths of the sources that were read anew.
    ``ledger_sources`` are the ledgers by path from the root, with their fingerprints.
    ``manuscripts`` are those of what was read anew, packed, by path.  ``listed`` are as in
    :class:`.memory.Memory`.
    """

    configuration: Configuration
    found: sources.Found
    sources: Drawers
    files: Mapping[str, tuple[Signature, bytes]]
    naming: bytes
    changed: tuple[str, ...]
    ledger_sources: Mapping[str, LedgerMemory]
    manuscripts: Mapping[str, bytes]
    listed: Mapping[str, bytes]

    @cached_property
    def cards(self) -> Deck:
        """The cards of all sources of which a noun could be made, in the order of paths."""
        return Deck.of_all(self.sources)

    @property
    def ledgers(self) -> Mapping[int, Ledger]:
        """The ledgers by year, in the order of years; what is no ledger is not among them."""
        found = [source.ledger for source in self.ledger_sources.values() if source.ledger.year]
        return {ledger.year: ledger for ledger in sorted(found, key=lambda each: each.year)}

    def compared(self, published: Deck) -> Whole:
        """What the checks of all documents are given; ``published`` stand oldest first."""
        sources = self.sources
        return Whole(published, self.cards, sources.texts, sources.claims, self.ledgers)

    def faults(self) -> list[Fault]:
        """What is wrong with units.yaml, the sources and the ledgers, apart and together."""
        faults = [*self.sources.faults]
        faults += [each for source in self.ledger_sources.values() for each in source.ledger.faults]
        if entries := [entry for ledger in self.ledgers.values() for entry in ledger.entries]:
            faults += disagreements(entries, self.cards)
        if has_errors(self.configuration.unit_faults):
            # While units.yaml cannot be read whole, a unit that seems unknown may well be in it.
            faults = [fault for fault in faults if fault.rule != "unknown-unit"]
        return [
            *self.configuration.unit_faults,
            *sources.not_files(self.found),
            *sources.strays(self.found),
            *faults,
        ]


def read_content(
    root: Path,
    memory: Memory,
    staff: Staff,
    progress: Progress,
    *,
    seen: Seen | None = None,
    recall: Recall = anew,
) -> Content:
    """Read what changed below ``root`` since ``memory``, or ``recall`` it.

    ``seen`` is what stands in content/, where somebody has looked already: what is saved there
    since then is for the next build.
    Raises ConfigurationError with the faults of site.toml, MachineError when the disk fails.
    """
    configuration = config.load(root, recall)
    seen = seen or look(root / sources.CONTENT)
    at, found = seen.at, sources.found_in(seen)
    names = names_of(configuration.settings, configuration.units)
    naming = fingerprint.of(configuration.settings, configuration.units)
    remembered = memory.sources if naming == memory.naming else Drawers()
    ledgers = memory.ledgers if naming == memory.naming else {}
    # Of most folders this tells all that there is to know.
    same = {
        folder
        for folder, files in found.documents.items()
        if folder in remembered.folders and memory.listed.get(folder) == files.print
    }
    looked = {folder: files for folder, files in found.documents.items() if folder not in same}
    arrivals = list(intake.arrivals(looked, remembered))
    present = remembered.replaced(dict.fromkeys(_gone(found, remembered, same)))
    manuscripts: Spool[str] = Spool()
    sharing = Sharing()
    desk = Desk(root, names, configuration.settings.privacy)
    task = Task(
        desk,
        as_it_is,
        intake.take_in,
        seconds=configuration.settings.limits.document_seconds,
        may_hang=intake.may_hang,
    )
    results = staff(len(arrivals)).each(task, arrivals)
    read, done = zip(arrivals, results, strict=True), count(1)
    # Folder by folder, so that the drawers of all but the last are made while others still read.
    for _, in_folder in groupby(read, key=lambda each: folder_of(each[0].path)):
        taken: dict[str, SourceMemory | None] = {}
        for arrival, result in in_folder:
            if isinstance(result, Lost):
                taken[arrival.path] = _lost(result)
            else:
                known = result.memory
                card = sharing.card(known.card) if known.card else None
                signature = settled(arrival.signature, at)
                taken[arrival.path] = known._replace(signature=signature, card=card)
                manuscripts.keep(arrival.path, result.manuscript)
            progress("读取文件", next(done), len(arrivals))
        present = present.replaced(taken)
    same |= {
        folder for folder, files in looked.items() if present.folders[folder].is_as_seen(files)
    }
    return Content(
        configuration,
        found,
        present,
        {path: _file(root, path, signature, memory, at) for path, signature in found.files.items()},
        naming,
        tuple(arrival.path for arrival in arrivals),
        {
            path: _ledger(desk, Arrival(path, signature), ledgers.get(path), at)
            for path, signature in found.ledgers.items()
        },
        manuscripts,
        {folder: files.print for folder, files in found.documents.items() if folder in same},
    )


def _gone(found: sources.Found, remembered: Drawers, same: Container[str]) -> Iterator[str]:
    """The paths of sources that are no longer there, in folders that are not the ``same``."""
    for folder, drawer in remembered.folders.items():
        if folder not in same:
            yield from set(drawer.paths).difference(found.documents.get(folder, ()))


def _lost(lost: Lost[Arrival]) -> SourceMemory:
    """A source whose reading never ended is a source with a fault; the next build reads it."""
    return _NOTHING._replace(faults=(lost_fault(lost.item.path, lost.hung),))


_NOTHING = SourceMemory((-1, -1), NO_PRINT, None, NO_PRINT, NO_PRINT, ())
"""A source of which nothing is known: no file has its signature."""


def lost_fault(path: str, hung: bool) -> Fault:
    """The fault of a document on which a worker crashed or did not come to an end."""
    why = "处理超时" if hung else "处理时程序意外退出"
    message = f"这篇文件{why}，多半是正文里有大量异常的括号或符号"
    hint = "检查正文，删去异常的内容后重新运行"
    if hung:
        hint += "；正文没有异常的，在 site.toml 的 [limits] 里调高 document_seconds"
    return Fault(path, 1, 1, "worker-lost", message, hint)


def _file(
    root: Path, path: str, signature: Signature, memory: Memory, at: int
) -> tuple[Signature, bytes]:
    known = memory.files.get(path)
    if known and known[0] == signature:
        return known
    content = fingerprint.of_bytes(sources.file_bytes(root, path))
    return settled(signature, at), content


def _ledger(desk: Desk, arrival: Arrival, known: LedgerMemory | None, at: int) -> LedgerMemory:
    if known and known.signature == arrival.signature:
        return known
    taken = intake.take_in_ledger(desk, arrival, known)
    return taken._replace(signature=settled(arrival.signature, at))
