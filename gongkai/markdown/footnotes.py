"""Footnotes: Python-Markdown's, with labels that make valid ids and in Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions.footnotes import (
    FootnoteBlockProcessor,
    FootnoteExtension,
    FootnoteInlineProcessor,
)

if TYPE_CHECKING:
    from markdown import Markdown

_REFERENCE = r"\[\^([\w-]{1,64})\]"


class Footnotes(FootnoteExtension):
    """Footnotes ``[^label]`` with ``[^label]: text`` in a line of its own, anywhere.

    Their ids hold a colon, which no id of a heading does.
    """

    def __init__(self) -> None:
        """Configure Python-Markdown's footnotes."""
        # The marker that would move the footnotes to another place cannot occur in a source.
        super().__init__(PLACE_MARKER="\x02footnotes\x03", BACKLINK_TITLE="回到正文中的注%d")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the processors, with patterns of our own for the labels."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Definition(self), "footnote", 17)
        md.inlinePatterns.register(FootnoteInlineProcessor(_REFERENCE, self), "footnote", 175)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return the id of a reference, numbered from the second on: counted, not searched."""
        if not found:
            return reference
        count = self.found_refs.get(reference, 0) + 1
        self.found_refs[reference] = count
        name, label = reference.split(self.get_separator(), 1)
        return reference if count == 1 else f"{name}{count}{self.get_separator()}{label}"


class _Definition(FootnoteBlockProcessor):
    RE = re.compile(rf"^{_REFERENCE}:[ ]*(.*)$", re.MULTILINE)
