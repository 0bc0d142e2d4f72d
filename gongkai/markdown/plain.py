"""Bodies of plain lines alone, as most are: their HTML is written at once.

No mark of Markdown and no tag stands in such a body.  So there is nothing to parse and nothing to
sanitise, and what the site needs to know of it need not be read from its HTML.  The result is that
of the long way (``marked.render_marked``), which takes four times as long; a test holds the two
together.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.markdown.body import Body, Heading
from gongkai.markdown.lines import are_plain
from gongkai.markdown.numbers import mark_numbers
from gongkai.markdown.outline import places
from gongkai.markdown.parts import official_parts
from gongkai.markdown.source import LAYOUT, source_lines
from gongkai.markdown.structure import headings


def plain_lines(text: str) -> list[str] | None:
    """Return the lines of ``text`` that have words on them, None unless all of them are plain."""
    lines = [line for each in text.split("\n") if (line := each.strip())]
    # What is no layout at either end of a line and cannot be printed is cleaned away first.
    if not "".join(lines).isprintable():
        lines = [line for each in source_lines(text) if (line := each.strip(LAYOUT))]
    return lines if lines and are_plain(lines) else None


def render_plain(lines: Sequence[str]) -> Body:
    """Render a body of plain ``lines``."""
    parts = official_parts(lines)
    found = headings(lines, {}, parts)
    text = "\n".join(lines)
    escaped = lines if (safe := _escaped(text)) == text else safe.split("\n")
    html = [f"<p>{line}</p>" for line in escaped]
    for index, part in parts.items():
        html[index] = f'<p class="{part}">{escaped[index]}</p>'
    outline: list[Heading] = []
    stand = places((heading, lines[index]) for index, heading in found.items())
    for (index, heading), place in zip(found.items(), stand, strict=True):
        line = lines[index]
        if end := heading.end:
            html[index] = (
                f'<p><span aria-level="{place.level}" class="run-in" id="{place.id}"'
                f' role="heading">{_escaped(line[:end])}</span>{_escaped(line[end:])}</p>'
            )
            outline.append(Heading(place.level, place.id, line[:end].strip(), run_in=True))
        else:
            tag = f"h{place.level}"
            html[index] = f'<{tag} id="{place.id}">{escaped[index]}</{tag}>'
            outline.append(Heading(place.level, place.id, line, run_in=False))
    # The ids of headings that are numbered hold no words, so no number is marked within a tag.
    numbers: dict[str, None] = {}
    return Body(
        html=mark_numbers("\n".join(html), numbers),
        outline=tuple(outline),
        texts=tuple(lines),
        numbers=tuple(numbers),
        images=(),
        links=(),
    )


def _escaped(text: str) -> str:
    """Return ``text`` as HTML, escaped as the sanitiser does it."""
    return text.replace(">", "&gt;").replace("\xa0", "&nbsp;")
