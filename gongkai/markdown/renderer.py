"""Renders a source text, by Python-Markdown or, where it has no mark, the short way."""

from __future__ import annotations

from gongkai.markdown.body import Body
from gongkai.markdown.plain import plain_lines, render_plain


def render(text: str) -> Body:
    """Render the Markdown source ``text`` of a body; any text is valid.

    The result depends on ``text`` alone.  Not for several threads of one process at a time.
    """
    lines = plain_lines(text)
    return render_marked(text) if lines is None else render_plain(lines)


def render_marked(text: str) -> Body:
    """Render ``text`` by Python-Markdown, whatever stands in it."""
    # Most bodies have no mark, and Python-Markdown takes its time to be imported.
    from gongkai.markdown import marked

    return marked.render_marked(text)
