"""Document numbers in the text with brackets other than 〔〕, with 第, or with a leading zero.

GB/T 9704 7.2.5 writes 市教函〔2023〕84号.  The field 文号 is normalised when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.patterns import pattern

from .paper import Check, Finding, Paper

_WRONG = pattern(
    r"[\u4e00-\u9fff]{2,8}(?:[【\[﹝［](?P<year>(?:19|20)\d\d)[】\]﹞］]\s*第?0*"
    r"|〔(?P<same>(?:19|20)\d\d)〕\s*(?:第0*|0+))(?P<number>[1-9]\d{0,4})号"
)
#: Without one of these no number is wrong, and looking for brackets is quicker than for words.
_WRONG_BRACKETS = ("【", "[", "﹝", "［")
_RIGHT_BRACKET = "〕"
_WRONG_BEHIND = pattern(rf"{_RIGHT_BRACKET}\s*[第0]")


def find(paper: Paper) -> Iterator[Finding]:
    """Every such number in the body."""
    text = paper.text
    if not (any(mark in text for mark in _WRONG_BRACKETS) or _WRONG_BEHIND.search(text)):
        return
    for line in paper.lines_with(*_WRONG_BRACKETS, _RIGHT_BRACKET):
        for match in _WRONG.finditer(line.text):
            year = match["year"] or match["same"]
            hint = f"改成“〔{year}〕{match['number']}号”的写法"
            yield Finding(line.at(match.start()), f"文号“{match[0]}”不合公文格式", hint)


CHECK = Check("doc-number-in-text", Severity.WARNING, find)
