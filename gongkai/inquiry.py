"""Questions about a site that change nothing: is it as it should be, and why is a page so."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from . import program
from .content import Progress, Staff, read_content
from .errors import ContentError, has_errors
from .layout import lay_out
from .memory import Memory
from .output import Target
from .pipeline import Request, damaged, publishable
from .production import produce
from .sinks import Comparison
from .staleness import READS, decide
from .store import Store


def verify(request: Request, staff: Staff, progress: Progress) -> Comparison:
    """Compare the folder with what a clean build would write there now; nothing is changed.

    Raises ContentError when the content has errors: then there is nothing to compare with.
    """
    comparison = Comparison(request.folder)
    with closing(Store(request.memory, program.print_of_program())) as store:
        content = read_content(request.root, Memory(), staff, progress)
        catalog, faults = publishable(content, request.now)
        site = lay_out(request.root, content, catalog, Memory(), store)
        production = produce(
            site, Memory(), decide({}, site.traces), comparison, staff=staff, progress=progress
        )
    faults += [*content.faults(), *production.faults()]
    if has_errors(faults):
        raise ContentError(faults)
    return comparison


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a page is as it is: what makes it, what it reads, and why it would be made again.

    Without ``key`` nothing makes the page; without ``reasons`` it is up to date.
    """

    key: str
    reads: tuple[str, ...]
    reasons: tuple[str, ...]


def explain(request: Request, address: str, staff: Staff, progress: Progress) -> Explanation:
    """Explain the page at ``address``: what it reads, and whether it is out of date and why."""
    with closing(Store(request.memory, program.print_of_program())) as store:
        target = Target(request.folder)
        memory = store.load()
        content = read_content(request.root, memory, staff, progress)
        catalog, _ = publishable(content, request.now)
        site = lay_out(request.root, content, catalog, memory, store)
        stale = decide(memory.traces, site.traces, damaged(memory, target))
    owners = {file.address: key for key, made in memory.products.items() for file in made.files}
    owners |= {card.address: card.path for card in (*catalog.documents, *catalog.pages)}
    key = owners.get(address, address)
    trace = site.traces.get(key)
    if trace is None:
        return Explanation("", (), ())
    reasons = next((one.reasons for one in stale if one.key == key), ())
    return Explanation(key, READS[trace.kind], reasons)
