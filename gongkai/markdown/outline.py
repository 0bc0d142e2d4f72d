"""Gives every heading its level in the HTML and its id.

An id is made of the printed number, so that mending a heading's words keeps its address: 一、 is
``s1``, its （二） ``s1-2``, its 3. ``s1-2-3``; a level that is left out counts 0.  A heading
without a number has ``s-`` and its words.  All begin with ``s`` and a digit or hyphen (those of
footnotes with ``fn``), so that none meets an id of the theme.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from gongkai.markdown.structure import HeadingLine
from gongkai.markdown.tags import TAG
from gongkai.patterns import pattern

#: h1 is the title of the page.
HIGHEST = 2
LOWEST = 6

_LINK = pattern(r"!?\[([^\[\]]*)\]\([^()]*\)")
_NOT_WORD = pattern(r"[^\w\s-]")
_SPACE = pattern(r"[\s-]+")


class Place(Struct, frozen=True):
    """Where a heading stands: its level in the HTML and its id."""

    level: int
    id: str


class _Open(Struct, frozen=True):
    """A heading under which the next one may fall; ``scheme`` is 0 without a number.

    ``path`` are the numbers that lead there, its own last.
    """

    scheme: int
    path: tuple[int, ...]
    level: int


class _Outline(Struct):
    """The headings that are open while a document is read from the top."""

    opened: list[_Open] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)

    def place(self, heading: HeadingLine, words: str) -> Place:
        number = heading.numbering
        scheme = number.level if number else 0
        if heading.marks:
            wanted = max(HIGHEST, heading.marks)
            while self.opened and self.opened[-1].level >= wanted:
                self.opened.pop()
            level = min(wanted, self._below())
        else:
            self._close_siblings(scheme)
            level = min(self._below(), LOWEST)
        path = self.opened[-1].path if self.opened else ()
        if number is None:
            name = _words_id(words)
        else:
            outer = path[: scheme - 1]
            path = (*outer, *(0,) * (scheme - 1 - len(outer)), number.number)
            name = "s" + "-".join(map(str, path))
        self.opened.append(_Open(scheme, path, level))
        return Place(level, self._unique(name))

    def _below(self) -> int:
        """Return the level right below the innermost open heading."""
        return self.opened[-1].level + 1 if self.opened else HIGHEST

    def _close_siblings(self, scheme: int) -> None:
        """Close the outermost heading of this or a deeper number, and all within it."""
        for index, heading in enumerate(self.opened):
            if heading.scheme >= scheme:
                del self.opened[index:]
                return

    def _unique(self, wanted: str) -> str:
        """Return ``wanted``, or with the first suffix that is free."""
        unique = wanted
        while unique in self.ids:
            self.ids[wanted] += 1
            unique = f"{wanted}_{self.ids[wanted]}"
        self.ids[unique] = 1
        return unique


def places(found: Iterable[tuple[HeadingLine, str]]) -> list[Place]:
    """Return the place of each heading; each comes with its source, in reading order."""
    outline = _Outline()
    return [outline.place(heading, words) for heading, words in found]


def _words_id(source: str) -> str:
    """Return an id made of a heading's own words: word characters kept, spaces to hyphens."""
    words = _NOT_WORD.sub("", TAG.sub("", _LINK.sub(r"\1", source)))
    return "s-" + _SPACE.sub("-", words.strip(" -"))
