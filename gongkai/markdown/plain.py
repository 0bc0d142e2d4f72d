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
    lines = [line for each in source_lines(text) if (line := each.strip(LAYOUT))]
    return lines if lines and are_plain(lines) else None


def render_plain(lines: Sequence[str]) -> Body:
    """Render a body of plain ``lines``."""
    parts = official_parts(lines)
    found = headings(lines, {}, parts)
    order = sorted(found)
    stand = dict(zip(order, places((found[at], lines[at]) for at in order), strict=True))
    numbers: dict[str, None] = {}
    outline: list[Heading] = []
    html: list[str] = []
    for index, line in enumerate(lines):
        place = stand.get(index)
        if place is None:
            part = f' class="{parts[index]}"' if index in parts else ""
            html.append(f"<p{part}>{_marked(line, numbers)}</p>")
        elif end := found[index].end:
            words, rest = _marked(line[:end], numbers), _marked(line[end:], numbers)
            html.append(
                f'<p><span aria-level="{place.level}" class="run-in" id="{place.id}"'
                f' role="heading">{words}</span>{rest}</p>'
            )
            outline.append(Heading(place.level, place.id, line[:end].strip(), run_in=True))
        else:
            tag = f"h{place.level}"
            html.append(f'<{tag} id="{place.id}">{_marked(line, numbers)}</{tag}>')
            outline.append(Heading(place.level, place.id, line.strip(), run_in=False))
    return Body(
        html="\n".join(html),
        outline=tuple(outline),
        texts=tuple(text for line in lines if (text := line.strip())),
        numbers=tuple(numbers),
        images=(),
        links=(),
    )


def _marked(text: str, numbers: dict[str, None]) -> str:
    """Return ``text`` as HTML, escaped as the sanitiser does it, with its numbers marked."""
    escaped = text.replace(">", "&gt;").replace("\xa0", "&nbsp;")
    return mark_numbers(escaped, numbers) if "号" in escaped else escaped
