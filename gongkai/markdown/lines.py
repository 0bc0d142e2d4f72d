"""One line at a time: what its first characters say it is.  Tables and pure functions only.

The numbers are those of GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from ..patterns import pattern

_CHINESE = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DIGITS = "[0-9０-９]{1,2}"
#: The group of each number is its level.
_NUMBERED = pattern(
    rf"({_CHINESE})\s?、"
    # （一）、（二）两项 and （一）至（三）项 name items, they do not head one.
    rf"|[（(]\s?({_CHINESE})\s?[)）](?!\s*[、至到和及与或~～—-]\s*[（(])"
    # 1.5亿元, 10.22 and 1、2号楼 are no headings: no digit may follow.
    rf"|({_DIGITS})\s?[.．、](?!\s?[0-9０-９])"
    rf"|[（(]\s?({_DIGITS})\s?[)）]"
)
CHINESE_STARTS = frozenset("一二三四五六七八九十（(")
"""The first characters of numbers of the first two levels."""
NUMBER_STARTS = CHINESE_STARTS.union("0123456789０１２３４５６７８９")
"""The first characters of all numbers; few lines begin with one."""
FIRST_ENUMERATING = 3
"""From this level on, numbers serve as often to enumerate as to head: 1. and （1）."""
_LEADING_CHINESE = pattern(_CHINESE)

_ATX = pattern(r"(#{1,6})(?:\s+|(?=[^#\s0-9]))(.*)")
_ATX_END = pattern(r"\s+#+\s*$")
_HASHTAG = pattern(r"#[^#\s]+#")
_RULE = pattern(r"(?:-\s*){3,}|(?:\*\s*){3,}")
_ITEM = pattern(r"[-*+]\s+(?=\S)")
_FOOTNOTE = pattern(r"\[\^([\w-]{1,64})\]:\s*(.*)")
_MARKER = pattern(r"[-*+]\s|[>#]")

#: A line in which Markdown can mean nothing: no character that opens an inline mark, no first
#: character that opens a block.  Nearly every line of a reply is one.
PLAIN = pattern(r"[^\s#>*+\-|\[<\\`&\x02][^*\[<\\`&|\x02\n]*")

_MARKS = "*[<\\`&|\x02\n"
_OPENING_MARKS = frozenset("#>*+-|[<\\`&\x02")

#: Characters without which no inline pattern can match.
SPECIAL = pattern(r"[\\`*\[<&]")


class Numbering(Struct, frozen=True):
    """A printed number at the start of a line.

    ``level`` is that of the document's scheme: 1 一、 2 （一） 3 1. 4 （1）.  ``rest`` is the
    text after the number.
    """

    level: int
    number: int
    rest: str


def are_plain(lines: Sequence[str]) -> bool:
    """Whether each of ``lines``, none of which is empty, is ``PLAIN``; told of all at once."""
    together = "".join(lines)
    if any(mark in together for mark in _MARKS):
        return False
    first = {line[0] for line in lines}
    return _OPENING_MARKS.isdisjoint(first) and not any(map(str.isspace, first))


def numbering(text: str) -> Numbering | None:
    """Return the number that ``text`` begins with, or None.

    >>> numbering("十一、其他")
    Numbering(level=1, number=11, rest='其他')
    >>> numbering("1.5亿元") is None
    True
    """
    match = _NUMBERED.match(text) if text[:1] in NUMBER_STARTS else None
    if match is None:
        return None
    level = match.lastindex or 0
    printed = match[level]
    number = chinese_number(printed) if level in (1, 2) else int(printed)
    return Numbering(level, number, text[match.end() :].strip())


@cache
def chinese_number(printed: str) -> int:
    """Return the value of a Chinese number from 一 to 九十九.

    >>> [chinese_number(n) for n in ("三", "十", "十一", "二十", "二十三")]
    [3, 10, 11, 20, 23]
    """
    digits = " 一二三四五六七八九"
    tens, ten, ones = printed.rpartition("十")
    units = digits.index(ones) if ones else 0
    if not ten:
        return units
    return 10 * (digits.index(tens) if tens else 1) + units


def leading_chinese_number(text: str) -> int | None:
    """Return the Chinese number that ``text`` begins with, or None."""
    match = _LEADING_CHINESE.match(text)
    return chinese_number(match[0]) if match else None


def atx(text: str) -> tuple[int, str] | None:
    """Return level (1 to 6) and words of a ``#`` heading, or None.

    The space after the marks may be missing, as it often is; ``#话题#`` is no heading.
    """
    match = _ATX.fullmatch(text)
    if match is None or _HASHTAG.match(text):
        return None
    words = _ATX_END.sub("", match[2]).strip()
    return (len(match[1]), words) if words.strip("#") else None


def is_rule(text: str) -> bool:
    """Whether ``text`` is a thematic break, ``---`` or ``***``."""
    return _RULE.fullmatch(text) is not None


def item(text: str) -> str | None:
    """Return the text of a list item marked with ``-``, ``*`` or ``+``, or None."""
    match = _ITEM.match(text)
    return text[match.end() :] if match else None


def footnote(text: str) -> tuple[str, str] | None:
    """Return label and text of a footnote's definition ``[^label]: text``, or None."""
    match = _FOOTNOTE.fullmatch(text)
    return (match[1], match[2]) if match else None


def as_text(text: str) -> str:
    """Return ``text`` with a leading block mark escaped, so that it opens no block."""
    return "\\" + text if _MARKER.match(text) else text
