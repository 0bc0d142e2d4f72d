"""One case at a time: an edit, the build that follows, what it cost and what it wrote."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench import measure
from bench.corpus_site import CATEGORIES
from bench.measure import Cost, FileState
from bench.peers.builders import Builder, Peer

Files = Mapping[str, FileState]

_FOLDERS = tuple(f"{category.slug}/" for category in CATEGORIES)


class WrongSiteError(RuntimeError):
    """A builder ended well, but did not make the site that it should have made."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build cost, and its files: written (all, and besides search), changed, removed.

    ``program`` names the steps that the result is of; ``size`` is the site's, in bytes; ``paths``
    are the files that were written.
    """

    program: str
    case: str
    cost: Cost
    written: int
    besides_search: int
    changed: int
    removed: int
    size: int
    paths: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """A builder at work on one site; ``documents`` is how many pages the site must have."""

    builder: Builder
    documents: int
    files: Files = field(default_factory=dict)

    def build(self, case: str, environment: Mapping[str, str] | None = None) -> list[Result]:
        """Build the site once; the results of the first step alone, of the first two, of all.

        Raises CommandFailedError or WrongSiteError.
        """
        builder, before, results = self.builder, self.files, list[Result]()
        total, names = Cost(0.0, 0.0, 0), list[str]()
        # What earlier builds wrote shall not be on its way to the disk while this one is timed.
        os.sync()
        for step in builder.steps:
            total += measure.run(step.command, builder.root, environment)
            names.append(step.name)
            self.files = measure.snapshot(builder.output, before)
            results.append(self._result(" + ".join(names), case, total, before))
        _require_pages(builder, self.files, self.documents)
        return results

    def _result(self, program: str, case: str, cost: Cost, before: Files) -> Result:
        changes = measure.difference(before, self.files)
        search = self.builder.search
        return Result(
            program=program,
            case=case,
            cost=cost,
            written=len(changes.written),
            besides_search=sum(not path.startswith(search) for path in changes.written),
            changed=len(changes.changed),
            removed=len(changes.removed),
            size=measure.total_size(self.files),
            paths=changes.written,
        )


def _require_pages(builder: Builder, files: Files, documents: int) -> None:
    pages = sum(path.startswith(_FOLDERS) and path.endswith(".html") for path in files)
    if pages != documents:
        raise WrongSiteError(f"{builder.name}: {pages} pages of documents, not {documents}")
    if isinstance(builder, Peer):
        indexed = json.loads((builder.output / builder.search / "pagefind-entry.json").read_text())
        count = sum(language["page_count"] for language in indexed["languages"].values())
        if count != documents:
            raise WrongSiteError(f"{builder.name}: {count} documents searchable, not {documents}")


def median_build(run: Run, case: str, times: int) -> list[Result]:
    """Build ``times`` times and give the result with the median wall time."""
    results = sorted((run.build(case) for _ in range(times)), key=lambda all_: all_[-1].cost.wall)
    return results[times // 2]


@dataclass(frozen=True, slots=True)
class Series:
    """The median, the 95th percentile and the largest of a figure over several builds."""

    median: float
    p95: float
    largest: float


def series(results: list[Result], figure: Callable[[Result], float]) -> Series:
    """``figure`` over at least two ``results``."""
    values = [figure(result) for result in results]
    return Series(median(values), quantiles(values, n=20, method="inclusive")[-1], max(values))


def folder_size(folder: Path) -> int:
    """The bytes of all files below ``folder``; 0 where there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
