"""YAML that is nothing but ``键: 值`` and lists of texts or of these, read without a parser.

Nearly all front matter is of this kind, and a parser that is ready for anything takes five times as
long over it.  Whatever might mean something else is left to :mod:`.yamltree`, which reads what is
read here in the same way; tests/test_yamlplain.py holds both to that.
"""

from __future__ import annotations

import re

from .model import Place
from .patterns import pattern
from .yamlnodes import Entry, Mapping, Node, Scalar, Sequence

#: Characters that mean nothing to YAML wherever they stand.
_PLAIN = r"\u4e00-\u9fff0-9A-Za-z、。，；《》〈〉「」『』【】〔〕（）“”‘’—…·％／＋．_.()/+"
#: Further ones that mean nothing but at the beginning of a text.
_LATER = r"\-,%?!&*="
#: No character can be read in two ways, so none of a run is given back (``++``; of groups Python
#: 3.11.2 gets that wrong).  A class of so many characters takes as long to compile as ten lines to
#: read, so there are few.
_RUN = rf"[{_PLAIN}{_LATER}：]++"
_QUOTED = rf"(?P<quote>['\"])(?:{_RUN}| )+(?P=quote)"
#: Of a key that is very long the parser says that it is none.
_KEY = r"(?P<key>[\u4e00-\u9fffA-Za-z_]{1,99}+):"
_TEXT = rf"(?P<text>(?!：|[{_LATER}: ])(?:{_RUN}|:(?=[\d/])| (?=[^ ]))+|{_QUOTED})"
_FIELD = pattern(rf"{_KEY}(?: +{_TEXT})?")
#: A part of an entry: behind the dash for the first one, below it for the others.
_PART = pattern(rf" *(?:- +)?{_KEY} +{_TEXT}")
#: Without any colon: what stands before one may be the slip of a field (:mod:`.yamlslips`).
_ITEM = pattern(rf" *- +(?P<quote>)(?P<text>(?![{_LATER} ])(?:[{_PLAIN}{_LATER}]++| (?=[^ ]))+)")


def read(text: str, first_line: int) -> Mapping | None:
    """The fields of ``text``, whose first line has the number ``first_line``.

    ``None`` where it is not plain, and where it holds nothing.
    """
    try:
        return _Lines(text, first_line).fields()
    except _NotPlainError:
        return None


class _NotPlainError(Exception):
    """Says that there is something to be left to the parser."""


class _Lines:
    """The lines of a text, read one after another."""

    def __init__(self, text: str, first_line: int) -> None:
        self._lines = text.split("\n")
        self._first_line = first_line
        self._at = 0

    def fields(self) -> Mapping | None:
        """All fields there are; raises _NotPlainError."""
        entries: dict[str, Entry] = {}
        while self._at < len(self._lines):
            text, line = self._lines[self._at], self._first_line + self._at
            self._at += 1
            if not text:
                continue
            if not (found := _FIELD.fullmatch(text)):
                raise _NotPlainError
            _add(entries, found, line, _scalar(found, line) if found["text"] else self._list())
        return _mapping(entries) if entries else None

    @property
    def _line(self) -> int:
        """The number of the line in the file."""
        return self._first_line + self._at

    def _list(self) -> Sequence:
        """The list that begins here."""
        place = Place(self._line, (self._dash() or 0) + 1)
        items: list[Scalar | Mapping] = []
        while (dash := self._dash()) is not None:
            if dash != place.column - 1:
                raise _NotPlainError
            if item := _ITEM.fullmatch(self._lines[self._at]):
                items.append(_scalar(item, self._line))
                self._at += 1
            else:
                items.append(self._parts())
        if not items:
            raise _NotPlainError
        return Sequence(tuple(items), place)

    def _parts(self) -> Mapping:
        """The entry of a list whose first part stands here."""
        entries: dict[str, Entry] = {}
        found = self._part()
        column = found.start("key")
        while True:
            _add(entries, found, self._line, _scalar(found, self._line))
            self._at += 1
            indented = self._at < len(self._lines) and self._lines[self._at].startswith(" ")
            if not indented or self._dash() is not None:
                return _mapping(entries)
            found = self._part()
            if found.start("key") != column:
                raise _NotPlainError

    def _part(self) -> re.Match[str]:
        """The part that stands in this line."""
        if found := _PART.fullmatch(self._lines[self._at]):
            return found
        raise _NotPlainError

    def _dash(self) -> int | None:
        """How many spaces stand before the dash of this line, if it is an item of a list."""
        if self._at == len(self._lines):
            return None
        line = self._lines[self._at]
        bare = line.lstrip(" ")
        return len(line) - len(bare) if bare.startswith("- ") else None


def _add(entries: dict[str, Entry], found: re.Match[str], line: int, value: Node) -> None:
    key = found["key"]
    if key in entries:
        raise _NotPlainError
    entries[key] = Entry(key, line, found.start("key") + 1, value)


def _mapping(entries: dict[str, Entry]) -> Mapping:
    held = tuple(entries.values())
    return Mapping(held, held[0].place)


def _scalar(found: re.Match[str], line: int) -> Scalar:
    text, column = found["text"], found.start("text") + 1
    if found["quote"]:
        return Scalar(text[1:-1], line, column, quoted=True)
    return Scalar(text, line, column)
