"""Headings that skip a number: 一、 and then 三、.

A heading that is missing may stand for a part of the reply that was lost in copying.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.markdown.lines import CHINESE_STARTS, leading_chinese_number, numbering

from .paper import Check, Finding, Paper

_LAST_LEVEL = 2
_MARKS = "*# "
_STARTS = CHINESE_STARTS.union(_MARKS)
"""One of these begins every line that such a number heads."""
_FORMS = {1: "{}、", 2: "（{}）"}
_DIGITS = "零一二三四五六七八九十"
_HINT = "对照原件补上缺少的小标题，或者改正序号"


def find(paper: Paper) -> Iterator[Finding]:
    """Every heading of the first two levels whose number is not the next one.

    Deeper numbers enumerate as often as they head, and are left alone.
    """
    latest: dict[int, int] = {}
    for at in [at for at, bare in enumerate(paper.bare) if bare and bare[0] in _STARTS]:
        number = numbering(paper.bare[at].lstrip(_MARKS))
        if number is None or number.level > _LAST_LEVEL:
            continue
        if leading_chinese_number(number.rest) == number.number + 1:
            continue  # 一、二年级 is a range.
        before = latest.get(number.level)
        if before and number.number > before + 1:
            form = _FORMS[number.level]
            lost = "".join(form.format(_chinese(n)) for n in range(before + 1, number.number))
            told = f"{form.format(_chinese(before))}和{form.format(_chinese(number.number))}之间"
            line = paper.line(at)
            indent = len(line.text) - len(line.text.lstrip())
            yield Finding(line.at(indent), f"小标题{told}缺少“{lost}”", _HINT)
        if number.level < _LAST_LEVEL:
            latest.clear()
        latest[number.level] = number.number


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


CHECK = Check("heading-skipped", Severity.WARNING, find)
