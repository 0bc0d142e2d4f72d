"""The preview: the site with its drafts, and with its faults as pages, in a folder of its own."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from . import output, pipeline, program
from .assistant import hired
from .catalog import Catalog
from .collisions import Claim, hindered, places_of_old_addresses
from .content import Content, Progress, Staff, read_content
from .deck import Deck
from .drawer import Mark
from .errors import (
    ConfigurationError,
    Fault,
    MachineError,
    Severity,
    UsageError,
    cause_of,
    has_errors,
)
from .layout import Additions, lay_out
from .pipeline import CACHE
from .preview_faults import (
    RELOAD_SCRIPT,
    Outage,
    address_of,
    by_address,
    clashes,
    fault_page,
    outage_of_failure,
    outage_of_faults,
)
from .production import Producing, absent_faults
from .publication import PREVIEW_GATE, Gate, Held, Hindrance, held_back
from .remembering import remember
from .store import Store
from .survey import Survey
from .vocabulary import Status
from .workshop import Workshop

_SENTENCES: Mapping[str, str] = {
    Status.DRAFT: "草稿：本文尚未公开，只在预览里可以看到。",
    Status.PENDING: "待审：本文尚未公开，只在预览里可以看到。",
    Status.WITHDRAWN: "撤回：本文不再公开，只在预览里可以看到。",
    "公开审查未同意": "公开审查未同意：本文不能公开，只在预览里可以看到。",
    "未经公开审查": "未经公开审查：本文还不能公开，只在预览里可以看到。",
}


class Shown(Struct, frozen=True):
    """What the preview shows after a build.

    ``faults`` are all that were found; ``held`` is what the public does not see.  ``root_path``
    is the path at which the site lies on its own host.  During an ``outage`` the folder is as
    the last good build left it; ``failure`` says why where that is no fault of the author's.
    """

    changed: bool
    faults: tuple[Fault, ...]
    held: tuple[Held, ...] = ()
    root_path: str = "/"
    outage: Outage | None = None
    failure: str = ""


class Preview:
    """Builds the preview of one site again and again, by the engine of every build."""

    def __init__(self, root: Path, name: str = "preview") -> None:
        """``name`` is that of its folder in .cache/."""
        self.folder = root / CACHE / name
        self._root = root
        self._memory = root / CACHE / f"{name}.sqlite"
        self._outage: Outage | None = None

    def build(self, now: datetime, staff: Staff, progress: Progress) -> Shown:
        """Bring the preview up to date with the disk, as of ``now``.

        Faults of the content, the configuration and the theme are shown.  Raises MachineError
        when a file cannot be read or written, which may pass.
        """
        try:
            shown = self._build(now, staff, progress)
        except ConfigurationError as error:
            return self._out(error.faults, outage_of_faults(self._root, error.faults))
        changed = shown.changed or self._outage is not None
        self._outage = None
        return replace(shown, changed=changed)

    def failed(self, message: str) -> Shown:
        """What is shown when the preview cannot be built and ``message`` says why."""
        return self._out((), outage_of_failure(self._root, message), message)

    def _out(self, faults: tuple[Fault, ...], outage: Outage, failure: str = "") -> Shown:
        shown = Shown(outage != self._outage, faults, outage=outage, failure=failure)
        self._outage = outage
        return shown

    def _build(self, now: datetime, staff: Staff, progress: Progress) -> Shown:
        try:
            return self._built(now, staff, progress)
        except UsageError:
            # The folder holds what we did not write.  It is part of the cache: begin it anew.
            try:
                shutil.rmtree(self.folder)
            except OSError as error:
                raise MachineError(f"不能清空 {self.folder}：{cause_of(error)}") from error
            return self._built(now, staff, progress)

    def _built(self, now: datetime, staff: Staff, progress: Progress) -> Shown:
        with (
            output.opened(self.folder) as target,
            closing(Store(self._memory, program.print_of_program())) as store,
            hired(None, self._memory) as assistant,
        ):
            survey = Survey(self.folder, self._memory, assistant)
            memory = store.load()
            target.recall(memory.products, memory.published)
            content = read_content(self._root, memory, staff, progress)
            if has_errors(content.configuration.unit_faults):
                raise ConfigurationError(content.configuration.unit_faults)
            catalog, faults = _gathered(content)
            gate = pipeline.gate_of_the_public(content, now)
            site = lay_out(
                self._root,
                content,
                catalog,
                memory,
                store,
                today=pipeline.today(content, now),
                additions=Additions(
                    notices(content.cards, gate),
                    RELOAD_SCRIPT,
                    # Links lead to fault pages as to any other page.
                    frozenset(filter(None, map(address_of, _paths_of_errors(faults)))),
                ),
            )
            findings = survey.findings(memory)
            damaged = memory.products.owning(findings.altered)
            stale = site.traces.with_damaged(site.traces.out_of_date(memory.products), damaged)
            production = Producing(site, memory, stale, target, staff, progress).whole()
            faults += site.plan.promises.faults
            faults += [*production.faults(), *absent_faults(content, site, staff)]
            places = places_of_old_addresses(content.cards.marked(Mark.ALIASES))
            clashing = clashes(_owners(production.claims(site.traces)), places)
            faults += chain.from_iterable(clashing.values())
            in_vain = dict(hindered(production.claims(site.traces), places))
            faults += in_vain.values()
            for address in in_vain:
                target.leave_out(address)
            shown = by_address(faults, clashing)
            showing = {address: these for address, these in shown.items() if address not in in_vain}
            workshop = Workshop(site.layout)
            for address, these in showing.items():
                target.add(workshop.render(fault_page(address, these, workshop.frames)))
            committed = target.commit()
            # What a fault page stands in for is made again as soon as the fault is mended.
            sound = production.without({*showing, *in_vain})
            remember(store, content, site, memory, sound, (), findings, target)
            return Shown(
                changed=bool(committed.written or committed.removed),
                faults=tuple(sorted(set(faults))),
                held=held_back(content.cards, gate),
                root_path=workshop.frames.root_path,
            )


def notices(cards: Deck, gate: Gate) -> dict[str, str]:
    """For the address of everything that ``gate`` holds, the sentence that says why."""
    said = zip(cards.addresses, gate.decisions(cards), strict=True)
    return {address: _sentence(hindrance) for address, hindrance in said if hindrance}


def _sentence(held: Hindrance) -> str:
    if held.until:
        return f"{held.reason}：本文定于 {held.until.printed} 公开，只在预览里可以看到。"
    return _SENTENCES.get(held.reason, f"{held.reason}：公众看不到本文。")


def _gathered(content: Content) -> tuple[Catalog, list[Fault]]:
    """The catalog of what has no error, and the faults of everything."""
    catalog, faults = pipeline.catalog_of(content, PREVIEW_GATE)
    faults += content.faults()
    if faulty := _paths_of_errors(faults):
        sound = content.sources.replaced(dict.fromkeys(faulty & content.sources.keys()))
        catalog, _ = pipeline.catalog_of(replace(content, sources=sound), PREVIEW_GATE)
    return catalog, faults


def _owners(claims: Iterable[Claim]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = defaultdict(list)
    for address, path in claims:
        owners[address].append(path)
    return owners


def _paths_of_errors(faults: Iterable[Fault]) -> set[str]:
    return {fault.path for fault in faults if fault.severity is Severity.ERROR}
