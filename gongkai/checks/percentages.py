"""Percentages that differ from the quotient of the two numbers beside them.

27029/26130 was published as 130.44%.  Recomputed are a quotient that is written out, and the
share of a part directly behind it (共195件，其中A类34件，占17.4%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.errors import Severity
from gongkai.patterns import pattern

from .paper import Check, Finding, Paper

#: What has more digits counts nothing.
_COUNT = r"\d{1,15}"
_PERCENT = r"(?P<percent>\d+(?P<decimals>\.\d+)?)\s*[%％]"
_QUOTIENT = pattern(
    rf"(?<![\d./])(?P<part>{_COUNT})\s*[/／÷]\s*(?P<whole>{_COUNT})\s*[=＝]\s*[“\"]?{_PERCENT}"
)
_EQUALS = ("=", "＝")
_SHARE = pattern(
    rf"(?<!\d)(?P<part>{_COUNT})\s*件\s*[，,、（(]?\s*占(?:总数|总件数|全部)?的?\s*{_PERCENT}"
)
_SHARED = pattern(r"件\s*[，,、（(]?\s*占")
"""Stands in every text that tells the share of a part, and in few others."""
_WHOLE = pattern(rf"(?:共|总计|合计)[^。；;，,\d]{{0,20}}(?P<whole>{_COUNT})\s*件")
_HINT = "按前后两个数重新计算；数字有误的，改正数字"


def find(paper: Paper) -> Iterator[Finding]:
    """Every percentage that its two numbers do not give, to the digit that is printed."""
    # Most percentages are neither a quotient nor a share.
    text = paper.text
    if not (any(mark in text for mark in _EQUALS) or _SHARED.search(text)):
        return
    for line in paper.lines_with("%", "％"):
        for match in _QUOTIENT.finditer(line.text):
            if wrong := _wrong(match, int(match["whole"])):
                yield Finding(line.at(match.start("percent")), wrong, _HINT)
        for match in _SHARE.finditer(line.text):
            sentence = re.split("[。；;]", line.text[: match.start()])[-1]
            whole = list(_WHOLE.finditer(sentence))
            if whole and (wrong := _wrong(match, int(whole[-1]["whole"]))):
                yield Finding(line.at(match.start("percent")), wrong, _HINT)


def _wrong(match: re.Match[str], whole: int) -> str:
    """What is wrong with a percentage; empty when it is within one of its last digit."""
    if not whole:
        return ""
    digits = len(match["decimals"] or ".") - 1
    exact = Decimal(int(match["part"])) * 100 / Decimal(whole)
    if abs(exact - Decimal(match["percent"])) < Decimal(10) ** -digits:
        return ""
    shown = f"{exact:.{max(2, digits)}f}"
    return f"百分比“{match['percent']}%”不对：{match['part']}/{whole} 是 {shown}%"


CHECK = Check("percentage-mismatch", Severity.WARNING, find)
