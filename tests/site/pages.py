"""Reads a page as the tests need it: a small tree of elements and its text, by html.parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip
"""Elements without an end tag (HTML 13.1.2)."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_SPACES = re.compile(r"\s+")


class UnbalancedError(ValueError):
    """A page closes an element that is not open, or leaves one open."""


@dataclass(slots=True)
class Element:
    """An element with its attributes (one without a value has "") and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self, skip: Callable[[Element], bool] = lambda _: False) -> Iterator[Element]:
        """This element and all below it, in the order of the page, less what ``skip`` names."""
        yield self
        for child in self.children:
            if isinstance(child, Element) and not skip(child):
                yield from child.walk(skip)

    def all(self, *tags: str, css_class: str = "") -> list[Element]:
        """The elements below with one of ``tags`` (any without) and the class, if given."""
        return [
            element
            for element in self.walk()
            if element is not self
            and (not tags or element.tag in tags)
            and (not css_class or css_class in element.classes)
        ]

    def first(self, *tags: str, css_class: str = "") -> Element:
        return self.all(*tags, css_class=css_class)[0]

    def strings(self, skip: Callable[[Element], bool] = lambda _: False) -> Iterator[str]:
        """The texts as they stand, but for those in elements that ``skip`` names."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif not skip(child):
                yield from child.strings(skip)

    @property
    def text(self) -> str:
        """All text, with white space at its ends removed and nothing else changed."""
        return "".join(self.strings()).strip()

    def blocks(self) -> list[str]:
        """The texts of the innermost blocks that have one, in the order of the page."""
        inner = [c for c in self.children if isinstance(c, Element) and c.tag in BLOCKS]
        if not inner:
            return [self.text] if self.text else []
        return [text for child in inner for text in child.blocks()]


def without_spaces(text: str) -> str:
    return _SPACES.sub("", text)


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        element = self._open.pop()
        if element.tag != tag:
            raise UnbalancedError(f"</{tag}> at {self.getpos()} ends <{element.tag}>")

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def close(self) -> None:
        super().close()
        if len(self._open) > 1:
            raise UnbalancedError(f"<{self._open[-1].tag}> is never closed")


def parse(html: str) -> Element:
    """The tree of a page; raises UnbalancedError where tags do not match."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root


@lru_cache(maxsize=1024)
def _read(path: Path, changed: int) -> Element:
    return parse(path.read_text(encoding="utf-8"))


def read(path: Path) -> Element:
    """The tree of the page at ``path``; the same one for all who ask, so it is only read."""
    return _read(path, path.stat().st_mtime_ns)


def is_redirect(page: Element) -> bool:
    """Whether a page leads on to another by itself."""
    return any(meta.attributes.get("http-equiv") == "refresh" for meta in page.all("meta"))


def addresses(folder: Path) -> list[str]:
    """The addresses of all pages of an output folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
