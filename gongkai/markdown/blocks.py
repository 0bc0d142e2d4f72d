"""Sorts the lines of a source into blocks for Python-Markdown, one paragraph a line.

Markdown joins neighbouring lines and reads indentation as code; here a line of running text is
a paragraph and indentation is layout.  So the lines are arranged before Python-Markdown sees
them: running text apart, the lines of a list, a quote, a table or raw HTML together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from gongkai.markdown import lines as line_kinds
from gongkai.markdown.source import LAYOUT
from gongkai.markdown.tags import BLOCK
from gongkai.patterns import pattern

#: Bounds that no real document meets: they keep hostile input from costing minutes.
DEEPEST_LIST = 6
DEEPEST_QUOTE = 3
MOST_COLUMNS = 50
LONGEST_ROW = 4_000
MOST_UNCLOSED = 3
MOST_LINES_OF_A_TAG = 8

_SEPARATOR = pattern(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
_PIPE = pattern(r"(?<!\\)\|")
_QUOTE = pattern(r">[ ]?")


class Arrangement(Struct):
    """One pass over the lines of a document.

    ``stash`` takes raw HTML and gives the placeholder that stands for it, or "" for none.
    """

    stash: Callable[[str], str]
    unclosed: Counter[str] = field(default_factory=Counter)

    def blocks(self, lines: Sequence[str], depth: int = 0) -> list[str]:
        """Return the blocks of ``lines``; ``depth`` counts the quotes around them."""
        blocks: list[str] = []
        at = 0
        while at < len(lines):
            text = lines[at].strip(LAYOUT)
            if line_kinds.PLAIN.fullmatch(text):
                at, block = at + 1, text
            else:
                at, block = self._block(lines, at, text, depth)
            if block:
                blocks.append(block)
        return blocks

    def _block(self, lines: Sequence[str], at: int, text: str, depth: int) -> tuple[int, str]:
        """Return the index after the block that begins at ``at``, and the block."""
        if not text:
            return at + 1, ""
        if text.startswith("<") and (tag := _block_tag(lines, at, text)):
            return self._raw(lines, at, tag)
        if text.startswith(">"):
            return self._quote(lines, at, depth)
        if line_kinds.item(text) is not None and not line_kinds.is_rule(text):
            return _list(lines, at)
        if _is_table(lines, at):
            return _table(lines, at)
        if (note := line_kinds.footnote(text)) is not None:
            label, words = note
            return at + 1, f"[^{label}]: {line_kinds.as_text(words)}"
        # A heading inside a quote is quoted text, no part of this document's outline.
        return at + 1, line_kinds.as_text(text) if depth and text.startswith("#") else text

    def _raw(self, lines: Sequence[str], at: int, tag: str) -> tuple[int, str]:
        """Take raw HTML from its first tag to the line where that tag is closed."""
        tags = re.compile(rf"<(/?){tag}(?=[\s/>]|$)", re.IGNORECASE)
        end = at + 1
        if self.unclosed[tag] < MOST_UNCLOSED:
            open_tags = 0
            for index in range(at, len(lines)):
                for slash in tags.findall(lines[index]):
                    open_tags += -1 if slash else 1
                if open_tags <= 0:
                    end = index + 1
                    break
            else:
                self.unclosed[tag] += 1
        return end, self.stash("\n".join(lines[at:end]))

    def _quote(self, lines: Sequence[str], at: int, depth: int) -> tuple[int, str]:
        """Take the lines that begin with ``>``; what they quote is arranged in turn."""
        end = at
        quoted: list[str] = []
        while end < len(lines) and (text := lines[end].strip(LAYOUT)).startswith(">"):
            quoted.append(_QUOTE.sub("", text, count=1))
            end += 1
        if depth < DEEPEST_QUOTE:
            inner = self.blocks(quoted, depth + 1)
        else:
            inner = [line_kinds.as_text(text) for line in quoted if (text := line.strip(LAYOUT))]
        rows = "\n\n".join(inner).split("\n")
        return end, "\n".join(f"> {row}" if row else ">" for row in rows)


def _block_tag(lines: Sequence[str], at: int, text: str) -> str:
    """Return the name of the tag of raw HTML that begins at ``at``, "" for none."""
    match = BLOCK.match(text)
    if match is None and ">" not in text:
        match = BLOCK.match("\n".join([text, *lines[at + 1 : at + MOST_LINES_OF_A_TAG]]))
    return match[1].lower() if match else ""


def _list(lines: Sequence[str], at: int) -> tuple[int, str]:
    """Take the items that follow each other, blank lines among them or not.

    An item is one line.  Deeper indentation nests, whatever its width, and is written anew
    with the four spaces that Python-Markdown expects.
    """
    indents: list[int] = []
    rows: list[str] = []
    end = at
    for index in range(at, len(lines)):
        text = lines[index].strip(LAYOUT)
        if not text:
            continue
        words = line_kinds.item(text)
        if words is None or line_kinds.is_rule(text):
            break
        end = index + 1
        indent = _width(lines[index])
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or (indents[-1] < indent and len(indents) < DEEPEST_LIST):
            indents.append(indent)
        rows.append(f"{'    ' * (len(indents) - 1)}- {line_kinds.as_text(words)}")
    return end, "\n".join(rows)


def _width(line: str) -> int:
    """Return the width of a line's indentation in half-width columns."""
    indent = line[: len(line) - len(line.lstrip(LAYOUT))]
    return len(indent) + indent.count("\u3000") + 3 * indent.count("\t")


def _is_table(lines: Sequence[str], at: int) -> bool:
    """Whether a table's head and the separator beneath it begin at ``at``."""
    if at + 1 >= len(lines):
        return False
    head, separator = lines[at].strip(LAYOUT), lines[at + 1].strip(LAYOUT)
    return (
        len(head) <= LONGEST_ROW
        and len(separator) <= LONGEST_ROW
        and "|" in separator
        and _SEPARATOR.fullmatch(separator) is not None
        and _columns(head) == _columns(separator) <= MOST_COLUMNS
    )


def _columns(row: str) -> int:
    """Return the number of a row's cells."""
    inner = row.removeprefix("|")
    return len(_PIPE.findall(inner)) + (not inner.endswith("|") or inner.endswith("\\|"))


def _table(lines: Sequence[str], at: int) -> tuple[int, str]:
    """Take a table: its head, its separator and every line after them that has a bar."""
    end = at + 2
    while end < len(lines) and "|" in lines[end] and len(lines[end]) <= LONGEST_ROW:
        end += 1
    return end, "\n".join(line.strip(LAYOUT) for line in lines[at:end])
