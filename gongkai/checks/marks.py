"""Unpaired quotation marks, brackets and title marks.

A mark without its partner usually means that words were lost in copying.  Each line is a
paragraph, and a pair never spans two (GB/T 15834 allows it only for quoted paragraphs).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from gongkai.errors import Severity
from gongkai.patterns import pattern
from gongkai.search.unit_rows import utf16

from .paper import Check, Finding, Paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CLOSING = {"”": "“", "’": "‘", "）": "（", "》": "《"}
_MARK = pattern("[“”‘’（）()《》]")
_SIGNS = dict(zip("“”（）()《》‘’\n", "<>()()[]''\n", strict=True))
"""By which byte each mark, and the end of a line, stands in a text at a glance."""
_PAIRS = (b"<>", b"()", b"[]")
#: 1） and 一） number an item and close nothing; an apostrophe stands between letters.
_ITEM = pattern(r"\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z①-⑳])\s*[)）]")
_HINT = "对照原件补上缺少的一半，或者删去多余的一半"


def find(paper: Paper) -> Iterator[Finding]:
    """Every mark that has no partner in its line."""
    if _pairs_at_a_glance(paper.text):
        return
    for line in paper.lines:
        if _pairs_at_a_glance(line.text):
            continue
        text = _wide(line.text)
        opened: list[tuple[str, int]] = []
        lonely: list[tuple[str, int]] = []
        item = _ITEM.match(text)
        for match in _MARK.finditer(text, item.end() if item else 0):
            mark, at = match[0], match.start()
            if mark == "’" and _is_apostrophe(text, at):
                continue
            partner = _CLOSING.get(mark)
            if partner is None:
                opened.append((mark, at))
            elif partner in (names := [name for name, _ in opened]):
                last = len(names) - 1 - names[::-1].index(partner)
                # What was opened within and never closed is what lost its partner.
                lonely += opened[last + 1 :]
                del opened[last:]
            else:
                lonely.append((mark, at))
        for mark, at in sorted([*lonely, *opened], key=lambda each: each[1]):
            shown = (
                line.text[at : at + 8]
                if mark not in _CLOSING
                else line.text[max(0, at - 7) : at + 1]
            )
            yield Finding(line.at(at), f"“{shown.strip()}”这里的 {mark} 没有成对", _HINT)


def _pairs_at_a_glance(text: str) -> bool:
    """Whether no mark is left in any line of ``text`` when pairs side by side are taken away."""
    marks = _signs().take(utf16(text)).tobytes().translate(None, b"\0")
    shorter = True
    while marks and shorter:
        before = len(marks)
        for pair in _PAIRS:
            marks = marks.replace(pair, b"")
        shorter = len(marks) < before
    return not marks.strip(b"\n")


@cache
def _signs() -> NDArray[np.uint8]:
    """The sign of each UTF-16 unit, or 0: a table finds marks three times as fast."""
    signs = np.zeros(1 << 16, np.uint8)
    for mark, sign in _SIGNS.items():
        signs[ord(mark)] = ord(sign)
    return signs


def _wide(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")


def _is_apostrophe(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isascii() and text[at - 1].isalpha()


CHECK = Check("unpaired-marks", Severity.WARNING, find)
