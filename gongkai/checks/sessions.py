"""届次 in title and body against the field.

A reply made from last year's file keeps its 十届 where the field says 十一届.  Compared are the
congress (人大, 政协) and the number of the 届 alone, for a text may refer to other meetings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.errors import Severity
from gongkai.model import Place
from gongkai.patterns import pattern
from gongkai.settings import Form

from .numbers import value
from .paper import Check, Finding, Paper

_HAN = "[一二三四五六七八九十]{1,4}"
_TERM = pattern(
    rf"(?:(?P<before>人大|政协)[^，。、；第届]{{0,4}})?第?(?P<term>{_HAN})届"
    r"(?:[^，。、；届]{0,3}?(?P<after>人大|人民代表大会|政协))?[^，。、；届]{0,12}?次会议"
)


def find(paper: Paper) -> Iterator[Finding]:
    """A title, or a first paragraph that names the paper's number, of another 届."""
    document = paper.document
    known = {term for session in document.sessions for term in _terms(session.name)}
    if document.category.form is not Form.REPLY or not known:
        return
    for _, found in _differing(document.title, known):
        yield _finding(paper, found, paper.place("title"), "标题")
    for line in paper.opening:
        if document.number and document.number in line.text:
            for at, found in _differing(line.text, known):
                yield _finding(paper, found, line.at(at), "正文")


def _finding(paper: Paper, found: str, place: Place, where: str) -> Finding:
    names = "、".join(session.name for session in paper.document.sessions)
    message = f"{where}写的是“{found}”，“届次”却是“{names}”"
    return Finding(place, message, "对照原件，改正其中一处")


@lru_cache(maxsize=256)
def _terms(name: str) -> frozenset[tuple[str, int]]:
    """The congress and the 届 of a session of that ``name``."""
    return frozenset((_kind(match), value(match["term"])) for match in _TERM.finditer(name))


def _differing(text: str, known: set[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    if "届" not in text:
        return
    kinds = {kind for kind, _ in known}
    for match in _TERM.finditer(text):
        kind = _kind(match)
        if kind in kinds and (kind, value(match["term"])) not in known:
            yield match.start(), match[0]


def _kind(match: re.Match[str]) -> str:
    printed = match["before"] or match["after"] or ""
    return "人大" if printed == "人民代表大会" else printed


CHECK = Check("session-mismatch", Severity.WARNING, find)
