"""What counts as a tag of HTML: the whole of one, syntactically right, of an element we know.

若n<m且m>k, <附件1> and <PM2.5> are text.  So is everything else that only looks like a tag.
"""

from __future__ import annotations

from ..patterns import pattern

#: Tags that stand within a line of text.
INLINE_TAGS = frozenset({
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q",
    "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
})  # fmt: skip
VOID = frozenset({"br", "img", "wbr"})
BLOCK_TAGS = frozenset({
    "blockquote", "caption", "col", "colgroup", "dd", "div", "dl", "dt", "figcaption", "figure",
    "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})  # fmt: skip
#: Tags whose content is no text of the document and goes with them.
WITH_CONTENT = frozenset({
    "embed", "form", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea",
})  # fmt: skip
#: Tags that go, while the text in them stays.  <Title> is a word of English, and harmless.
_DROPPED = frozenset({
    "acronym", "address", "animate", "applet", "area", "article", "aside", "audio", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "body", "button", "canvas", "center", "circle",
    "clippath", "data", "datalist", "defs", "details", "dfn", "dialog", "dir", "ellipse",
    "fieldset", "font", "footer", "foreignobject", "frame", "frameset", "h1", "head", "header",
    "hgroup", "html", "input", "isindex", "label", "legend", "link", "main", "map", "marquee",
    "menu", "meta", "meter", "mi", "mn", "mo", "mrow", "mtext", "nav", "nobr", "optgroup",
    "option", "output", "param", "path", "picture", "plaintext", "polygon", "polyline", "progress",
    "rb", "rect", "rtc", "samp", "search", "section", "slot", "source", "strike", "summary", "time",
    "track", "tspan", "tt", "use", "var", "video", "xml", "xmp",
})  # fmt: skip
#: Attributes that stand without a value.  With any other, a<b c>d is text.
_BARE = (
    "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls",
    "default", "defer", "disabled", "hidden", "inert", "ismap", "loop", "multiple", "muted",
    "noshade", "novalidate", "nowrap", "open", "readonly", "required", "reversed", "sandbox",
    "selected",
)  # fmt: skip

_NAMES = "|".join(sorted(INLINE_TAGS | BLOCK_TAGS | WITH_CONTENT | _DROPPED))
#: Those that Word brings along: o:p, w:sdt, v:shape, st1:place.
_NAME = rf"(?:{_NAMES}|(?:o|v|w|m|st1):[a-z]+)(?=[\s/>])"
#: The bounds keep the time linear; no real tag meets them.
_VALUE = "\"[^\"]{0,2000}+\"|'[^']{0,2000}+'|[^\\s\"'=<>`]{1,2000}+"
_ALONE = rf"(?:{'|'.join(_BARE)}|[a-z]++-[\w-]++)(?=[\s/>])"
_ATTRIBUTE = rf"\s++(?:[a-z_:@][\w:.@-]*+\s*+=\s*+(?:{_VALUE})|{_ALONE})"
#: Within a line Python-Markdown asks for group 1, the whole.
PATTERN = rf"(?ai:(<(?:/{_NAME}\s*+|{_NAME}(?:{_ATTRIBUTE}){{0,40}}+\s*+/?)>))"
TAG = pattern(PATTERN)
#: A tag that opens a block of raw HTML.
BLOCK = pattern(rf"(?ai:(?=<(table|div|dl|ol|ul|blockquote|figure|pre|h[2-6]|p)[\s/>]){PATTERN})")

_DECLARATION = r"(?ai:<!\[(?:if|endif)[^<>]*>|<!doctype[^<>]*>|<\?xml[^<>]*>)"
_TAG_OR_MARK = pattern(rf"{PATTERN}|{_DECLARATION}|<")
_IMAGE = pattern(r"(?ai:<img(?=[\s/]))")
_SOURCE = pattern(r"(?ai:\ssrc\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))")


def escape_text(raw: str) -> str:
    """Return ``raw`` with every ``<`` escaped that begins no tag."""
    if "<" not in raw:
        return raw
    return _TAG_OR_MARK.sub(lambda match: "&lt;" if match[0] == "<" else match[0], raw)


def image_sources(raw: str) -> list[str]:
    """Return the ``src`` of each image among the tags of ``raw``, as written."""
    if "<" not in raw:
        return []
    images = (tag[0] for tag in TAG.finditer(raw) if _IMAGE.match(tag[0]))
    sources = (_SOURCE.search(image) for image in images)
    return [source[1] or source[2] or source[3] or "" for source in sources if source]
