"""Leftovers of an old content management system in the text.

Copied along from the old page: buttons, the breadcrumb, counters and maps.  Readers of the new
page cannot use them, and search finds them.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.errors import Severity
from gongkai.patterns import pattern

from .paper import Check, Finding, Paper

_LEFTOVER = pattern(
    r"触碰右侧展开|视力保护色|【\s*字体|[【\[]\s*(?:大\s+中\s+小|打印(?:本页)?|关闭(?:窗口)?)\s*[】\]]"
    r"|浏览次数\s*[:：]|打印本页|您(?:现在)?(?:所在)?的?位置\s*[:：]?.{0,12}[>＞»]"
    r"|当前位置\s*[:：].{0,12}[>＞»]|^\s*Baidu\s*$|^\s*Baidu\s*map\s*$"
)
_WORDS = ("触碰右侧展开", "视力保护色", "【", "[", "浏览次数", "印本页", ">", "＞", "»", "Baidu")
"""Of these one stands in every leftover."""
_HINT = "这是原来网页上的文字，不属于文件本身，删去它"


def find(paper: Paper) -> Iterator[Finding]:
    """The first leftover of every line."""
    for line in paper.lines_with(*_WORDS):
        if match := _LEFTOVER.search(line.text):
            yield Finding(line.at(match.start()), f"有原网页的残留“{match[0].strip()}”", _HINT)


CHECK = Check("cms-leftover", Severity.WARNING, find)
