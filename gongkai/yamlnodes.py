"""The nodes of a tree of YAML, each with its place in the file."""

from __future__ import annotations

from msgspec import Struct

from .model import Place


class Scalar(Struct, frozen=True):
    """A text, as written; ``place`` is that of its opening quote when it is ``quoted``."""

    text: str
    place: Place
    quoted: bool = False


class Sequence(Struct, frozen=True):
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


class Entry(Struct, frozen=True):
    """One key of a mapping with its value."""

    key: str
    place: Place
    value: Node


class Mapping(Struct, frozen=True):
    """The entries of a mapping in the order of the file; keys are distinct."""

    entries: tuple[Entry, ...]
    place: Place


Node = Scalar | Sequence | Mapping
