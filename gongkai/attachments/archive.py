"""The XML parts of an Office file (ECMA-376), read without trusting it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, ZipFile

from .contents import Part, UnreadableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins: an Office file with a password is wrapped into one (MS-OFFCRYPTO)."""

_MOST_BYTES = 256 * 1024 * 1024
_PEOPLE = {"creator": "作者", "lastModifiedBy": "最后修改者", "Manager": "主管"}


class Archive:
    """An Office file by the names of its parts; raises UnreadableError for what is none."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise UnreadableError("文件加了密码，或者是旧版格式")
        try:
            self._zip = ZipFile(BytesIO(data))
        except BadZipFile as error:
            raise UnreadableError("文件已损坏") from error
        # A small file may unpack to more than the machine has.
        if sum(member.file_size for member in self._zip.infolist()) > _MOST_BYTES:
            raise UnreadableError("文件展开以后过大")

    @property
    def names(self) -> list[str]:
        """The names of all parts, sorted."""
        return sorted(self._zip.namelist())

    def tree(self, name: str) -> Element:
        """The XML of one part; a document type, and so any entity, is refused."""
        parser = XMLParser(target=_Builder())
        try:
            parser.feed(self._zip.read(name))
            tree: Element = parser.close()
        except (ParseError, BadZipFile, zlib.error, KeyError, EOFError, RuntimeError) as error:
            raise UnreadableError("文件已损坏") from error
        # So zipfile says that it cannot undo a method of compression, and the parser an encoding.
        except (NotImplementedError, LookupError, ValueError) as error:
            raise UnreadableError("文件用了不认识的写法") from error
        return tree


class _Builder(TreeBuilder):
    def doctype(self, *_: object) -> NoReturn:
        raise UnreadableError("文件里有不应有的 DOCTYPE")


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name; empty when there is none."""
    return next((value for key, value in element.items() if local(key) == name), "")


def properties(archive: Archive) -> Iterator[Part]:
    """The properties of the file: title, keywords, remarks and the like."""
    for name in archive.names:
        if name.startswith("docProps/") and name.endswith(".xml"):
            words = [each.text for each in archive.tree(name).iter() if each.text]
            yield Part("属性", "\n".join(words))


def people(archive: Archive) -> Iterator[Part]:
    """Who wrote, last saved or answers for the file, by its properties."""
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name in archive.names:
            for element in archive.tree(name).iter():
                if (role := _PEOPLE.get(local(element.tag))) and element.text:
                    yield Part(role, element.text)


def links(archive: Archive) -> Iterator[Part]:
    """Where links lead, mailboxes among them."""
    for name in archive.names:
        if name.endswith(".rels"):
            targets = [
                attribute(each, "Target").removeprefix("mailto:")
                for each in archive.tree(name).iter()
                if attribute(each, "TargetMode") == "External"
            ]
            yield Part("链接", "\n".join(targets))
