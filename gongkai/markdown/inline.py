"""Marks within a line: code, links, images, strong, emphasis.

Python-Markdown's own patterns look ahead to the end of the text from every bracket and star,
which takes minutes on hostile input, and its emphasis swallows the stars of masked names and
numbers (张*、李*，138****1234).  Those here are plain regular expressions of linear time, and
in doubt leave the text as it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape

from gongkai.markdown.sanitise import is_shown
from gongkai.patterns import pattern

if TYPE_CHECKING:
    from markdown import Markdown

Match = tuple[Element | None, int | None, int | None]

_CODE = r"(?<!`)`([^`\n]++)`(?!`)"

#: [text](target "title"), with one level of brackets inside the text and inside the target;
#: a target with brackets of any kind stands in <…>.
#: No group is possessive: Python 3.11.2, which is Debian 12's, does not go back before one that failed.
_TEXT = r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*)\]"
_TARGET = (
    r"\(\s*+(?:<([^<>\n]++)>\s*+|((?:[^()<>\"'\n]++|\([^()<>\"'\n]*+\))+))"
    r"(?:(?:\"([^\"\n]*+)\"|'([^'\n]*+)')\s*+)?\)"
)
_LINK = rf"(?<!!){_TEXT}{_TARGET}"
_IMAGE = rf"!{_TEXT}{_TARGET}"
#: 见附件[1](略) is text: what follows the brackets does not look like an address.
_LOOKS_LIKE_TARGET = pattern(r"[./#:]")

#: What is marked does not begin with a space or with punctuation that ends something.
_OPEN = r"(?![\s*、，。；：！？）》”’,.;:!?)])"
_STRONG = rf"(?<!\*)\*\*{_OPEN}((?:[^*\n]|\*(?!\*))+)(?<!\s)\*\*(?!\*)"
_EMPHASIS = rf"(?<!\*)\*{_OPEN}([^*\n]++)(?<![\s、，,])\*(?!\*)"

#: A star after a surname, after 某, after a digit or Latin letter masks what followed.  Two
#: such stars in a line are a pair of masks, not a pair of marks: 张**和李**.  The surnames are
#: the hundred commonest.
_MASKED_AFTER = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤某"
)


def register_inline_patterns(md: Markdown, refused: dict[str, None]) -> None:
    """Replace Python-Markdown's scanners by these, and leave out what replies do not use.

    ``refused`` takes the targets of images that may not be shown.
    """
    patterns = md.inlinePatterns
    unused = ("reference", "image_reference", "short_reference", "short_image_ref")
    for name in (*unused, "automail", "linebreak", "em_strong"):
        patterns.deregister(name)
    patterns.register(_Code(_CODE, md), "backtick", 190)
    patterns.register(_Link(_LINK, md), "link", 160)
    patterns.register(_Image(md, refused), "image_link", 150)
    patterns.register(_Marked("strong", _STRONG, md), "strong", 60)
    patterns.register(_Marked("em", _EMPHASIS, md), "emphasis", 50)


class _Code(InlineProcessor):
    """`code`, whose text means itself."""

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override] # noqa: N802
        element = Element("code")
        element.text = AtomicString(code_escape(m[1]))
        return element, m.start(), m.end()


class _Link(InlineProcessor):
    """[text](target), where the target looks like one."""

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override] # noqa: N802
        target = self.target(m)
        if target is None:
            return None, None, None
        element = Element("a", {"href": target, **self.title(m)})
        element.text = m[1]
        return element, m.start(), m.end()

    def target(self, m: re.Match[str]) -> str | None:
        """Return the address, None when it does not look like one."""
        target = self.unescape(m[2] or m[3]).strip()
        return target if m[2] or _LOOKS_LIKE_TARGET.search(target) else None

    def title(self, m: re.Match[str]) -> dict[str, str]:
        """Return the attribute that the title makes, if there is one."""
        title = m[4] or m[5]
        return {"title": self.unescape(title)} if title else {}


class _Image(_Link):
    """![alternative text](target); ``refused`` gathers the targets that may not be shown."""

    def __init__(self, md: Markdown, refused: dict[str, None]) -> None:
        super().__init__(_IMAGE, md)
        self.refused = refused

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override] # noqa: N802
        target = self.target(m)
        if target is None:
            return None, None, None
        if not is_shown(target):
            self.refused[target] = None
        attributes = {"src": target, "alt": self.unescape(m[1]), **self.title(m)}
        return Element("img", attributes), m.start(), m.end()


class _Marked(InlineProcessor):
    """**strong** or *emphasis*, unless the stars mask something."""

    def __init__(self, tag: str, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # type: ignore[override] # noqa: N802
        before = data[m.start() - 1] if m.start() else ""
        if _is_masked_after(before) and _is_masked_after(m[1][-1]):
            return None, None, None
        element = Element(self.tag)
        element.text = m[1]
        return element, m.start(), m.end()


def _is_masked_after(character: str) -> bool:
    return character in _MASKED_AFTER or (character.isascii() and character.isalnum())
