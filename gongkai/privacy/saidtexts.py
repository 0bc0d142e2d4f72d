"""What finished files say to who reads them: the text of each, by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from posixpath import splitext

from gongkai.patterns import pattern

_INLINE = pattern(
    r"<!--.*?-->|</?(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>"
)
_LABEL_END = pattern(r"</(?:dt>\s*<dd|th>\s*<td)\b[^>]*>\s*")
_TAGS = pattern(r"<[A-Za-z/!?][^>]*>(?:\s*<[A-Za-z/!?][^>]*>)*")
"""What browsers take for tags; any other ``<`` they show."""
_COMMENT = pattern(r"<!--(.*?)-->", re.DOTALL)
_ATTRIBUTE = pattern(
    r" (?:(?:content|alt|title|aria-label|data-[a-z-]+)=\"([^\"]+)\"|href=\"(?:tel|mailto):([^\"]+)\")"
)
"""Where every white space is a space: a pattern that begins with one sign is found much sooner."""
_COMMENTED = "<!--"
_WHITE = ("\n", "\t", "\r", "\f")
_KEYWORD = '"@'
"""How JSON-LD begins its keywords; no mailbox ends so before its ``@``."""


def _of_html(text: str) -> str:
    """What a page says, a line for each block; attributes that are read, and comments, come last.

    A label and what stands beside it make one line, for it may say that a number is none of a
    person.
    """
    on_one_line = text
    for sign in _WHITE:
        on_one_line = on_one_line.replace(sign, " ")
    told = "\n".join(value or other for value, other in _ATTRIBUTE.findall(on_one_line))
    if _COMMENTED in text:
        told = "\n".join((told, *_COMMENT.findall(text)))
    plain = _TAGS.sub("\n", _LABEL_END.sub("：", _INLINE.sub("", text)))
    return unescape(f"{plain}\n{told}".replace(_KEYWORD, '"'))


def _as_it_is(text: str) -> str:
    return text


def _of_json(text: str) -> str:
    """A line for each text, so that those which intake has seen are known again."""
    return text.replace("\\n", "\n").replace('","', "\n")


_READERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys((".html", ".htm", ".xml"), _of_html),
    **dict.fromkeys((".json", ".jsonl"), _of_json),
    **dict.fromkeys((".csv", ".md", ".txt"), _as_it_is),
}
"""How the text of a file is had, by the suffix of its address; other files hold no text."""


def holds_text(address: str) -> bool:
    """Whether the file at ``address`` is of a kind whose text is looked through."""
    return splitext(address)[1].lower() in _READERS


def text_of(address: str, data: bytes) -> str:
    """The text that the file at ``address`` says; empty where it holds none."""
    read = _READERS.get(splitext(address)[1].lower())
    if read is None:
        return ""
    try:
        return read(data.decode())
    except UnicodeDecodeError:
        # An attachment that a spreadsheet saved.
        return read(data.decode("gb18030", "replace"))
