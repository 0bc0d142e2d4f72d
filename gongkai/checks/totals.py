"""Totals stated in the text that differ from the sum of their parts.

共接收20件，其中主办3件、承办2件、分办2件、汇办12件 adds up to 19.  A list is recomputed when it
stands after 其中 or in brackets behind its total and has two parts or more; a part may itself be
followed by others (提案7件，其中主办5件，协办2件，建议1件), so any beginning of the list that gives
the total agrees.  What must be rated are the replies to deputies: 主办, 承办, 分办 and 独办.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from gongkai.errors import Severity
from gongkai.patterns import pattern
from gongkai.settings import Form

from .numbers import NUMBER, value
from .paper import Check, Finding, Line, Paper

_COUNT = pattern(rf"(?P<number>{NUMBER})\s*件")
_LIST = pattern(
    rf"(?P<number>{NUMBER})\s*件\s*(?:[，,；;：:]?\s*其中\s*[:：，,]?(?P<after>[^。；;\n]*)"
    r"|[（(](?P<inside>[^（()）]*)[)）])"
)
_LISTED = pattern(r"件\s*(?:[，,；;：:]?\s*其中|[（(])")
"""Stands in every text in which parts are listed, and in few others."""
_BRACKETS = pattern(r"[（(][^（()）]*[)）]")
_PAPERS = pattern("建议|提案|议案|办件")
_RATED = pattern(
    rf"(?:需要?|应|须)[^。；;，,]{{0,14}}评价的?[^。；;，,]{{0,8}}?(?P<number>{NUMBER})\s*件"
)
_ANSWERED = pattern(rf"(?:主办|承办|分办|独办)(?:件|建议|提案)?\s*(?P<number>{NUMBER})\s*件")
_HINT = "核对台账，改正总数或各项；原件如此的，写一条“例外”，页面上会向读者说明"


def find(paper: Paper) -> Iterator[Finding]:
    """Every total that is not the sum of the parts given for it."""
    if not _LISTED.search(paper.text):
        return
    answered = 0
    for line in paper.lines_with("件"):
        if paper.document.category.form is not Form.SUMMARY and not _PAPERS.search(line.text):
            continue
        for match in _LIST.finditer(line.text):
            listed = match["after"] if match["after"] is not None else match["inside"]
            # What must be rated is a part of the parts, not one beside them.
            plain = _RATED.sub("", _BRACKETS.sub("", listed.partition("其中")[0]))
            parts = [value(each["number"]) for each in _COUNT.finditer(plain)]
            total = value(match["number"])
            answers = [value(each["number"]) for each in _ANSWERED.finditer(plain)]
            answered = answered or (sum(answers) if len(answers) > 1 else 0)
            if len(parts) > 1 and total not in list(accumulate(parts))[1:]:
                yield _finding(line, match.start("number"), f"{total}件", parts)
        yield from _rated(line, answered)


def _rated(line: Line, answered: int) -> Iterator[Finding]:
    for match in _RATED.finditer(line.text):
        total = value(match["number"])
        if answered and total != answered:
            message = f"需要评价的“{total}件”与主办、承办、分办的件数之和 {answered} 不符"
            yield Finding(line.at(match.start("number")), message, _HINT)


def _finding(line: Line, at: int, stated: str, parts: list[int]) -> Finding:
    added = "+".join(map(str, parts))
    return Finding(line.at(at), f"总数“{stated}”与各项之和不符：{added}={sum(parts)}", _HINT)


CHECK = Check("total-mismatch", Severity.WARNING, find)
