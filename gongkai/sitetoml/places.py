"""Where a value stands in a TOML text: the standard library reads TOML but forgets the places.

Asked only when something is wrong, so that a good site.toml pays nothing for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from msgspec import Struct

from ..model import Place

Path = tuple[str | int, ...]
"""A key path; the tables of an array are counted from 0: ``("categories", 1, "slug")``."""


class Places(Struct, frozen=True):
    """Where the names of keys and tables stand, and where the values of keys do."""

    names: Mapping[Path, Place]
    values: Mapping[Path, Place]

    def name(self, path: Path) -> Place:
        """The place of the name ``path``, else of the nearest one around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.names:
                return self.names[path[:end]]
        return Place()

    def value(self, path: Path) -> Place:
        """The place of the value of ``path``; for a table that of its name."""
        return self.values.get(path) or self.name(path)


def places(text: str) -> Places:
    """The place of every key, value and table of ``text``, which must be valid TOML."""
    import tree_sitter_toml
    from tree_sitter import Language, Node, Parser

    data = text.encode()
    lines = text.split("\n")
    found: dict[Path, Place] = {}
    values: dict[Path, Place] = {}
    counts: dict[Path, int] = {}

    def key_path(node: Node) -> tuple[str, ...]:
        parts: deque[str] = deque()
        # The grammar reads a.b.c as (a.b).c, as deep as there are parts.
        while node.type == "dotted_key":
            node, last = node.named_children
            parts.appendleft(part(last))
        return (part(node), *parts)

    def part(node: Node) -> str:
        return data[node.start_byte : node.end_byte].decode().strip("\"'")

    def place(node: Node) -> Place:
        row, byte_column = node.start_point
        column = len(lines[row].encode()[:byte_column].decode(errors="replace"))
        return Place(row + 1, column + 1)

    def note(path: Path, where: Place) -> None:
        found[path] = where
        # [outcomes.default] is the first that is seen of outcomes, [[topics]] of topics.
        for end in range(1, len(path)):
            found.setdefault(path[:end], where)

    def pairs(node: Node, base: Path) -> None:
        for pair in _named(node, "pair"):
            key, *rest = pair.named_children
            path = base + key_path(key)
            note(path, place(key))
            for value in rest:
                values[path] = place(value)
                if value.type == "inline_table":
                    pairs(value, path)
                elif value.type == "array":
                    items = [item for item in value.named_children if item.type != "comment"]
                    for index, item in enumerate(items):
                        values[*path, index] = place(item)

    def _named(node: Node, kind: str) -> Iterator[Node]:
        return (child for child in node.named_children if child.type == kind)

    root = Parser(Language(tree_sitter_toml.language())).parse(data).root_node
    pairs(root, ())
    for table in root.named_children:
        if table.type not in {"table", "table_array_element"}:
            continue
        path: Path = key_path(table.named_children[0])
        if table.type == "table_array_element":
            index = counts.get(path, 0)
            counts[path] = index + 1
            path = (*path, index)
        note(path, place(table))
        pairs(table, path)
    return Places(found, values)
