"""The rows of a CSV text (RFC 4180) as spreadsheets save it, with the place of every cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from msgspec import Struct

from .model import Place


class Row(Struct, frozen=True):
    """A row's cells, its text in the file, and the line where that begins."""

    cells: tuple[str, ...]
    text: str
    line: int

    def place(self, index: int) -> Place:
        """Where the cell at ``index`` begins; the row's end when there is none."""
        line, column, cell, quoted = self.line, 1, 0, False
        for character in self.text:
            if cell == index:
                break
            if character == '"':
                quoted = not quoted
            elif character == "," and not quoted:
                cell += 1
            line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
        return Place(line, column)


class TornError(ValueError):
    """The row that begins at ``line`` is none: its quotes are not paired, or a cell is too long."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def decoded(data: bytes) -> str | None:
    """The text of UTF-8, with or without a BOM, or GB18030, lines ended by ``\\n``; else ``None``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return None


def rows(text: str) -> Iterator[Row]:
    """Every row of ``text``, empty ones too; raises :class:`TornError` where it cannot be read on."""
    lines = text.split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    start = 0
    try:
        for cells in reader:
            source = "\n".join(lines[start : reader.line_num])
            yield Row(tuple(cells), source, start + 1)
            start = reader.line_num
    except csv.Error:
        raise TornError(start + 1) from None
