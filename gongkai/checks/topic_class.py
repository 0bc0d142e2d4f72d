"""An outcome that is really a class of topics: D类116号提案.

Some committees sort proposals into classes A to D by subject; taken for an outcome, D becomes
留作参考.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.errors import Severity

from .paper import Check, Finding, Paper

_FIRST_LINES = 5
_CLASS = "类"


def find(paper: Paper) -> Iterator[Finding]:
    """An outcome whose code stands before 类 and the number in the title or the first lines."""
    document = paper.document
    if not document.outcome or not (_CLASS in paper.text or _CLASS in document.title):
        return
    pattern = re.compile(rf"{re.escape(document.outcome)}\s*{_CLASS}\s*第?[0-9A-Za-z-]+\s*号")
    for text in (document.title, *(line.text for line in paper.lines[:_FIRST_LINES])):
        if match := pattern.search(text):
            message = f"“{match[0]}”里的“{document.outcome}类”像是题材的分类，不是答复类别"
            hint = "对照原件核对“答复类别”；原件没有写答复类别的，删去这个字段"
            yield Finding(paper.place("outcome"), message, hint)
            return


CHECK = Check("outcome-topic-class", Severity.WARNING, find)
