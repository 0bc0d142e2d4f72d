"""What a line of a title must not part: a number and the word that it counts or names."""

from __future__ import annotations

from functools import lru_cache
from re import Match

from markupsafe import Markup, escape

# What ``escape`` itself calls, a third as long as to look for something to be escaped first.
from markupsafe import _escape_inner as escaped_text  # type: ignore[attr-defined]

from .patterns import pattern

# A date as far as it is told, or a short number with its unit.  A longer number may have to break
# on a telephone; one inside another word is none of ours.
_TOGETHER = pattern(
    # What it begins with is told first, for little is so.
    r"(?=[\dA-Za-z第-])(?<![\dA-Za-z.,-])"
    r"(?:[12]\d{3}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|第?[A-Za-z]{0,3}-?\d{1,8}(?:\.\d{1,2})? ?[年月日号件项条个天次届%％])"
)


# Units, sessions and what stands at the foot are the same on one page after another.  Markup is
# told from the text that equals it, which must be escaped.
@lru_cache(maxsize=4096, typed=True)
def together(text: str) -> Markup:
    """``text`` as HTML, each number with its 年, 月, 日, 号, 件 or % in a span of class ``together``.

    The style sheet keeps such a span on one line.  The characters stay what they are, so that what
    is copied, searched and read aloud does not change, as it would with a word joiner (U+2060).
    """
    # A template for what replaces a match is filled in at length, and Markup looks at length at
    # what it is made of.
    return str.__new__(Markup, _TOGETHER.sub(_spanned, escaped(text)))


def escaped(value: object) -> str:
    """``value`` as HTML: Markup as it is, of other texts no Markup is made."""
    if type(value) is str:
        return escaped_text(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


def _spanned(found: Match[str]) -> str:
    return f'<span class="together">{found[0]}</span>'
