"""The Python-Markdown extension for official documents (公文).

Before the blocks: one paragraph a line.  Ahead of the other block processors: the plain line,
which nearly all lines are.  Between the blocks and the inline marks: headings, run-in headings
and the named parts, on the paragraphs at the top level only; a numbered line in a list, a quote
or a table is not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import ENTITY_RE, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

from gongkai.markdown import sanitise
from gongkai.markdown.balance import BalancedTags
from gongkai.markdown.blocks import MOST_COLUMNS, Arrangement
from gongkai.markdown.inline import register_inline_patterns
from gongkai.markdown.lines import PLAIN, SPECIAL, atx, is_rule
from gongkai.markdown.outline import Place, places
from gongkai.markdown.parts import official_parts
from gongkai.markdown.source import source_lines
from gongkai.markdown.structure import HeadingLine, headings
from gongkai.markdown.tags import PATTERN

if TYPE_CHECKING:
    import re

    from markdown import Markdown

_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class GongwenExtension(Extension):
    """Everything that makes of Python-Markdown a reader of official documents.

    ``plain_lines`` and ``unmarked_text`` only make it quick: the HTML is the same without them.
    ``refused`` gathers the targets of images that may not be shown.
    """

    def __init__(self) -> None:
        """Refuse nothing yet."""
        super().__init__()
        self.refused: dict[str, None] = {}

    def reset(self) -> None:
        """Forget the text before."""
        self.refused.clear()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors of this module and those of ``inline``."""
        md.preprocessors.deregister("normalize_whitespace")
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(_ParagraphPerLine(md, self.refused), "paragraph_per_line", 30)

        blocks = md.parser.blockprocessors
        for name in ("code", "hashheader", "setextheader", "hr", "olist", "reference"):
            blocks.deregister(name)
        blocks.register(_PlainLines(md.parser), "plain_lines", 200)
        blocks.register(_Table(md.parser, {"use_align_attribute": True}), "table", 75)
        blocks.register(_HeadingOrRule(md.parser), "heading_or_rule", 70)
        blocks.register(_Lines(md.parser), "paragraph", 10)
        md.ESCAPED_CHARS.append("|")

        register_inline_patterns(md, self.refused)
        md.inlinePatterns.register(_RawTag(md, self.refused), "html", 90)
        md.inlinePatterns.register(_Entity(ENTITY_RE, md), "entity", 80)

        md.treeprocessors.register(_Structure(md), "gongwen", 40)
        md.treeprocessors.register(_UnmarkedText(md), "unmarked_text", 30)
        md.postprocessors.register(BalancedTags(md), "balanced_tags", 40)
        md.registerExtension(self)


def refused_images(md: Markdown) -> tuple[str, ...]:
    """Return the targets of images in the text just converted that may not be shown."""
    gongwen = (each for each in md.registeredExtensions if isinstance(each, GongwenExtension))
    return tuple(target for each in gongwen for target in each.refused)


class _ParagraphPerLine(Preprocessor):
    """Arranges the lines, so that every line of running text is a block of its own."""

    def __init__(self, md: Markdown, refused: dict[str, None]) -> None:
        super().__init__(md)
        self.refused = refused

    def run(self, lines: list[str]) -> list[str]:
        arrangement = Arrangement(self._stash)
        return ["\n\n".join(arrangement.blocks(source_lines("\n".join(lines))))]

    def _stash(self, raw: str) -> str:
        self.refused.update(dict.fromkeys(sanitise.refused_images(raw)))
        html = sanitise.sanitise_raw(raw)
        if html.startswith("<table>"):
            html = f"{_SCROLL_START}{html}</div>"
        return self.md.htmlStash.store(html) if html.strip() else ""


class _PlainLines(BlockProcessor):
    """Makes paragraphs of plain lines at once, past the tests of all other processors."""

    def test(self, parent: Element, block: str) -> bool:
        return PLAIN.fullmatch(block) is not None and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        count = 0
        for block in blocks:
            if PLAIN.fullmatch(block) is None:
                break
            SubElement(parent, "p").text = block
            count += 1
        del blocks[:count]


class _HeadingOrRule(BlockProcessor):
    """``# heading`` and ``---``, each a line of its own."""

    def test(self, parent: Element, block: str) -> bool:
        return "\n" not in block and (is_rule(block) or atx(block) is not None)

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        heading = atx(block)
        if heading is None:
            SubElement(parent, "hr")
        else:
            level, words = heading
            SubElement(parent, f"h{level}").text = words


class _Lines(ParagraphProcessor):
    """Paragraphs, one a line also where a block of several lines was no table after all."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        for line in block.split("\n"):
            super().run(parent, [line])


# A group and no region: several tables would be landmarks that nothing tells apart.
_SCROLL = {"class": "table-scroll", "tabindex": "0", "role": "group", "aria-label": "表格"}
_SCROLL_START = "<div {}>".format(
    " ".join(f'{key}="{value}"' for key, value in sorted(_SCROLL.items()))
)


class _Table(TableProcessor):
    """Tables in a box that scrolls, aligned by classes: the pages allow no style attributes.

    A table is as wide as its widest row, so that no cell is lost.
    """

    def run(self, parent: Element, blocks: list[str]) -> None:
        rows = (self._split_row(row.strip(" ")) for row in blocks[0].split("\n")[2:])
        widest = max((_width(row) for row in rows), default=0)
        missing = min(widest, MOST_COLUMNS) - len(self.separator)
        self.separator = [*self.separator, *[""] * missing]  # type: ignore[assignment]
        box = SubElement(parent, "div", _SCROLL)
        super().run(box, blocks)
        for cell in box.iter():
            if align := cell.attrib.pop("align", ""):
                cell.set("class", f"align-{align}")
            if cell.tag == "th":
                cell.set("scope", "col")

    def _split_row(self, row: str) -> list[str]:
        cells: list[str] = super()._split_row(row)  # type: ignore[misc]
        if not self.border and row.startswith("|"):
            # The head has no bars at its ends, this row has.
            cells = cells[1:] if cells[-1].strip() else cells[1:-1]
        if len(cells) > MOST_COLUMNS:
            cells[MOST_COLUMNS - 1 :] = ["|".join(cells[MOST_COLUMNS - 1 :])]
        return cells


def _width(cells: list[str]) -> int:
    """Return the number of cells up to the last with a word in it."""
    return max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)


class _RawTag(InlineProcessor):
    """A raw tag within a line: kept where it is allowed, else gone; its text stays."""

    def __init__(self, md: Markdown, refused: dict[str, None]) -> None:
        super().__init__(PATTERN, md)
        self.refused = refused

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override] # noqa: N802
        raw = _without_placeholders(self.unescape(m[1]))
        self.refused.update(dict.fromkeys(sanitise.refused_images(raw)))
        tag = sanitise.sanitise_tag(raw)
        return (self.md.htmlStash.store(tag) if tag else ""), m.start(), m.end()


class _Entity(InlineProcessor):
    """A character reference, read by the sanitiser."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override] # noqa: N802
        return self.md.htmlStash.store(sanitise.sanitise_raw(m[1])), m.start(), m.end()


class _Structure(Treeprocessor):
    """Makes headings, run-in headings and named parts of paragraphs."""

    def run(self, root: Element) -> None:
        elements = list(root)
        texts = [_source(element) for element in elements]
        marks = {i: _HEADINGS[e.tag] for i, e in enumerate(elements) if e.tag in _HEADINGS}
        paragraphs = [None if i in marks else text for i, text in enumerate(texts)]
        parts = official_parts([text and text.replace("**", "") for text in paragraphs])
        for index, part in parts.items():
            elements[index].set("class", part)
        found = headings(texts, marks, parts)
        order = sorted(found)
        sources = [(found[index], texts[index] or "") for index in order]
        for index, place in zip(order, places(sources), strict=True):
            _make_heading(elements[index], found[index], place)


def _source(element: Element) -> str | None:
    """Return the source of a paragraph or heading; None for all else, raw HTML among it."""
    is_text = element.tag == "p" or element.tag in _HEADINGS
    text = element.text or ""
    return None if not is_text or text.startswith(STX) else text


def _make_heading(element: Element, heading: HeadingLine, place: Place) -> None:
    """Make of a paragraph a heading, or of its beginning a run-in heading."""
    text = element.text or ""
    if heading.end:
        element.text = ""
        attributes: dict[str, Any] = {
            "class": "run-in",
            "role": "heading",
            "aria-level": str(place.level),
            "id": place.id,
        }
        span = SubElement(element, "span", attributes)
        span.text, span.tail = text[: heading.end], text[heading.end :]
        return
    element.tag = f"h{place.level}"
    element.set("id", place.id)
    if text.startswith("**") and text.endswith("**") and text.count("**") == 2:
        # A heading that is bold as a whole is a heading; it need not be said twice.
        element.text = text[2:-2]


class _UnmarkedText(Treeprocessor):
    """Spares the inline patterns every text that holds no character any of them begins with."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and SPECIAL.search(element.text) is None:
                element.text = AtomicString(element.text)
            if element.tail and SPECIAL.search(element.tail) is None:
                element.tail = AtomicString(element.tail)


def _without_placeholders(tag: str) -> str:
    """Return a raw tag without Python-Markdown's own marks, which its text cannot mean."""
    return tag.replace(STX, "").replace("\x03", "")
