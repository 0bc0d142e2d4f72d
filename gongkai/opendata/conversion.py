"""A published body's HTML as Markdown (CommonMark with pipe tables and footnotes).

It is made of the HTML, not of the source, so that it says what the page says and nothing else: no
comment, no link to what is not public, no attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from msgspec import Struct, field

from ..markdown.tags import INLINE_TAGS
from ..markdown.tokens import ATTRIBUTE, TOKEN
from ..patterns import pattern
from . import markup

_EMPHASIS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("strong", "b"), ("**", "strong")),
    **dict.fromkeys(("em", "i"), ("*", "em")),
}
# Most blocks are a text without a tag in it, behind a heading perhaps: those are read at once.
_WHOLE_BLOCK = pattern(
    r"<(p|h[2-6])(?: [^>]*)?>"
    r'(?:<span [^>]* role="heading">([^<]*)</span>)?([^<]*)</\1>\s*'
)
_AS_TAGS = frozenset({"sub", "sup"})
_HEADINGS = {f"h{level}": "#" * level for level in range(2, 7)}
_REFERENCE, _BACK_REFERENCE = "footnote-ref", "footnote-backref"
_NOTE_ID = "fn:"


def markdown_of(html: str) -> str:
    """The Markdown of ``html``, a sanitised body; blocks are separated by an empty line."""
    writer, position = _Writer(), 0
    while position < len(html):
        if writer.is_between_blocks:
            position = _whole_blocks(html, position, writer)
        token = TOKEN.match(html, position)
        if token is None:
            assert position == len(html), "sanitised HTML is tags and texts"
            break
        position = token.end()
        if token[4] is not None:
            writer.text(token[4])
        elif token[1]:
            writer.end(token[2], token[0])
        else:
            writer.start(token[2], token[3], token[0])
    return writer.finished()


def _whole_blocks(html: str, position: int, writer: _Writer) -> int:
    """Write the blocks at ``position`` that can be read at once; where they end."""
    plain = _plain if markup.may_need_escapes(html) else _unmarked
    blocks = writer.open[-1].blocks
    start = position
    while block := _WHOLE_BLOCK.match(html, position):
        tag, title, rest = block.groups()
        text = plain(rest)
        if title:
            text = markup.emphasis(plain(title), *_EMPHASIS["strong"]) + text
        if text := text.strip():
            marks = _HEADINGS.get(tag)
            blocks.append(markup.heading(marks, text) if marks else markup.block(text))
        position = block.end()
    if position > start:
        writer.forget_what_was_open()
    return position


class _Container(Struct):
    """An open list, list item, quotation or footnote, with the blocks in it so far."""

    tag: str
    note: str = ""
    number: int = 0
    blocks: list[str] = field(default_factory=list)


class _Rows(Struct):
    """An open table: its cells as Markdown, and as HTML for one that Markdown cannot hold."""

    html: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    depth: int = 1
    is_plain: bool = True


class _Writer(Struct):
    """What was written so far; ``line`` is the paragraph that is being written."""

    open: list[_Container] = field(default_factory=lambda: [_Container("")])
    line: list[str] = field(default_factory=list)
    marks: list[tuple[str, int, str]] = field(default_factory=list)
    heading: str = ""
    preformatted: list[str] | None = None
    table: _Rows | None = None
    skipped: str = ""

    @property
    def is_between_blocks(self) -> bool:
        """Whether what comes next begins a block of its own."""
        return not self.line and self.table is None and self.preformatted is None

    def forget_what_was_open(self) -> None:
        """A whole block was written, which ends what began before it."""
        self.marks.clear()
        self.heading = ""

    def finished(self) -> str:
        self._end_paragraph()
        return "\n\n".join(self.open[0].blocks)

    def text(self, escaped: str) -> None:
        plain = unescape(escaped) if "&" in escaped else escaped
        if self.table:
            self.table.html.append(escaped)
        if self.skipped:
            return
        if self.preformatted is not None:
            self.preformatted.append(plain)
        elif self.line or not plain.isspace():
            self.line.append(markup.plain(plain.replace("\n", " ")))

    def start(self, tag: str, attributes: str, written: str) -> None:
        named = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        if self.table:
            self._within_table(tag, named, written)
        if tag in INLINE_TAGS:
            self._start_inline(tag, named)
        elif not self.table:
            self._start_block(tag, named, written)

    def end(self, tag: str, written: str) -> None:
        if tag in INLINE_TAGS:
            if self.table:
                self.table.html.append(written)
            self._end_inline(tag)
        elif self.table:
            self._end_within_table(tag, written)
        else:
            self._end_block(tag)

    def _start_inline(self, tag: str, named: Mapping[str, str]) -> None:
        if tag == "br":
            self.line.append(" " if self.table or self.heading else "\\\n")
        elif tag == "img":
            image = markup.link(markup.plain(named.get("alt", "")), named.get("src", ""))
            self.line.append(f"!{image}")
        elif tag == "a" and named.get("class") in {_REFERENCE, _BACK_REFERENCE}:
            if named["class"] == _REFERENCE:
                self.line.append(f"[^{_label(named.get('href', ''))}]")
            self.skipped = tag
        elif tag != "wbr":
            is_title = tag == "span" and named.get("role") == "heading"
            kind = "strong" if is_title else tag
            is_reference = tag == "sup" and "id" in named
            self.marks.append(("" if is_reference else kind, len(self.line), named.get("href", "")))

    def _end_inline(self, tag: str) -> None:
        if self.skipped == tag:
            self.skipped = ""
            return
        if not self.marks:
            return
        kind, first, target = self.marks.pop()
        inner = "".join(self.line[first:])
        if kind in _EMPHASIS:
            inner = markup.emphasis(inner, *_EMPHASIS[kind])
        elif kind in _AS_TAGS:
            inner = f"<{kind}>{inner}</{kind}>"
        elif kind == "a" and target and inner.strip():
            inner = markup.link(inner, target)
        self.line[first:] = [inner] if inner else []

    def _start_block(self, tag: str, named: Mapping[str, str], written: str) -> None:
        self._end_paragraph()
        if tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag == "table":
            self.table = _Rows([written])
        elif tag == "pre":
            self.preformatted = []
        elif tag == "hr":
            # Footnotes come under a rule of their own, which their marks need not.
            self.open[-1].blocks.append("* * *")
        elif tag in {"ul", "ol", "blockquote"}:
            self.open.append(_Container(tag, number=int(named.get("start") or 1)))
        elif tag == "li":
            self.open.append(_Container(tag, note=_note(named.get("id", ""))))

    def _end_block(self, tag: str) -> None:
        if tag == "pre" and self.preformatted is not None:
            self._end_preformatted()
        self._end_paragraph()
        if tag in _HEADINGS:
            self.heading = ""
        elif tag == self.open[-1].tag:
            self._close(self.open.pop())

    def _close(self, closed: _Container) -> None:
        outer = self.open[-1]
        if closed.tag == "li":
            self._close_item(closed, outer)
        elif closed.tag == "blockquote":
            outer.blocks.append(_prefixed("\n\n".join(closed.blocks), "> ", "> "))
        elif closed.blocks:
            outer.blocks.append("\n".join(closed.blocks))

    def _close_item(self, item: _Container, outer: _Container) -> None:
        text = "\n\n".join(item.blocks)
        if item.note:
            outer.blocks.append(_prefixed(text, f"[^{item.note}]: ", "    "))
            return
        marker = f"{outer.number}. " if outer.tag == "ol" else "- "
        outer.number += 1
        outer.blocks.append(_prefixed(text, marker, " " * len(marker)))

    def _end_paragraph(self) -> None:
        text = "".join(self.line).strip()
        self.line.clear()
        self.marks.clear()
        while text.endswith("\\\n"):
            text = text[:-2].rstrip()
        if text:
            written = markup.heading(self.heading, text) if self.heading else markup.block(text)
            self.open[-1].blocks.append(written)

    def _end_preformatted(self) -> None:
        text = "".join(self.preformatted or ()).strip("\n")
        self.preformatted = None
        self.line.clear()
        fence = "```"
        while fence in text:
            fence += "`"
        self.open[-1].blocks.append(f"{fence}\n{text}\n{fence}")

    def _within_table(self, tag: str, named: Mapping[str, str], written: str) -> None:
        assert self.table
        table = self.table
        table.html.append(written)
        if tag == "tr":
            table.rows.append([])
        elif tag in {"td", "th"}:
            self.line.clear()
            table.is_plain &= {"colspan", "rowspan"}.isdisjoint(named)
        elif tag == "table":
            table.depth += 1
        if tag in {"table", "ul", "ol", "pre", "caption", "blockquote"}:
            table.is_plain = False

    def _end_within_table(self, tag: str, written: str) -> None:
        assert self.table
        table = self.table
        table.html.append(written)
        if tag in {"td", "th"}:
            if table.rows:
                table.rows[-1].append("".join(self.line).strip())
            self.line.clear()
            self.marks.clear()
        elif tag == "p":
            self.line.append(" ")
        elif tag == "table":
            table.depth -= 1
            if not table.depth:
                self.table = None
                self.line.clear()
                self.open[-1].blocks.append(_table_text(table))


def _plain(escaped: str) -> str:
    """A text of the HTML as Markdown, on one line."""
    plain = unescape(escaped) if "&" in escaped else escaped
    return markup.plain(plain.replace("\n", " "))


def _unmarked(text: str) -> str:
    """The same of a text in which there is nothing to escape."""
    return text.replace("\n", " ")


def _table_text(table: _Rows) -> str:
    """A pipe table where every row has as many cells as the first, else the HTML itself."""
    rows = [row for row in table.rows if row]
    if not rows or not table.is_plain or any(len(row) != len(rows[0]) for row in rows):
        # A block of HTML ends at the first empty line (CommonMark 4.6).
        return "".join(table.html).replace("\n", "")
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    rest = (f"{others}{line}".rstrip() if line else others.rstrip() for line in lines[1:])
    return "\n".join([first + lines[0], *rest])


def _label(href: str) -> str:
    return href.removeprefix("#").removeprefix(_NOTE_ID)


def _note(identifier: str) -> str:
    return identifier.removeprefix(_NOTE_ID) if identifier.startswith(_NOTE_ID) else ""
