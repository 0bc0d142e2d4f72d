"""Records as files: CSV that spreadsheets open as it is meant, and JSON.

CSV is UTF-8 with a byte order mark and CRLF (RFC 4180), which is how Excel knows it.  A cell that
a spreadsheet would take for a formula is written with a backslash before it, and a backslash as
two: the ``escapeChar`` of the table's dialect (Frictionless Table Dialect), so that whoever reads
by the dialect gets what was written, and whoever does not sees one sign more and runs nothing.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.json import Encoder

from .columns import LIST_SEPARATOR, Column, Record, Table

ESCAPE = "\\"

_ENCODE = Encoder().encode

_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may evaluate (OWASP, CSV Injection)."""

_FORMULA_ON_A_LINE = re.compile(rf"\n[{''.join(map(re.escape, _FORMULA))}]")

_QUOTED = (",", '"', "\r", "\n")
"""What stands in a cell that is written in quotes (RFC 4180)."""


def csv_bytes(table: Table, records: Iterable[Record]) -> bytes:
    """``records`` as a CSV file with the columns' names in the first row."""
    records = list(records)
    columns = [
        _quoted(_texts([record.get(column.name) for record in records])) for column in table.columns
    ]
    # As the module csv writes them, which looks at every character of every cell by itself.
    end = CSV_END.decode()
    lines = [",".join(cells) + end for cells in zip(*columns, strict=True)]
    return csv_head(table) + "".join(lines).encode()


def _texts(values: Sequence[object]) -> Sequence[str]:
    """What :func:`row` makes of the values of one column."""
    texts = [value if type(value) is str else cell(value) for value in values]
    # Nearly never is there a cell to escape, and to look at all of them together is quick.
    lines = "\n".join(["", *texts])
    if ESCAPE in lines or _FORMULA_ON_A_LINE.search(lines):
        return list(map(_escaped, texts))
    return texts


def _quoted(texts: Sequence[str]) -> Sequence[str]:
    """The cells of one column as they stand among others in a row."""
    if not _is_quoted("".join(texts)):
        return texts
    end = CSV_END.decode()
    return [
        _csv([[text]]).decode().removesuffix(end) if _is_quoted(text) else text for text in texts
    ]


def _is_quoted(text: str) -> bool:
    return any(sign in text for sign in _QUOTED)


def csv_head(table: Table) -> bytes:
    """How a CSV file of ``table`` begins: the mark of UTF-8 and the columns' names."""
    return _BOM.encode() + _csv([[column.name for column in table.columns]])


def csv_row(table: Table, record: Record) -> bytes:
    """``record`` as it stands in a CSV file of ``table``, its end of line included."""
    return _csv([row(table.columns, record)])


CSV_END = b"\r\n"
"""The end of a row."""


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    text = _Text([])
    # Values come escaped, so that the writer must not do it again.
    csv.writer(text, lineterminator=CSV_END.decode()).writerows(rows)
    return "".join(text.parts).encode()


class _Text(Struct, frozen=True):
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
    if type(value) is int:
        return str(value)
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def json_bytes(records: Iterable[Mapping[str, object]]) -> bytes:
    """``records`` as a JSON array, one object on each line."""
    return b"".join(json_array(map(json_line, records)))


def json_line(record: Mapping[str, object]) -> bytes:
    """``record`` as it stands in a JSON array."""
    return _ENCODE(record)


JSON_OPEN, JSON_BREAK, JSON_CLOSE = b"[\n", b",\n", b"\n]\n"
"""What stands before the first object of an array, between two of them, and after the last."""

_Part = TypeVar("_Part")


def json_array(lines: Iterable[_Part]) -> Iterator[_Part | bytes]:
    """A JSON array of objects, of which each is on one line, in parts one after another."""
    before = JSON_OPEN
    for line in lines:
        yield before
        yield line
        before = JSON_BREAK
    if before is JSON_OPEN:
        yield JSON_OPEN
    yield JSON_CLOSE


def selected(table: Table, record: Record) -> dict[str, object]:
    """``record`` with the columns of ``table`` alone, in their order."""
    return {column.name: record.get(column.name) for column in table.columns}


def _escaped(text: str) -> str:
    if ESCAPE in text:
        text = text.replace(ESCAPE, ESCAPE + ESCAPE)
    return ESCAPE + text if text.startswith(_FORMULA) else text


def read_lines(lines: bytes) -> list[Record]:
    """The objects of a file of JSON Lines."""
    return [json.loads(line) for line in lines.split(b"\n") if line]
