"""Renders a source text: one Markdown instance a process, set up once and reused."""

from __future__ import annotations

from functools import lru_cache

from markdown import Markdown

from gongkai.markdown.body import Body
from gongkai.markdown.footnotes import Footnotes
from gongkai.markdown.gongwen import GongwenExtension, refused_images
from gongkai.markdown.plain import plain_lines, render_plain
from gongkai.markdown.reading import read
from gongkai.markdown.sanitise import sanitise


def render(text: str) -> Body:
    """Render the Markdown source ``text`` of a body; any text is valid.

    The result depends on ``text`` alone.  Not for several threads of one process at a time.
    """
    lines = plain_lines(text)
    return render_marked(text) if lines is None else render_plain(lines)


def render_marked(text: str) -> Body:
    """Render ``text`` by Python-Markdown, whatever stands in it."""
    try:
        md = _instance()
        html = convert(md, text)
    except BaseException:
        # Stopped half-way, by a time limit say, an instance would carry its state along.
        _instance.cache_clear()
        raise
    return read(sanitise(html), refused_images(md))


def convert(md: Markdown, text: str) -> str:
    """Return the HTML that ``md`` makes of ``text``, not yet sanitised."""
    return md.reset().convert(text)


def new_instance() -> Markdown:
    """Set up Python-Markdown for official documents."""
    return Markdown(extensions=[Footnotes(), GongwenExtension()], output_format="html")


@lru_cache(maxsize=1)
def _instance() -> Markdown:
    return new_instance()
