"""The same text published twice: a reply pasted into the wrong file, or published under two names.

Texts are the same when they fold to the same, so that other spaces or widths do not hide a copy.
A text that answers several numbers at once (并案办理) is acknowledged by 例外.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.model import START

from .whole import CrossCheck, Discrepancy, Whole

_HINT = "发布重了的，撤回一篇；贴错了正文的，改成本文的；一文答复几件的，写一条“例外”"


def find(whole: Whole) -> Iterator[Discrepancy]:
    """Every published document whose whole text an older one has."""
    if len({*whole.texts.values()}) == len(whole.texts):
        return
    first: dict[bytes, str] = {}
    for path in whole.published.paths:
        text = whole.texts.get(path)
        if text and (older := first.setdefault(text, path)) != path:
            yield Discrepancy(path, START, f"正文与“{older}”完全相同", _HINT)


CHECK = CrossCheck("text-published-twice", Severity.WARNING, find)
