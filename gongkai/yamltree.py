"""YAML as a tree of located texts: no types, no aliases, no tags, no duplicate keys.

YAML types a value by how it looks (``022`` becomes 18, ``12:30`` becomes 750, ``no`` False), so
every scalar is kept as the text the author wrote; the vocabulary gives it its type.
"""

from __future__ import annotations

from collections.abc import Container

from . import yamlplain
from .errors import Fault
from .yamlnodes import Entry, Mapping, Node, Scalar, Sequence

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence", "parse"]


def parse(
    text: str, path: str, first_line: int = 1, keys: Container[str] = ()
) -> tuple[Node | None, list[Fault]]:
    """Read one YAML document; ``first_line`` is the line of the file at which ``text`` begins.

    ``keys`` are the known names of fields, by which slips inside a list are told from texts.
    When the text as a whole cannot be read, its top-level entries are read one by one, so that
    one slip does not hide the faults of the other lines.  ``None`` stands for an empty document.
    """
    if plain := yamlplain.read(text, first_line):
        return plain, []
    # To load the parser takes longer than to make a document's page, and most publications need none.
    from . import yamlparsing

    return yamlparsing.parse(text, path, first_line, keys)
