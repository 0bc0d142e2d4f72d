"""What finished files say to who reads them: the text of each, by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from gongkai.patterns import pattern

_INLINE = pattern(
    r"<!--.*?-->|</?(?:a|abbr|b|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>"
)
_LABEL_END = pattern(r"</(?:dt>\s*<dd|th>\s*<td)\b[^>]*>\s*")
_TAGS = pattern(r"<[A-Za-z/!?][^>]*>(?:\s*<[A-Za-z/!?][^>]*>)*")
"""What browsers take for tags; any other ``<`` they show."""
_COMMENT = pattern(r"<!--(.*?)-->", re.DOTALL)
_ATTRIBUTE = pattern(
    r" (?:(?:content|alt|title|aria-label|data-[a-z-]+)=\"([^\">]+)|href=\"(?:tel|mailto):([^\">]+))"
)
"""Where every white space is a space: a pattern that begins with one sign is found much sooner.

A value ends with its tag, whether its quote is closed or not: what :data:`_TAGS` goes on to read as
text is text, and no line is part of a value that began in another tag.
"""
_TAG_ON_A_LINE = pattern(r"<[A-Za-z/!?][^<>\n]*>")
_COMMENTED = "<!--"
_WHITE = ("\n", "\t", "\r", "\f")
_KEYWORD = '"@'
"""How JSON-LD begins its keywords; no mailbox ends so before its ``@``."""


def _of_html(text: str) -> str:
    """What a page says, a line for each block; attributes that are read, and comments, come last.

    A label and what stands beside it make one line, for it may say that a number is none of a
    person.
    """
    told = "\n".join(_told(text))
    if _COMMENTED in text:
        told = "\n".join((told, *_COMMENT.findall(text)))
    plain = _TAGS.sub("\n", _LABEL_END.sub("：", _INLINE.sub("", text)))
    return unescape(f"{plain}\n{told}".replace(_KEYWORD, '"'))


def _told(text: str) -> list[str]:
    """The attributes of a page that are read."""
    for sign in _WHITE:
        text = text.replace(sign, " ")
    return [value or other for value, other in _ATTRIBUTE.findall(text)]


def _glimpse_of_html(text: str) -> str | None:
    """A page less its tags, as long as each of them is plain to see."""
    if "&" in text or _COMMENTED in text:
        return None
    plain = _TAG_ON_A_LINE.sub("", text.replace(_KEYWORD, '"'))
    return None if "<" in plain else "\n".join((plain, *_told(text)))


def _as_it_is(text: str) -> str:
    return text


def _of_json(text: str) -> str:
    """A line for each text, so that those which intake has seen are known again."""
    return text.replace("\\n", "\n").replace('","', "\n")


_MARKED_UP = (".html", ".htm", ".xml")
_READERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(_MARKED_UP, _of_html),
    **dict.fromkeys((".json", ".jsonl"), _of_json),
    **dict.fromkeys((".csv", ".md", ".txt"), _as_it_is),
}
"""How the text of a file is had, by the suffix of its address; other files hold no text."""


def holds_text(address: str) -> bool:
    """Whether the file at ``address`` is of a kind whose text is looked through."""
    return _suffix(address) in _READERS


def text_of(address: str, data: bytes) -> str:
    """The text that the file at ``address`` says; empty where it holds none."""
    read = _READERS.get(_suffix(address))
    return read(_decoded(data)) if read else ""


def glimpse_of(address: str, data: bytes) -> str | None:
    """A text in which stands whatever personal data :func:`text_of` says, had much sooner.

    Nothing may part there what stands together in that one; what is parted in that one by a line
    or a colon may stand together.  ``None`` where it is not plain to see that this is so.
    """
    suffix = _suffix(address)
    if suffix not in _READERS:
        return ""
    text = _decoded(data)
    return _glimpse_of_html(text) if suffix in _MARKED_UP else text


def _suffix(address: str) -> str:
    return f".{address.rpartition('.')[2].lower()}"


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        # An attachment that a spreadsheet saved.
        return data.decode("gb18030", "replace")
