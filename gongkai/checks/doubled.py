"""Doubled words in a title: 关于“关于…的建议”的建议.

They come of putting a suggestion's title into a form that adds 关于 and 的建议 by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.patterns import pattern

from .paper import Check, Finding, Paper

_DOUBLED = pattern(r"关于\s*关于|的(建议|提案|议案)[”’\"》]?\s*的\1(?!的?[答复案])")


def find(paper: Paper) -> Iterator[Finding]:
    """The first doubled words of 标题 and of 案由."""
    document = paper.document
    for name, text in (("title", document.title), ("subject", document.subject)):
        if match := _DOUBLED.search(text):
            yield Finding(paper.place(name), f"“{match[0]}”重复了", "删去重复的一处")


CHECK = Check("doubled-words", Severity.WARNING, find)
