"""An outcome that is really a class of topics: D类116号提案.

Some committees sort proposals into classes A to D by subject; taken for an outcome, D becomes
留作参考.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.errors import Severity

from .paper import Check, Finding, Paper

_CLASS = "类"


def find(paper: Paper) -> Iterator[Finding]:
    """An outcome whose code stands before 类 and the number in the title or the first lines."""
    document = paper.document
    if not document.outcome or not (_CLASS in paper.text or _CLASS in document.title):
        return
    number = _number(document.outcome)
    for text in (document.title, *(line.text for line in paper.opening)):
        if match := number.search(text):
            message = f"“{match[0]}”里的“{document.outcome}类”像是题材的分类，不是答复类别"
            hint = "对照原件核对“答复类别”；原件没有写答复类别的，删去这个字段"
            yield Finding(paper.place("outcome"), message, hint)
            return


@cache
def _number(outcome: str) -> re.Pattern[str]:
    """What a number of a class that is called as an ``outcome`` looks like."""
    return re.compile(rf"{re.escape(outcome)}\s*{_CLASS}\s*第?[0-9A-Za-z-]+\s*号")


CHECK = Check("outcome-topic-class", Severity.WARNING, find)
