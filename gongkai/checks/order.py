"""Dates out of order: a reply is assigned, then signed, then published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gongkai import vocabulary
from gongkai.errors import Severity

from .paper import Check, Finding, Paper

_ORDER = ("assigned", "signed", "published")


def find(paper: Paper) -> Iterator[Finding]:
    """Every date that lies before the one it must follow, the time of day left aside."""
    dates = [(name, moment) for name in _ORDER if (moment := getattr(paper.document, name))]
    for (early, first), (late, second) in pairwise(dates):
        if second.at.date() < first.at.date():
            message = (
                f"“{vocabulary.label(late)}”{second.iso} 早于“{vocabulary.label(early)}”{first.iso}"
            )
            yield Finding(paper.place(late), message, "对照原件改正其中一个日期")


CHECK = Check("dates-out-of-order", Severity.WARNING, find)
