"""Records as files: CSV that spreadsheets open as it is meant, and JSON.

CSV is UTF-8 with a byte order mark and CRLF (RFC 4180), which is how Excel knows it.  A cell that
a spreadsheet would take for a formula is written with a backslash before it, and a backslash as
two: the ``escapeChar`` of the table's dialect (Frictionless Table Dialect), so that whoever reads
by the dialect gets what was written, and whoever does not sees one sign more and runs nothing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .columns import LIST_SEPARATOR, Column, Record, Table

ESCAPE = "\\"

_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may evaluate (OWASP, CSV Injection)."""


def csv_bytes(table: Table, records: Iterable[Record]) -> bytes:
    """``records`` as a CSV file with the columns' names in the first row."""
    text = _Text([_BOM])
    # Values come escaped, so that the writer must not do it again.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for record in records:
        writer.writerow(row(table.columns, record))
    return "".join(text.parts).encode()


@dataclass(frozen=True, slots=True)
class _Text:
    """What a writer has written so far."""

    parts: list[str]

    def write(self, part: str) -> None:
        self.parts.append(part)


def row(columns: Iterable[Column], record: Record) -> list[str]:
    """The cells of ``record`` as they stand in CSV, before quoting."""
    return [_escaped(cell(record.get(column.name))) for column in columns]


def cell(value: object) -> str:
    """A value as one text: the texts of a list with a separator between them, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def json_bytes(records: Sequence[Mapping[str, object]]) -> bytes:
    """``records`` as a JSON array, one object on each line."""
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def selected(table: Table, records: Iterable[Record]) -> list[dict[str, object]]:
    """``records`` with the columns of ``table`` alone, in their order."""
    names = [column.name for column in table.columns]
    return [{name: record.get(name) for name in names} for record in records]


def _escaped(text: str) -> str:
    if ESCAPE in text:
        text = text.replace(ESCAPE, ESCAPE + ESCAPE)
    return ESCAPE + text if text.startswith(_FORMULA) else text
