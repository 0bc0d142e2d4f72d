"""What a check of one document is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from gongkai.errors import Severity
from gongkai.model import START, BodySource, Document, Place
from gongkai.yamltree import Node


class Line(Struct, frozen=True, gc=False):
    """One line of a body with text on it: its number in the file, and the text as written.

    ``bare`` is the text without the white space around it.
    """

    number: int
    text: str
    bare: str

    def at(self, index: int) -> Place:
        """The place of the character at ``index`` (from 0)."""
        return Place(self.number, index + 1)


class Paper(Struct, frozen=True):
    """A document as it was written: typed fields with their places, its body and the lines of that.

    ``values`` are those of the written fields, by their English names.
    """

    document: Document
    values: Mapping[str, Node]
    text: str
    lines: tuple[Line, ...]

    def place(self, field: str) -> Place:
        """Where the value of ``field`` stands; the start of the file when it was not written."""
        value = self.values.get(field)
        return value.place if value else START

    def lines_with(self, *words: str) -> Iterator[Line]:
        """The lines that hold one of ``words``; most bodies are told at once to hold none.

        A character is found in a tenth of the time that a word takes, so words that begin with one
        that few texts hold cost least.
        """
        text = self.text
        held = [word for word in words if word[0] in text and word in text]
        for line in self.lines if held else ():
            for word in held:
                if word in line.text:
                    yield line
                    break


class Finding(NamedTuple):
    """What a check found: the place, a Chinese sentence with the text in question, the remedy."""

    place: Place
    message: str
    hint: str


class Check(Struct, frozen=True):
    """One check: the id of its rule, its default severity, and the pure function that finds."""

    rule: str
    severity: Severity
    find: Callable[[Paper], Iterable[Finding]]


def paper(document: Document, body: BodySource, values: Mapping[str, Node]) -> Paper:
    """The paper of ``document``, its empty lines left out."""
    lines = [
        Line(number, text, bare)
        for number, text in enumerate(body.text.split("\n"), start=body.first_line)
        if (bare := text.strip())
    ]
    return Paper(document, values, body.text, tuple(lines))
