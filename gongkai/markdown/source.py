"""The source text before anything is understood of it: cleaned, and cut into lines."""

from __future__ import annotations

import re

from ..patterns import pattern

#: What counts as layout at either end of a line: white space of every width, and the two
#: characters without any width that come along when text is copied from web pages.
LAYOUT = (
    " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000\u200b\ufeff"
)

#: Characters that HTML does not allow.  U+0002 and U+0003 are among them: Python-Markdown
#: marks its placeholders with those, so no source may bring its own.
_CONTROLS = pattern(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

#: A comment hides its text even where it is never closed: what an author has commented out
#: must not appear because of a missing ``-->``.  Scripts and styles go with their content.
#: A start tag stops the search of the one before it, so the time stays linear.
_HIDDEN = pattern(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE
)


def source_lines(text: str) -> list[str]:
    """Return the lines of ``text`` without comments, scripts, styles and control characters.

    Every sort of line end counts, also the vertical tab that Word pastes for a soft one.
    """
    text = without_controls(text)
    if "<" in text:
        text = _HIDDEN.sub("", text)
    return text.splitlines()


def unclosed_comment(text: str) -> int | None:
    """Return where a comment begins that is never closed and hides the rest, None without one."""
    for hidden in _HIDDEN.finditer(text) if "<" in text else ():
        comment = hidden[0]
        if comment.startswith("<!--") and not (comment.endswith("-->") and len(comment) > 6):
            return hidden.start()
    return None


def without_controls(text: str) -> str:
    """Return ``text`` without the characters that HTML does not allow."""
    return _CONTROLS.sub("", text)
