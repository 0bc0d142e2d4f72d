"""Leftovers of Word: words split by a space, a date without its marks, wide spaces in a text.

Line ends and justified signatures become spaces when text leaves Word (您 们, 2017621).
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.patterns import pattern

from .paper import Check, Finding, Paper

_HAN = "[\u4e00-\u9fff]"
_LEFTOVER = pattern(
    r"[您你我他她]\s+们|建\s+议(?=[，。、的])|答\s+复(?=[，。如])|提\s+案(?=[，。、的])"
    rf"|^\s*20\d\d(?:1[0-2]|0?[1-9])(?:[12]\d|3[01]|0?[1-9])\s*$|(?<={_HAN}{{4}}[，。；])\u3000+(?={_HAN}{{4}})"
)
_LONGEST_DATE = len("20170621")
_HINT = "删去多余的空格；日期写完整，如 2017年6月21日"


def find(paper: Paper) -> Iterator[Finding]:
    """Every leftover; the wide space that indents a line is layout and none."""
    # What has neither white space within nor is a date is no leftover; and of white space only the
    # common space can be printed.
    is_spaced = " " in paper.together or not paper.together.isprintable()
    for at in [
        at
        for at, bare in enumerate(paper.bare)
        if (is_spaced and len(bare.split()) > 1)
        or (bare[:2] == "20" and len(bare) <= _LONGEST_DATE)
    ]:
        line = paper.line(at)
        for match in _LEFTOVER.finditer(line.text):
            before = line.text[max(0, match.start() - 3) : match.start()]
            shown = (before + match[0]).strip()
            yield Finding(line.at(match.start()), f"有 Word 的残留“{shown}”", _HINT)


CHECK = Check("word-leftover", Severity.WARNING, find)
