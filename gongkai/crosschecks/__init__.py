"""What can be wrong between documents: checks of all of them together, one small module each.

What a document says is taken when it is read (:func:`claims`) and remembered with its source, so
that these checks open no file.  Their severities are those of site.toml, else their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from gongkai import exemptions
from gongkai.checks import OFF, Paper
from gongkai.claims import NO_CLAIMS, Claims
from gongkai.errors import Fault, Severity

from . import cases, copies, ledgertotals
from .claims import claims as _claims
from .whole import CrossCheck, Discrepancy, Whole

__all__ = [
    "NO_CLAIMS",
    "RECONCILING",
    "RULES",
    "Claims",
    "CrossCheck",
    "Discrepancy",
    "Whole",
    "claims",
    "faults",
]

_CHECKS: tuple[CrossCheck, ...] = (copies.CHECK, cases.CHECK, ledgertotals.CHECK)
RULES: tuple[str, ...] = tuple(check.rule for check in _CHECKS)
"""The ids of all checks of all documents."""

RECONCILING = frozenset({ledgertotals.CHECK.rule})
"""The checks whose acknowledged findings a page tells its readers of."""


def claims(paper: Paper) -> Claims:
    """What ``paper`` says that other documents are held against."""
    return _claims(paper, RULES)


def faults(whole: Whole, severities: Mapping[str, str]) -> Iterator[Fault]:
    """What the checks find, less what 例外 acknowledge; ``severities`` are those of site.toml."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in _found(whole, severities):
        found[fault.path].append(fault)
    acknowledged = {path: said.exemptions for path, said in whole.claims.items() if said.exemptions}
    concerned = {**found, **acknowledged}
    published = {*whole.published.paths} if concerned else ()
    for path in concerned:
        mine, exempted = found.get(path, []), acknowledged.get(path, ())
        yield from exemptions.remaining(mine, exempted)
        # What is not published yet is not compared whole: its 例外 may be for later.
        if path in published:
            yield from exemptions.unused(path, exempted, mine)


def _found(whole: Whole, severities: Mapping[str, str]) -> Iterator[Fault]:
    for check in _CHECKS:
        severity = severities.get(check.rule, check.severity)
        if severity == OFF:
            continue
        for path, place, message, hint in check.find(whole):
            yield Fault(
                path, place.line, place.column, check.rule, message, hint, Severity(severity)
            )
