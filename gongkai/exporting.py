"""``export``: the published data of the whole site in one file, as its name's ending says.

It reads the published folder alone, so that it gives what the public can download.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import MachineError, UsageError, cause_of
from .opendata import files
from .opendata.columns import Column, Record, Table, Type
from .opendata.documents import DOCUMENTS
from .opendata.promises import PROMISES
from .opendata.statistics import STATISTICS
from .opendata.tables import cell, csv_bytes, json_bytes
from .publishing.outgoing import Outgoing, outgoing

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

TABLES = (DOCUMENTS, STATISTICS, PROMISES)
"""The sheets of a workbook, less those without a row."""

_CELL = 32_767
"""The most UTF-16 units that a cell of Excel holds."""
_CUT = "……（单元格放不下，全文见 JSON）"
_LONG_AGO = datetime(1980, 1, 1)
_WIDTHS = {Type.DATE: 12, Type.INTEGER: 8, Type.NUMBER: 10, Type.BOOLEAN: 8}
_NO_CLOCK = {"created": _LONG_AGO}


def export(folder: Path, file: Path) -> int:
    """Write the data published in ``folder`` into ``file``; how many documents it holds.

    Raises UsageError for an ending that is none of ours and where nothing is published,
    MachineError when the disk fails.
    """
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        raise UsageError(f"“{file.name}”的扩展名不认识；可以写 {'、'.join(_WRITERS)}")
    site = outgoing(folder)
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(site, unfinished)
        unfinished.replace(file)
    except OSError as error:
        where = error.filename or file
        raise MachineError(
            f"写入 {where} 失败：{cause_of(error)}；如果它正在 Excel 里打开，请先关闭"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return sum(1 for _ in _documents(site))


def _documents(site: Outgoing) -> Iterator[Record]:
    """The documents of every year, the oldest first."""
    for year in files.years(site.files):
        yield from json.loads(site.read(files.table_json(year)))


def _records(site: Outgoing, table: Table) -> list[Record]:
    if table is DOCUMENTS:
        return list(_documents(site))
    address = files.whole_json(table)
    return json.loads(site.read(address)) if address in site.files else []


def _csv(site: Outgoing, file: Path) -> None:
    file.write_bytes(csv_bytes(DOCUMENTS, _documents(site)))


def _json(site: Outgoing, file: Path) -> None:
    file.write_bytes(json_bytes(list(_documents(site))))


def _json_lines(site: Outgoing, file: Path) -> None:
    with file.open("wb") as whole:
        for year in files.years(site.files):
            whole.write(site.read(files.texts(year)))


def _workbook(site: Outgoing, file: Path) -> None:
    """A sheet for every table, and one that explains the columns."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    workbook = xlsxwriter.Workbook(str(file), {"strings_to_urls": False})
    workbook.set_properties(_NO_CLOCK)
    for table in TABLES:
        if records := _records(site, table):
            _sheet(workbook, table.title, table.columns, records)
    _sheet(workbook, "列说明", _EXPLANATION, list(_explained()))
    try:
        workbook.close()
    except XlsxWriterException as error:
        raise OSError(None, str(error), str(file)) from error


_EXPLANATION = (
    Column("table", "表", "", ""),
    Column("title", "列", "", ""),
    Column("name", "英文名", "", ""),
    Column("chinese", "含义", "", ""),
    Column("english", "Meaning", "", ""),
)


def _explained() -> Iterator[Record]:
    for table in TABLES:
        for column in table.columns:
            yield {
                "table": table.title,
                "title": column.title,
                "name": column.name,
                "chinese": column.chinese,
                "english": column.english,
            }


def _sheet(
    workbook: Workbook, title: str, columns: tuple[Column, ...], records: list[Record]
) -> None:
    sheet = workbook.add_worksheet(title)
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.type, 24))
        sheet.write_string(0, place, column.title, bold)
    put = {Type.INTEGER: sheet.write_number, Type.NUMBER: sheet.write_number}
    put |= {Type.BOOLEAN: sheet.write_boolean}
    for line, record in enumerate(records, start=1):
        for place, column in enumerate(columns):
            value = record.get(column.name)
            if value is None or value == []:
                continue
            if column.type is Type.DATE:
                sheet.write_datetime(line, place, date.fromisoformat(str(value)), day)
            elif column.type in put:
                put[column.type](line, place, value)
            else:
                # A text is a text, whatever it begins with.
                sheet.write_string(line, place, _fitting(cell(value)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(records)), len(columns) - 1)


def _fitting(text: str) -> str:
    """``text``, cut where a cell cannot hold it."""
    if len(text) * 2 <= _CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= _CELL * 2:
        return text
    return units[: (_CELL - len(_CUT)) * 2].decode("utf-16-le", "ignore") + _CUT


_WRITERS: Mapping[str, Callable[[Outgoing, Path], None]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".json": _json,
    ".jsonl": _json_lines,
}
