"""Reads from the sanitised HTML of a body what the rest of the site needs to know of it.

It is read from the HTML, not from the source, so that search, outline and links speak of
exactly what is published.
"""

from __future__ import annotations

import re
from html import unescape

from msgspec import Struct, field

from gongkai.markdown.body import Body, Heading
from gongkai.markdown.numbers import mark_numbers
from gongkai.markdown.sanitise import SCHEMES
from gongkai.markdown.source import without_controls
from gongkai.markdown.tags import INLINE_TAGS
from gongkai.markdown.tokens import ATTRIBUTE, TOKEN

_WITHIN_TEXT = INLINE_TAGS - {"br"}
_HEADINGS = {f"h{level}": level for level in range(2, 7)}
#: Mentions stay bare in links, which lead elsewhere already, and in code.
_NO_NUMBERS = frozenset({"a", "code", "pre", "kbd"})


def read(html: str, refused: tuple[str, ...] = ()) -> Body:
    """Return the body that ``html``, sanitised, makes; its numbers are marked.

    ``refused`` are the images that the HTML has no more.
    """
    reader = _Reader()
    for token in TOKEN.finditer(without_controls(html)):
        if token[4] is not None:
            reader.text(token[4])
        elif token[1]:
            reader.end(token[2], token[0])
        else:
            reader.start(token[2], token[3], token[0])
    return reader.body(refused)


class _Reader(Struct):
    """What has been read so far, from the first token on."""

    html: list[str] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    numbers: dict[str, None] = field(default_factory=dict)
    images: dict[str, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    block: list[str] = field(default_factory=list)
    unmarked: int = 0
    footnote_link: bool = False
    heading: dict[str, str] = field(default_factory=dict)
    heading_tag: str = ""
    heading_text: list[str] = field(default_factory=list)

    def text(self, escaped: str) -> None:
        plain = unescape(escaped) if "&" in escaped else escaped
        if not self.footnote_link:
            self.block.append(plain)
            if self.heading_tag:
                self.heading_text.append(plain)
        if "号" in escaped and not self.unmarked:
            escaped = mark_numbers(escaped, self.numbers)
        self.html.append(escaped)

    def start(self, tag: str, attributes: str, written: str) -> None:
        self.html.append(written)
        if tag not in _WITHIN_TEXT:
            self._end_block(" " if tag == "br" else "")
        if tag in _NO_NUMBERS:
            self.unmarked += 1
        if attributes:
            self._attributes(tag, {name: unescape(v) for name, v in ATTRIBUTE.findall(attributes)})

    def end(self, tag: str, written: str) -> None:
        self.html.append(written)
        if tag in _NO_NUMBERS:
            self.unmarked -= 1
        if tag == "a":
            self.footnote_link = False
        if tag == self.heading_tag:
            self._end_heading()
        if tag not in _WITHIN_TEXT:
            self._end_block("")

    def body(self, refused: tuple[str, ...]) -> Body:
        self._end_block("")
        return Body(
            "".join(self.html),
            tuple(self.outline),
            tuple(self.texts),
            tuple(self.numbers),
            tuple(self.images),
            tuple(self.links),
            refused,
        )

    def _attributes(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "a":
            self.footnote_link = attributes.get("class", "").startswith("footnote-")
            target = attributes.get("href", "")
            if target and not self.footnote_link and _is_relative(target):
                self.links[target] = None
        elif tag == "img" and "src" in attributes:
            self.images[attributes["src"]] = None
        elif "id" in attributes and (tag in _HEADINGS or "role" in attributes):
            self.heading, self.heading_tag, self.heading_text = attributes, tag, []

    def _end_heading(self) -> None:
        tag, attributes = self.heading_tag, self.heading
        level = _HEADINGS.get(tag) or int(attributes["aria-level"])
        text = "".join(self.heading_text).strip()
        self.outline.append(Heading(level, attributes["id"], text, tag == "span"))
        self.heading_tag = ""

    def _end_block(self, instead: str) -> None:
        """End the text of a block, or go on with ``instead`` within it."""
        if instead:
            self.block.append(instead)
            return
        text = "".join(self.block).strip()
        if text:
            self.texts.append(text)
        self.block.clear()


def _is_relative(target: str) -> bool:
    scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)", target)
    return scheme is None or scheme[0].lower() not in SCHEMES
