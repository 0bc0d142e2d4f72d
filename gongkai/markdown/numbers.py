"""Numbers of suggestions and proposals mentioned in the text as 第…号.

Rendering a body knows nothing of the other documents, so it leaves a neutral marker; where the
number leads is said when the catalog is known.  Markers are made after sanitising, so no source
can bring one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import escape

from ..patterns import pattern

_CHARACTER = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
#: 国务院令第711号, 公告2023年第3号, 〔2018〕第52号 are numbers of laws and papers; so is what is
#: followed by 令, 公告 …, and a 第3号线 or 第5号楼 is no paper at all.
_MENTION = pattern(
    rf"第(?<![令〕\]】]第)(?<!公告第)\s?({_CHARACTER}{{1,24}}(?:[-－–—]{_CHARACTER}{{1,24}}){{0,3}})\s?号"
    r"(?!\s?(?:令(?!人)|公告|通告|文件|楼|线(?![上下索])))"
)
_DIGIT = pattern("[0-9]")
_DASHES = str.maketrans("–—", "--")
_MARKER = pattern(r'<span class="number-mention" data-number="([^"]*)">([^<]*)</span>')


def mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """Each number that ``text`` mentions, with the start and the end of its mention.

    >>> list(mentions("提案第００３号"))
    [('003', 2, 7)]
    """
    for match in _MENTION.finditer(text):
        if number := _number(match):
            yield number, match.start(), match.end()


def mark_numbers(text: str, numbers: dict[str, None]) -> str:
    """Return escaped text of a page with a marker around each number, and add it to ``numbers``.

    >>> mark_numbers("第００３号", {})
    '<span class="number-mention" data-number="003">第００３号</span>'
    """

    def marker(match: re.Match[str]) -> str:
        number = _number(match)
        if not number:
            return match[0]
        numbers[number] = None
        return f'<span class="number-mention" data-number="{number}">{match[0]}</span>'

    return _MENTION.sub(marker, text)


def _number(match: re.Match[str]) -> str:
    """The number of a mention in its plain form; empty for one without a digit."""
    number = unicodedata.normalize("NFKC", match[1]).translate(_DASHES)
    return number if _DIGIT.search(number) else ""


def link_numbers(html: str, addresses: Mapping[str, str]) -> str:
    """Return ``html`` with each marker made a link, or its bare text without an address.

    ``addresses`` maps a number, as in ``Body.numbers``, to the ``href`` it leads to.
    """

    def link(match: re.Match[str]) -> str:
        address = addresses.get(match[1])
        if address is None:
            return match[2]
        return f'<a class="number-link" href="{escape(address)}">{match[2]}</a>'

    return _MARKER.sub(link, html)
