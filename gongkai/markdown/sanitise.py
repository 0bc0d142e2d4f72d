"""What HTML a page may hold: an allow-list, kept by nh3 (ammonia).

Raw HTML of a source is sanitised where it stands and loses every id, class and role; only then
do ours join it, and the whole is sanitised once more.  So no source can bring an id that
shadows one of the theme, or a class that the theme believes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3

from gongkai.markdown.tags import (
    BLOCK_TAGS,
    INLINE_TAGS,
    TAG,
    VOID,
    WITH_CONTENT,
    escape_text,
    image_sources,
)
from gongkai.patterns import pattern

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_RAW_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_OWN_ATTRIBUTES = {
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "a": {"href", "title"},
    "div": {"tabindex", "role", "aria-label"},
    "li": {"id"},
    "span": {"id", "role", "aria-level"},
    "sup": {"id"},
}
_CLASSES = {
    "p": {"addressee", "annex", "closing", "note", "signature", "signed-date"},
    "span": {"run-in"},
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote", "table-scroll"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
_NUMERIC = frozenset({"colspan", "rowspan", "width", "height", "start"})

_NAME = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FORBIDDEN_IN_TARGET = pattern(r"[\x00-\x1f\x7f\\]|^//")
_SCHEME = pattern(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_NUMBER = pattern(r"[0-9]{1,4}")
_IMAGE_WITHOUT_TARGET = pattern(r'<img((?! src=")[^">]|"[^"]*")*>')
_ALTERNATIVE = pattern(r' alt="([^"]*)"')


def sanitise(html: str) -> str:
    """Return the HTML of a whole body, well-formed and with nothing in it but what is allowed."""
    html = _cleaner(own=True).clean(html)
    if "<img" in html:
        html = _IMAGE_WITHOUT_TARGET.sub(_alternative, html)
    return html.replace("<p></p>", "").strip()


def sanitise_raw(html: str) -> str:
    """Return raw HTML of a source, balanced, without anything that only we may say."""
    return _cleaner(own=False).clean(escape_text(html))


def sanitise_tag(tag: str) -> str:
    """Return one raw tag that stands within a line, "" when it is not allowed there."""
    match = _NAME.match(tag)
    if not TAG.fullmatch(tag) or match is None or (name := match[2].lower()) not in INLINE_TAGS:
        return ""
    if match[1]:
        return "" if name in VOID else f"</{name}>"
    return sanitise_raw(tag).removesuffix(f"</{name}>")


def refused_images(raw: str) -> list[str]:
    """Return the targets of images in raw HTML that may not be shown."""
    return [target for each in image_sources(raw) if not is_shown(target := unescape(each))]


def is_shown(target: str) -> bool:
    """Whether an image with this target stays: its file can be one of the site."""
    return _target(target, frozenset()) is not None


@lru_cache(maxsize=2)
def _cleaner(*, own: bool) -> nh3.Cleaner:
    """Return the cleaner for a whole body, or that for raw HTML, which has nothing of our own."""
    attributes = {tag: set(names) for tag, names in _RAW_ATTRIBUTES.items()}
    if own:
        for tag, names in _OWN_ATTRIBUTES.items():
            attributes[tag] = attributes.get(tag, set()) | names
    return nh3.Cleaner(
        tags=set(INLINE_TAGS | BLOCK_TAGS),
        clean_content_tags=set(WITH_CONTENT),
        attributes=attributes,
        allowed_classes=_CLASSES if own else {},
        url_schemes=set(SCHEMES),
        attribute_filter=_attribute,
        link_rel=None,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value that an allowed attribute may keep, None to drop it."""
    if name == "href":
        return _target(value, SCHEMES)
    if name == "src":
        return _target(value, frozenset())
    if name in _NUMERIC:
        return value if _NUMBER.fullmatch(value) else None
    if name == "scope":
        return value if value in ("col", "row") else None
    return value


def _target(value: str, schemes: frozenset[str]) -> str | None:
    """Return a relative target, or one of a scheme in ``schemes``; None for any other.

    Browsers read a backslash as a slash and skip tabs and line ends, so those could hide a
    host; ``//host`` takes the scheme of the page.
    """
    value = value.strip()
    if not value or _FORBIDDEN_IN_TARGET.search(value):
        return None
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() not in schemes:
        return None
    return value.replace(" ", "%20")


def _alternative(image: re.Match[str]) -> str:
    """Return the alternative text of an image that may not be shown."""
    alternative = _ALTERNATIVE.search(image[0])
    return alternative[1] if alternative else ""
