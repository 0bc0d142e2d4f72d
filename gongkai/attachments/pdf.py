"""What a PDF says: its pages, annotations and properties."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from .contents import Contents, Part, UnreadableError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader


def read(data: bytes) -> Contents:
    """Read a PDF; raises UnreadableError, also for one whose pages are pictures."""
    import pypdf  # takes long to load, and most sites have no PDF to read

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("文件加了密码")
        contents = _contents(reader)
    except UnreadableError:
        raise
    except Exception as error:  # a broken PDF may raise anything from a KeyError on
        raise UnreadableError("文件已损坏，或者加了密码") from error
    if not any(part.text.strip() for part in contents.parts if part.where.startswith("第")):
        raise UnreadableError("里面没有文字，可能是扫描件")
    return contents


def _contents(reader: PdfReader) -> Contents:
    parts, authors = [], []
    for number, page in enumerate(reader.pages, start=1):
        parts.append(Part(f"第{number}页", page.extract_text()))
        for key, text in _annotations(page):
            if key == "/T":
                authors.append(Part("批注者", text))
            else:
                parts.append(Part(f"第{number}页的批注", text))
    for key, value in (reader.metadata or {}).items():
        if key == "/Author":
            authors.insert(0, Part("作者", str(value)))
        else:
            parts.append(Part("属性", str(value)))
    return Contents(tuple(parts), tuple(authors))


def _annotations(page: PageObject) -> Iterator[tuple[str, str]]:
    for reference in page.annotations or ():
        annotation = reference.get_object()
        if not hasattr(annotation, "get"):
            continue
        is_field = annotation.get("/Subtype") == "/Widget"
        for key in ("/Contents", "/V", "/T"):
            # A form's field has a name where a note has its author.
            if (value := annotation.get(key)) is not None and not (is_field and key == "/T"):
                yield key, str(value)
