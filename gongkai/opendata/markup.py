"""Text that may stand in Markdown (CommonMark 0.31) and means itself there."""

from __future__ import annotations

import re
import unicodedata

from ..patterns import pattern

_SIGNS = pattern(r"[\\`*_\[\]<>~|&]")
_SIGNS_IN_HTML = "\\`*_[]~|&"
_STARTS = frozenset("#+-=>0123456789")
_LINE_START = pattern(r"(?m)^(?:[#+\-=>]|\d{1,9}(?=[.)](?:\s|$)))")
_CLOSING = pattern(r"#(?=#*\Z)")
_SAFE_TARGET = pattern(r"[^\s()<>\\]+")


def plain(text: str) -> str:
    """``text`` with every sign escaped that means something within a line."""
    # To replace is dear even where nothing is found.
    return _SIGNS.sub(r"\\\g<0>", text) if _SIGNS.search(text) else text


def may_need_escapes(html: str) -> bool:
    """Whether a text in ``html`` may hold a sign that :func:`plain` escapes."""
    return any(sign in html for sign in _SIGNS_IN_HTML)


def block(line: str) -> str:
    """A paragraph, written with :func:`plain`, of which no line begins another kind of block."""
    # To look at every place of a line for its start is dear.
    if line[:1] in _STARTS or "\n" in line:
        return _LINE_START.sub(_escaped_start, line)
    return line


def heading(marks: str, line: str) -> str:
    """A heading behind ``marks``; a ``#`` at its end is part of it (CommonMark 4.2)."""
    if line.endswith("#"):
        line = _CLOSING.sub(lambda sign: "\\" + sign[0], line)
    return f"{marks} {line}"


def link(label: str, target: str) -> str:
    """A link whose ``label`` is Markdown already."""
    target = target if _SAFE_TARGET.fullmatch(target) else f"<{_bracketed(target)}>"
    return f"[{label}]({target})"


def emphasis(text: str, mark: str, tag: str) -> str:
    """Markdown ``text`` between ``mark``, or between tags where the marks would not be read.

    Beside Chinese a mark next to punctuation neither opens nor closes (CommonMark 6.2).
    """
    if not text.strip():
        return text
    if _is_word(text[0]) and _is_word(text[-1]):
        return f"{mark}{text}{mark}"
    return f"<{tag}>{text}</{tag}>"


def _is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _escaped_start(match: re.Match[str]) -> str:
    start = match[0]
    # Of a number it is the full stop that makes a list of it, so that is what is escaped.
    return f"{start}\\" if start[0].isdigit() else f"\\{start}"


def _bracketed(target: str) -> str:
    return re.sub(r"[<>\\]", r"\\\g<0>", re.sub(r"\s", "%20", target))
