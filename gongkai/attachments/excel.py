"""What an Excel file (.xlsx) says: every sheet, hidden ones too, and the comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import join, normpath
from xml.etree.ElementTree import Element

from ..patterns import pattern
from .archive import Archive, attribute, links, local, people, properties
from .contents import Contents, Part

_WORKBOOK = "xl/workbook.xml"
_COMMENTS = pattern(r"xl/(?:threadedComments/threadedC|c)omments?\d*\.xml|xl/comments/.*\.xml")
_DRAWINGS = pattern(r"xl/drawings/drawing\d*\.xml")
_PERSONS = pattern(r"xl/persons/.*\.xml")
_POWER = pattern(r"\d(?:\.\d+)?E\+?\d{1,2}")


def read(data: bytes) -> Contents:
    """Read an .xlsx; raises UnreadableError."""
    archive = Archive(data)
    names = archive.names
    parts = [*properties(archive), *links(archive), *_sheets(archive)]
    authors = [*people(archive)]
    for name in names:
        if _COMMENTS.fullmatch(name):
            tree = archive.tree(name)
            parts.append(Part("批注", "\n".join(map(_words, _named(tree, "text")))))
            authors += [Part("批注者", each.text) for each in _named(tree, "author") if each.text]
        elif _DRAWINGS.fullmatch(name):
            parts.append(Part("文本框", "\n".join(map(_words, _named(archive.tree(name), "p")))))
        elif _PERSONS.fullmatch(name):
            people_named = (attribute(each, "displayName") for each in archive.tree(name).iter())
            authors += [Part("批注者", each) for each in people_named if each]
    return Contents(tuple(parts), tuple(authors))


def _named(tree: Element, name: str) -> Iterator[Element]:
    return (element for element in tree.iter() if local(element.tag) == name)


def _sheets(archive: Archive) -> Iterator[Part]:
    """Each sheet, its rows on lines of their own and the cells of a row apart."""
    strings = []
    if "xl/sharedStrings.xml" in archive.names:
        strings = [_words(each) for each in _named(archive.tree("xl/sharedStrings.xml"), "si")]
    relations = archive.tree("xl/_rels/workbook.xml.rels")
    targets = {attribute(each, "Id"): attribute(each, "Target") for each in relations}
    for sheet in _named(archive.tree(_WORKBOOK), "sheet"):
        is_hidden = attribute(sheet, "state") in {"hidden", "veryHidden"}
        title = f"{'隐藏的' if is_hidden else ''}工作表“{attribute(sheet, 'name')}”"
        path = normpath(join("/xl", targets.get(attribute(sheet, "id"), ""))).lstrip("/")
        rows = _named(archive.tree(path), "row")
        lines = ("\t".join(_cell(cell, strings) for cell in _named(row, "c")) for row in rows)
        yield Part(title, "\n".join(lines))


def _cell(cell: Element, strings: Sequence[str]) -> str:
    value = "".join(each.text or "" for each in _named(cell, "v"))
    if attribute(cell, "t") == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    # Long numbers may be saved as powers of ten: 1.3800138E10.
    shown = f"{float(value):.0f}" if _POWER.fullmatch(value) else value
    return shown or _words(cell)


def _words(element: Element) -> str:
    return "".join(each.text or "" for each in _named(element, "t")) or (element.text or "")
