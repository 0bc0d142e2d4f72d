"""``export``: the published data in one file, read back by the usual library of each format."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import cli
from gongkai.errors import MachineError, UsageError
from gongkai.exporting import export
from gongkai.model import Document
from gongkai.opendata import files
from gongkai.opendata.columns import Record, Type
from gongkai.opendata.documents import DOCUMENTS
from gongkai.opendata.promises import PROMISES
from gongkai.opendata.records import document_record
from gongkai.opendata.statistics import STATISTICS
from gongkai.opendata.tables import ESCAPE, cell, json_bytes
from tests.opendata.test_formats import NAMES, documents
from tests.publishing.sites import site

PROMISE: Record = {
    "document": "suggestions/2023/1.html",
    "position": 1,
    "content": "=1+1",
    "due": "2024-06-30",
    "is_overdue": True,
}


def published(folder: Path, records: list[dict[str, object]]) -> Path:
    """A folder in which ``records`` are published, the last one a year after the others."""
    made = {
        "data/promises.json": json_bytes([PROMISE]),
        files.table_json("2022"): json_bytes(records[:-1]),
        files.table_json("2023"): json_bytes(records[-1:]),
    }
    for year, some in (("2022", records[:-1]), ("2023", records[-1:])):
        lines = (json.dumps(each).encode() + b"\n" for each in some)
        made[files.texts(year)] = b"".join(lines)
    site(folder, made)
    return folder


def rows_of(file: Path, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(file)
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def as_in_a_sheet(record: Record) -> tuple[object, ...]:
    """What a reader of the workbook should find."""
    values: list[object] = []
    for column in DOCUMENTS.columns:
        value = record[column.name]
        if value is None or value == []:
            values.append(None)
        elif column.type is Type.DATE:
            values.append(datetime.fromisoformat(str(value)))
        else:
            values.append(value if column.type is Type.INTEGER else cell(value))
    return tuple(values)


def fits(record: Record) -> bool:
    return all(len(cell(value).encode("utf-16-le")) < 2 * 32_767 for value in record.values())


@given(st.lists(documents(), min_size=1, max_size=3))
@settings(max_examples=20)
def test_a_workbook_is_read_back(drawn: list[Document]) -> None:
    records = [document_record(document, "") for document in drawn]
    with TemporaryDirectory() as name:
        folder, file = published(Path(name) / "public", records), Path(name) / "a.xlsx"
        assert export(folder, file) == len(records)
        found = rows_of(file, DOCUMENTS.title)
        assert len(found) == len(records)
        for record, row in zip(records, found, strict=True):
            wanted = as_in_a_sheet(record)
            if fits(record):
                assert row == wanted
            for value, whole in zip(row, wanted, strict=True):
                assert value == whole or str(value).endswith("全文见 JSON）")


RECORDS: list[dict[str, object]] = [
    {"address": "a/1.html", "title": "=1+1", "number": "022", "year": 2022, "topics": ["甲", "乙"]},
    {"address": "a/2.html", "title": '"甲,\n乙" 😀', "year": 2023, "published": "2023-09-21"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    whole = [dict.fromkeys(NAMES) | record for record in RECORDS]
    return published(tmp_path / "public", whole)


def test_a_workbook_holds_every_table_and_explains_their_columns(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "a.xlsx"
    assert export(folder, file) == 2
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [DOCUMENTS.title, PROMISES.title, "列说明"]
    assert [each.value for each in book[DOCUMENTS.title][1]] == [
        column.title for column in DOCUMENTS.columns
    ]
    assert book[DOCUMENTS.title]["C2"].data_type == "s"
    promise = rows_of(file, PROMISES.title)[0]
    assert promise[7] == "=1+1"
    assert promise[9] == datetime(2024, 6, 30)
    assert promise[11] is True
    tables = (DOCUMENTS, STATISTICS, PROMISES)
    assert len(rows_of(file, "列说明")) == sum(len(table.columns) for table in tables)


def test_the_same_data_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        export(folder, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_other_formats_join_the_years(folder: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "json", "jsonl"):
        assert export(folder, tmp_path / f"a.{suffix}") == 2
    frame = pd.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False, escapechar=ESCAPE)
    assert list(frame["title"]) == [record["title"] for record in RECORDS]
    assert list(frame["number"]) == ["022", ""]
    records = json.loads((tmp_path / "a.json").read_bytes())
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().splitlines()]
    assert records == lines == [dict.fromkeys(NAMES) | record for record in RECORDS]


def test_what_cannot_be_written_leaves_the_old_file(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="扩展名"):
        export(folder, tmp_path / "a.pdf")
    with pytest.raises(UsageError, match="build"):
        export(tmp_path / "nothing", tmp_path / "a.csv")
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    (folder / files.table_json("2023")).write_bytes(b"[]")
    with pytest.raises(MachineError, match="改动"):
        export(folder, file)
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(MachineError, match=r"b\.csv"):
        export(published(tmp_path / "other", RECORDS), tmp_path / "b.csv")
    assert file.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*"))


def test_the_command_says_what_it_wrote(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    assert cli.main(["export", str(file), "--root", str(folder.parent)]) == cli.DONE
    assert "文件 2 篇" in capsys.readouterr().out
    assert cli.main(["export", "a.doc", "--root", str(folder.parent)]) == cli.USAGE
