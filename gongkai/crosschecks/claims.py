"""What one document says that others are held against: taken at intake, while its text is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gongkai import fingerprint
from gongkai.checks.numbers import NUMBER, value
from gongkai.checks.paper import Line, Paper
from gongkai.claims import NO_CLAIMS, Claims, Mention, Total
from gongkai.markdown import mentions
from gongkai.patterns import pattern
from gongkai.search.foldedlines import folded_lines
from gongkai.search.records import END
from gongkai.settings import Form
from gongkai.vocabulary import Openness, Status

SHORTEST_TEXT = 100
"""Characters, folded, that a text has before its like is more than a form letter."""

_SENTENCE = pattern("[^。；;]+")
#: What is handled together is answered by the lead unit, on a site of its own perhaps.
_OF_OTHERS = pattern("协办|会办|汇办|协助办理")
_BEFORE = pattern(r"(?:建议|提案|议案)\s*[（(]?\s*$")
_AFTER = pattern(r"\s*(?:《|“?关于|(?:市|区|县)?(?:人大|政协)?(?:代表|委员)?(?:建议|提案|议案))")
_WORDS = "人大|政协|代表|委员|建议|提案|议案|件|和|、|及|与|的"
_TOTAL = pattern(
    rf"共(?:计|有)?(?:收到|接收|接到|承办|承接|收)了?(?P<papers>(?:{_WORDS})*?)\s*"
    rf"(?P<number>{NUMBER})\s*件"
)
_PAPERS = pattern("建议|提案|议案")


def claims(paper: Paper, rules: Collection[str]) -> Claims:
    """What ``paper`` says; ``rules`` are those whose 例外 are kept for later."""
    document = paper.document
    if document.status is Status.WITHDRAWN or document.openness is Openness.WITHHELD:
        return NO_CLAIMS
    is_summary = document.category.form is Form.SUMMARY
    return Claims(
        text=_text(paper) if document.openness is Openness.FULL else b"",
        cases=tuple(_cases(paper)) if is_summary else (),
        totals=tuple(_totals(paper)) if is_summary else (),
        exemptions=tuple(each for each in document.exemptions if each.rule in rules),
    )


def _text(paper: Paper) -> bytes:
    folded = folded_lines(paper.together).removesuffix(END)
    return fingerprint.of_text(folded) if len(folded) >= SHORTEST_TEXT else b""


def _cases(paper: Paper) -> Iterator[Mention]:
    """Each case where it is named first, those aside that the summary's unit does not answer."""
    named: set[str] = set()
    for line in paper.lines:
        for number, at, end in _own(line):
            is_case = _BEFORE.search(line.text[:at]) or _AFTER.match(line.text, end)
            if is_case and number not in named:
                named.add(number)
                yield Mention(number, line.at(at))


def _own(line: Line) -> Iterator[tuple[str, int, int]]:
    others = [s.span() for s in _SENTENCE.finditer(line.text) if _OF_OTHERS.search(s[0])]
    for number, at, end in mentions(line.text):
        if not any(start <= at < stop for start, stop in others):
            yield number, at, end


def _totals(paper: Paper) -> Iterator[Total]:
    for line in paper.lines:
        for match in _TOTAL.finditer(line.text):
            kinds = tuple(sorted(set(_PAPERS.findall(match["papers"]))))
            yield Total(match[0], kinds, value(match["number"]), line.at(match.start()))
