"""What a Word file (.docx) says: text, notes, headers, comments and tracked changes."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..patterns import pattern
from .archive import Archive, attribute, links, local, people, properties
from .contents import Contents, Part

_WHERE = (
    (pattern(r"word/document\d*\.xml"), "正文"),
    (pattern(r"word/(?:header|footer)\d*\.xml"), "页眉页脚"),
    (pattern(r"word/(?:footnotes|endnotes)\.xml"), "脚注"),
    (pattern(r"word/comments\.xml"), "批注"),
    (pattern(r"word/glossary/document\.xml"), "文档部件"),
)
_BREAKS = {"p", "br", "cr"}
_CHANGES = {"ins", "del", "moveFrom", "moveTo"}


def read(data: bytes) -> Contents:
    """Read a .docx; raises UnreadableError."""
    archive = Archive(data)
    parts: list[Part] = [*properties(archive), *links(archive)]
    authors: list[Part] = [*people(archive)]
    for name in archive.names:
        where = next((where for pattern, where in _WHERE if pattern.fullmatch(name)), "")
        if where:
            tree = archive.tree(name)
            parts.append(Part(where, _text(tree, "t")))
            parts.append(Part(f"{where}里修订删去的文字", _text(tree, "delText")))
            authors += _authors(tree)
    return Contents(tuple(parts), tuple(authors))


def _text(tree: Element, shown: str) -> str:
    """The text of the elements ``shown``, paragraphs on lines of their own, cells apart."""
    pieces = []
    for element in tree.iter():
        name = local(element.tag)
        if name == shown:
            pieces.append(element.text or "")
        elif name in _BREAKS:
            pieces.append("\n")
        elif name == "tab":
            pieces.append("\t")
    return "".join(pieces)


def _authors(tree: Element) -> Iterator[Part]:
    for element in tree.iter():
        name = local(element.tag)
        if (name == "comment" or name in _CHANGES) and (author := attribute(element, "author")):
            yield Part("批注者" if name == "comment" else "修订者", author)
