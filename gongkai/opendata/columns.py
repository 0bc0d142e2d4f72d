"""What a table and its columns are: one definition for JSON, CSV, XLSX, package and page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

LIST_SEPARATOR = "；"
"""Stands between the values of a list where a cell holds several."""

Record = Mapping[str, object]
"""A row of a table by the names of its columns.

Its values are texts, numbers, truths and lists of texts; ``None`` is what is absent.
"""


class Type(StrEnum):
    """A column's type, as Table Schema (Frictionless Data) names it."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


class Column(Struct, frozen=True):
    """One column: its name, its Chinese title, its type, and what it means in both languages.

    The records of ``is_list`` hold a list of texts.
    """

    name: str
    title: str
    chinese: str
    english: str
    type: Type = Type.STRING
    is_list: bool = False


class Table(Struct, frozen=True):
    """A table: its name, its titles, what a row is, its columns; ``key`` names those of a row."""

    name: str
    title: str
    english_title: str
    rows: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


class Filled(Struct, frozen=True):
    """A table of the whole site, which has a row for each of what it is ``told``.

    ``record`` makes a row; there are thousands, of which most builds need the first few.
    """

    table: Table
    told: tuple[Any, ...]
    record: Callable[[Any], Record]

    def records(self, most: int | None = None) -> tuple[Record, ...]:
        """The rows, or ``most`` of them from the first on."""
        return tuple(map(self.record, self.told[:most]))
