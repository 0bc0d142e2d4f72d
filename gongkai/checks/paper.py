"""What a check of one document is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from gongkai.errors import Severity
from gongkai.model import START, BodySource, Document, Place
from gongkai.yamltree import Node

_OPENING = 5
"""How many lines are the beginning of a body."""


class Line(Struct, frozen=True, gc=False):
    """One line of a body with text on it: its number in the file, and the text as written."""

    number: int
    text: str

    def at(self, index: int) -> Place:
        """The place of the character at ``index`` (from 0)."""
        return Place(self.number, index + 1)


class Paper(Struct, frozen=True, dict=True):
    """A document as it was written: typed fields with their places, and its body.

    ``values`` are those of the written fields, by their English names.
    """

    document: Document
    values: Mapping[str, Node]
    body: BodySource

    @property
    def text(self) -> str:
        """The body as one text."""
        return self.body.text

    @cached_property
    def rows(self) -> list[str]:
        """All lines of the body, as written."""
        return self.text.split("\n")

    @cached_property
    def bare(self) -> list[str]:
        """The same without the white space around each; what is empty has no text on it."""
        return [*map(str.strip, self.rows)]

    @cached_property
    def together(self) -> str:
        """The text of all lines without the white space around them, and without line ends."""
        return "".join(self.bare)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines with text on them."""
        return (self.line(at) for at, bare in enumerate(self.bare) if bare)

    @cached_property
    def opening(self) -> list[Line]:
        """The first lines with text on them: the addressee, and what names the paper's number."""
        return list(islice(self.lines, _OPENING))

    def line(self, at: int) -> Line:
        """The line that stands in ``rows`` at ``at``."""
        return Line(self.body.first_line + at, self.rows[at])

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
        starts: set[int] = set()
        for word in words:
            at = text.find(word) if word[0] in text else -1
            while at >= 0:
                starts.add(text.rfind("\n", 0, at) + 1)
                end = text.find("\n", at)
                at = text.find(word, end) if end >= 0 else -1
        for start in sorted(starts):
            yield self.line(text.count("\n", 0, start))


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
