"""What can be wrong with a document that can be read: one small module for each check.

A check is pure: it is given a :class:`Paper` and answers with findings.  It runs when the
document is read, so what it finds is remembered with the source and costs a build with nothing
new no time.  Its severity is that of site.toml, else its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai.errors import Fault, Severity

from . import (
    audience,
    cms,
    docnumbers,
    doubled,
    headings,
    marks,
    order,
    percentages,
    sessions,
    signature,
    topic_class,
    totals,
    word,
)
from .paper import Check, Finding, Line, Paper

__all__ = [
    "CHECKS",
    "OFF",
    "RECONCILING",
    "RULES",
    "Check",
    "Finding",
    "Line",
    "Paper",
    "faults",
]

OFF = "off"
"""The severity, in site.toml, of a check that is not to run."""

CHECKS: tuple[Check, ...] = (
    *(sessions.CHECK, audience.CHECK, topic_class.CHECK, doubled.CHECK, order.CHECK),
    *(docnumbers.CHECK, totals.CHECK, percentages.CHECK, headings.CHECK, marks.CHECK),
    *(signature.CHECK, word.CHECK, cms.CHECK),
)
RULES: tuple[str, ...] = tuple(check.rule for check in CHECKS)
"""The ids of all checks of one document."""

RECONCILING = frozenset({totals.CHECK.rule, percentages.CHECK.rule})
"""The checks whose acknowledged findings a page tells its readers of."""


def faults(paper: Paper, severities: Mapping[str, str]) -> Iterator[Fault]:
    """What the checks find in ``paper``; ``severities`` are those of site.toml by rule."""
    path = paper.document.path
    for check in CHECKS:
        severity = severities.get(check.rule, check.severity)
        if severity == OFF:
            continue
        for place, message, hint in check.find(paper):
            yield Fault(
                path, place.line, place.column, check.rule, message, hint, Severity(severity)
            )
