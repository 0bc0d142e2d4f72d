"""Cuts one section out of a source, for documents that publish a section alone.

What lies outside must not be published, so every doubt shortens the section: whatever could be
read as the next heading ends it, in any dialect of Markdown and as raw HTML.
"""

from __future__ import annotations

import re

from gongkai.markdown.lines import atx
from gongkai.markdown.outline import HIGHEST
from gongkai.markdown.source import LAYOUT, source_lines
from gongkai.patterns import pattern

#: Full-width marks, a missing space and marks in a list or quote are slips, not text.
_MARKS = pattern(r"[-*+>\s]*([#＃﹟]+)")
_RAW_HEADING = pattern(r"</?h[1-6]\b", re.IGNORECASE)
_RULE = pattern(r"(?:[-–—]\s*){3,}|(?:[*＊]\s*){3,}|(?:[_＿]\s*){3,}|(?:[=＝]\s*){2,}|-{2,}")
_SPACES = pattern(r"\s+")


def section(text: str, title: str) -> str | None:
    """Return the source of the section under the ``#`` heading ``title``, None without one.

    It goes up to the next heading of the same or a higher level, to a thematic break or a
    heading underlined with ``===`` or ``---``; deeper headings belong to it.  Of two sections
    of one title it is the first.  Comments are left out.
    """
    wanted = _SPACES.sub("", title)
    level = 0
    taken: list[str] = []
    for line in source_lines(text):
        stripped = line.strip(LAYOUT)
        if level:
            if _ends(stripped, level):
                return _source(taken, underlined=_RULE.fullmatch(stripped) is not None)
            taken.append(line)
        elif (heading := atx(stripped)) and _SPACES.sub("", heading[1]) == wanted:
            level = max(HIGHEST, heading[0])
    return _source(taken, underlined=False) if level else None


def _ends(line: str, level: int) -> bool:
    """Whether ``line`` could begin something that is no part of a section of ``level``."""
    marks = _MARKS.match(line)
    if marks:
        return max(HIGHEST, len(marks[1])) <= level
    return _RAW_HEADING.search(line) is not None or _RULE.fullmatch(line) is not None


def _source(lines: list[str], *, underlined: bool) -> str:
    """Join the lines of a section, without the heading that the line after them underlines."""
    if underlined and lines and lines[-1].strip(LAYOUT):
        lines = lines[:-1]
    return "\n".join(lines).strip("\n")
