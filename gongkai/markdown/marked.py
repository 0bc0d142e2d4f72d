"""A body in Markdown, by Python-Markdown: one instance a process, set up once and reused."""

from __future__ import annotations

from functools import lru_cache

from markdown import Markdown

from gongkai.markdown.body import Body
from gongkai.markdown.footnotes import Footnotes
from gongkai.markdown.gongwen import GongwenExtension, refused_images
from gongkai.markdown.reading import read
from gongkai.markdown.sanitise import sanitise


def render_marked(text: str) -> Body:
    """Render ``text``, whatever stands in it."""
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
