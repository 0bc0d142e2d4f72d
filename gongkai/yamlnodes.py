"""The nodes of a tree of YAML, each with its place in the file.

Of most nobody asks the place, so those of which there are many make it when asked: of their line
and column, which count from 1.
"""

from __future__ import annotations

from msgspec import Struct

from .model import Place


class Scalar(Struct, frozen=True):
    """A text, as written; ``place`` is that of its opening quote when it is ``quoted``."""

    text: str
    line: int
    column: int
    quoted: bool = False

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.line, self.column)


class Sequence(Struct, frozen=True):
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


class Entry(Struct, frozen=True):
    """One key of a mapping with its value."""

    key: str
    line: int
    column: int
    value: Node

    @property
    def place(self) -> Place:
        """Where its key begins."""
        return Place(self.line, self.column)


class Mapping(Struct, frozen=True):
    """The entries of a mapping in the order of the file; keys are distinct."""

    entries: tuple[Entry, ...]
    place: Place


Node = Scalar | Sequence | Mapping
