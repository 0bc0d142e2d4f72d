"""Records as files: CSV that spreadsheets open as it is meant, and JSON.

CSV is UTF-8 with a byte order mark and CRLF (RFC 4180), which is how Excel knows it.  A cell that
a spreadsheet would take for a formula is written with a backslash before it, and a backslash as
two: the ``escapeChar`` of the table's dialect (Frictionless Table Dialect), so that whoever reads
by the dialect gets what was written, and whoever does not sees one sign more and runs nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.json import Encoder

from .columns import LIST_SEPARATOR, Record, Table

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
    return csv_head(table) + csv_rows(table, records)


def csv_rows(table: Table, records: Iterable[Record]) -> bytes:
    """``records`` as they stand in a CSV file of ``table``, their ends of line included."""
    records = list(records)
    columns = [
        _quoted(_texts([record.get(column.name) for record in records])) for column in table.columns
    ]
    # As the module csv writes them, which looks at every character of every cell by itself.
    end = CSV_END.decode()
    return "".join([",".join(cells) + end for cells in zip(*columns, strict=True)]).encode()


def _texts(values: Sequence[object]) -> Sequence[str]:
    """The values of one column as cells, before quoting."""
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
    return b"".join(json_array(map(_ENCODE, records)))


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


def _escaped(text: str) -> str:
    if ESCAPE in text:
        text = text.replace(ESCAPE, ESCAPE + ESCAPE)
    return ESCAPE + text if text.startswith(_FORMULA) else text
