"""Sources taken in: read, typed and fingerprinted, or remembered where they did not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct, msgpack

from . import (
    cards,
    checks,
    crosschecks,
    documents,
    exemptions,
    fingerprint,
    jsonprint,
    ledgercsv,
    privacy,
    sources,
)
from .columns import Signature
from .composition import published_text
from .documents import Reading
from .drawer import SourceMemory
from .drawers import Drawers
from .errors import Fault
from .fingerprint import NO_PRINT
from .jobs import HARMLESS_BYTES
from .manuscripts import Manuscript, packed
from .memory import LedgerMemory
from .model import Document
from .names import Names
from .settings import Privacy
from .steps import Steps, in_step


class Desk(Struct, frozen=True):
    """Where sources are taken in: the root, the names for fields, what befalls personal data."""

    root: Path
    names: Names
    privacy: Privacy


class Arrival(Struct, frozen=True):
    """A source that must be read: its path from the root, and its signature."""

    path: str
    signature: Signature


class TakenIn(Struct, frozen=True):
    """A source that was read: what is remembered of it, and its packed manuscript for its page.

    There is no manuscript where no noun could be made.
    """

    memory: SourceMemory
    manuscript: bytes = b""

    def __reduce__(self) -> tuple[Callable[[bytes], TakenIn], tuple[bytes]]:
        """How it crosses from another process: in a third of the time that pickling takes."""
        return _crossed, (_ENCODER.encode(self),)


def arrivals(
    found: Mapping[str, Mapping[str, Signature]], remembered: Drawers
) -> Iterator[Arrival]:
    """The sources that are new or whose signature changed; ``found`` by folder and path."""
    for folder, files in found.items():
        drawer = remembered.folders.get(folder)
        if drawer and drawer.is_as_seen(files):
            continue
        known = dict(drawer.seen()) if drawer else {}
        for path, signature in files.items():
            if known.get(path) != signature:
                yield Arrival(path, signature)


def may_hang(arrival: Arrival) -> bool:
    """Whether taking ``arrival`` in may take so long that it must be possible to give it up."""
    return arrival.signature[0] > HARMLESS_BYTES


def take_in(desk: Desk, arrivals: Sequence[Arrival]) -> list[TakenIn]:
    """Read sources; raises MachineError when the disk fails."""
    return in_step(_taking_in(desk, arrival) for arrival in arrivals)


def _taking_in(desk: Desk, arrival: Arrival) -> Steps[TakenIn]:
    names, source = desk.names, sources.source(desk.root, arrival.path)
    path, below_content = source.path, source.below_content
    content = fingerprint.of_bytes(source.data)
    yield
    reading = documents.read(path, below_content, source.data, names)
    yield
    reading = privacy.guarded(reading, path, below_content, names, desk.privacy)
    yield
    paper = _paper(reading)
    faults = (*reading.faults, *(_checked(paper, names) if paper else ()))
    yield
    claims = crosschecks.claims(paper) if paper else crosschecks.NO_CLAIMS
    yield
    noun, text = reading.noun, reading.body
    card = cards.card(noun) if noun else None
    fields = jsonprint.of(noun)
    body = fingerprint.of_text(published_text(noun, text)) if noun else NO_PRINT
    memory = SourceMemory(arrival.signature, content, card, fields, body, faults, claims)
    manuscript = Manuscript(noun, text, content, reading.is_suspect) if noun else None
    return TakenIn(memory, packed(manuscript) if manuscript else b"")


def take_in_ledger(desk: Desk, arrival: Arrival, known: LedgerMemory | None) -> LedgerMemory:
    """Read one ledger, or remember it where its bytes are the same; raises MachineError."""
    source = sources.source(desk.root, arrival.path)
    content = fingerprint.of_bytes(source.data)
    if known is not None and known.content == content:
        return known._replace(signature=arrival.signature)
    ledger = ledgercsv.read(source.path, source.data, desk.names)
    return LedgerMemory(arrival.signature, content, ledger)


_WEIGHED_ELSEWHERE = {*privacy.RULES, *crosschecks.RULES}
"""例外 of personal data are weighed when a source is read, those of the checks of all documents with these."""
_ENCODER = msgpack.Encoder()


@cache
def _decoder() -> msgpack.Decoder[TakenIn]:
    """A build that reads few sources reads them in its own process, and needs none."""
    return msgpack.Decoder(TakenIn)


def _crossed(data: bytes) -> TakenIn:
    return _decoder().decode(data)


def _paper(reading: Reading) -> checks.Paper | None:
    """What the checks are given; ``None`` of what is no document."""
    if not isinstance(reading.noun, Document):
        return None
    return checks.Paper(reading.noun, reading.values, reading.body)


def _checked(paper: checks.Paper, names: Names) -> list[Fault]:
    """What the checks find in a document, less what its author acknowledges."""
    document = paper.document
    found = list(checks.faults(paper, names.checks))
    exempted = [each for each in document.exemptions if each.rule not in _WEIGHED_ELSEWHERE]
    unused = exemptions.unused(document.path, exempted, found)
    return [*exemptions.remaining(found, exempted), *unused]
