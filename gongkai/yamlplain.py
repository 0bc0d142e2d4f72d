"""YAML that is nothing but ``键: 值`` and lists of texts, read without a parser.

Nearly all front matter is of this kind, and a parser that is ready for anything takes five times as
long over it.  Whatever might mean something else is left to :mod:`.yamltree`, which reads what is
read here in the same way; tests/test_yamlplain.py holds both to that.
"""

from __future__ import annotations

import re

from .model import Place
from .patterns import pattern
from .yamlnodes import Entry, Mapping, Scalar, Sequence

#: Characters that mean nothing to YAML wherever they stand.
_PLAIN = r"\u4e00-\u9fff0-9A-Za-z、。，；《》〈〉「」『』【】〔〕（）“”‘’—…·％／＋．_.()/+"
#: Further ones that mean nothing but at the beginning of a text.
_LATER = r"\-,%?!&*="
_QUOTED = rf"'[{_PLAIN}{_LATER}： ]+'|\"[{_PLAIN}{_LATER}： ]+\""
_FIELD = pattern(
    rf"(?P<key>[\u4e00-\u9fffA-Za-z_]+):"
    rf"(?: +(?P<text>{_QUOTED}|[{_PLAIN}](?:[{_PLAIN}{_LATER}：]|:(?=[\d/])| (?=[^ ]))*))?"
)
#: Without any colon: what stands before one may be the slip of a field (:mod:`.yamlslips`).
_ITEM = pattern(rf"(?P<indent> *)- +(?P<text>[{_PLAIN}](?:[{_PLAIN}{_LATER}]| (?=[^ ]))*)")


def read(text: str, first_line: int) -> Mapping | None:
    """The fields of ``text``, whose first line has the number ``first_line``.

    ``None`` where it is not plain, and where it holds nothing.
    """
    entries: dict[str, Entry] = {}
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line, place = lines[at], Place(first_line + at, 1)
        at += 1
        if not line:
            continue
        field = _FIELD.fullmatch(line)
        if field is None or (key := field["key"]) in entries:
            return None
        if field["text"]:
            entries[key] = Entry(key, place, _scalar(field, place.line))
            continue
        items, at = _items(lines, at, first_line)
        if items is None:
            return None
        entries[key] = Entry(key, place, items)
    if not entries:
        return None
    fields = tuple(entries.values())
    return Mapping(fields, fields[0].place)


def _items(lines: list[str], at: int, first_line: int) -> tuple[Sequence | None, int]:
    """The list whose first item stands in the line ``at``, if it is one, and where it ends."""
    items: list[Scalar] = []
    indent = ""
    while at < len(lines) and (item := _ITEM.fullmatch(lines[at])):
        if items and item["indent"] != indent:
            return None, at
        indent = item["indent"]
        items.append(_scalar(item, first_line + at))
        at += 1
    if not items:
        return None, at
    return Sequence(tuple(items), Place(items[0].place.line, len(indent) + 1)), at


def _scalar(match: re.Match[str], line: int) -> Scalar:
    text, place = match["text"], Place(line, match.start("text") + 1)
    return Scalar(text[1:-1], place, quoted=True) if text[0] in "'\"" else Scalar(text, place)
