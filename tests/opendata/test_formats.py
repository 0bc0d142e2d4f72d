"""Every format read back equals the documents, whatever their texts are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frictionless
import msgspec
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.composition import Composed
from gongkai.dates import Moment
from gongkai.model import Document
from gongkai.opendata import files
from gongkai.opendata.columns import Record, Table, Type
from gongkai.opendata.documents import DOCUMENTS
from gongkai.opendata.markdown import document_markdown
from gongkai.opendata.package import package
from gongkai.opendata.promises import PROMISES
from gongkai.opendata.records import document_json, document_record, json_text
from gongkai.opendata.statistics import STATISTICS
from gongkai.opendata.tables import (
    CSV_END,
    ESCAPE,
    cell,
    csv_bytes,
    csv_head,
    json_bytes,
)
from gongkai.settings import Category, DataTerms, Form, SiteIdentity, Topic
from gongkai.vocabulary import Openness, Status

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NAMES = [column.name for column in DOCUMENTS.columns]
DANGEROUS = (
    "=1+1",
    "+86",
    "-2",
    "@SUM(A1)",
    "＝1",
    "\\",
    "\\=",
    'a"b',
    'a",',
    ",",
    "甲,乙",
    "一\n二",
    "😀",
    "'",
)

texts = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    st.sampled_from(DANGEROUS),
    st.lists(st.sampled_from(DANGEROUS), max_size=4).map("".join),
    st.just("很长的文字，" * 7_000),
)
names = st.lists(
    st.one_of(
        st.text(
            st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="；"), min_size=1
        ),
        st.sampled_from(DANGEROUS),
    ),
    max_size=3,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    day = draw(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)))
    proposers = tuple(draw(names))
    return Document(
        path="content/a.md",
        address=f"suggestions/2023/{draw(st.integers(0, 99))}.html",
        title=draw(texts.filter(bool)),
        category=Category("suggestions", draw(texts.filter(bool)), Form.REPLY),
        status=Status.PUBLIC,
        openness=Openness.FULL,
        year=2023,
        number=draw(texts),
        proposers=proposers,
        show_proposers=draw(st.booleans()),
        subject=draw(texts),
        doc_number=draw(texts),
        source=draw(texts),
        signed=draw(st.sampled_from([None, Moment(day)])),
        published=Moment(day, has_time=draw(st.booleans())),
        topics=tuple(Topic(f"t{index}", name) for index, name in enumerate(draw(names))),
    )


def composed(*paragraphs: str) -> Composed:
    return Composed("", (), paragraphs, (), (), (), (), ())


def whole(parts: Mapping[str, list[files.Part]], before: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files in parts, of which some stand in those ``before``."""
    return {
        address: b"".join(
            part if isinstance(part, bytes) else before[part.address][part.start : part.stop]
            for part in of_file
        )
        for address, of_file in parts.items()
    }


Read = list[dict[str, str]]


def cells(records: Iterable[Mapping[str, object]]) -> Read:
    """What a reader of a table should find: every value as text."""
    return [{name: cell(record[name]) for name in NAMES} for record in records]


@given(st.lists(st.tuples(documents(), texts), min_size=1, max_size=4))
@settings(max_examples=60)
def test_a_year_is_read_back_from_every_format(drawn: list[tuple[Document, str]]) -> None:
    records = [document_record(document, "") for document, _ in drawn]
    lines = [
        document_json(
            document, composed(text), (), (), record=record, text=json_text(composed(text))
        )
        for (document, text), record in zip(drawn, records, strict=True)
    ]
    entries = [files.entry([line]) for line in lines]
    made = whole(files.of_year("2023", entries), {})
    assert whole(files.of_year("2023", [files.entry(lines)]), {}) == made
    # What is taken from the files as they stand is what was put there, or nothing is taken.
    cells_of_csv = [cell for each in entries if isinstance(cell := each.csv, bytes)]
    has_breaks = any(CSV_END in cell.removesuffix(CSV_END) for cell in cells_of_csv)
    count = len(entries)
    sizes = {address: len(data) for address, data in made.items()}
    before = files.YearBefore(count, sizes, made.__getitem__)
    each = [range(at, at + 1) for at in range(count)]
    for runs in (each, [range(count)], [range(1), range(1, count)]):
        taken = files.entries_of("2023", before, [run for run in runs if run])
        assert not taken if has_breaks else whole(files.of_year("2023", taken), made) == made
    wanted = cells(records)
    table = made[files.table_csv("2023")]
    assert read_by_csv(table) == wanted
    assert read_by_pandas(table) == wanted
    assert json.loads(made[files.table_json("2023")]) == records
    assert [list(each) for each in json.loads(made[files.table_json("2023")])] == [NAMES] * count
    read = [json.loads(line) for line in made[files.texts("2023")].split(b"\n") if line]
    assert [each["text"] for each in read] == [text for _, text in drawn]
    assert [{name: each[name] for name in NAMES} for each in read] == records
    by_pandas = pd.read_json(io.BytesIO(made[files.texts("2023")]), lines=True, dtype=False)
    assert list(by_pandas["text"]) == [text for _, text in drawn]
    assert list(by_pandas["title"]) == [document.title for document, _ in drawn]


@given(documents())
@settings(max_examples=60)
def test_the_front_matter_of_markdown_tells_each_field(document: Document) -> None:
    record = document_record(document, "")
    lines = document_markdown(document, composed(), b"", (), record).decode().split("\n")
    told = dict(line.split(": ", 1) for line in lines[1 : lines.index("---", 1)])
    columns = [column for column in DOCUMENTS.columns if column.title in told]
    assert [*told] == [column.title for column in columns]
    for column in columns:
        value = record[column.name]
        listed = f"[{', '.join(map(written, value))}]" if isinstance(value, list) else ""
        assert told[column.title] == (listed or written(value))
        assert json.loads(told[column.title]) == value


def written(value: object) -> str:
    """A text or a number as JSON."""
    return msgspec.json.encode(value).decode()


def read_by_csv(data: bytes) -> Read:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, escapechar=ESCAPE))


def read_by_pandas(data: bytes) -> Read:
    frame = pd.read_csv(
        io.BytesIO(data), dtype=str, keep_default_na=False, escapechar=ESCAPE, encoding="utf-8-sig"
    )
    records: Any = frame.to_dict("records")
    return list(records)


@given(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda each: each.address))
@settings(max_examples=15)
def test_the_package_says_how_to_read_its_tables(drawn: list[Document]) -> None:
    records = [document_record(document, "") for document in drawn]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for year, some in (("2022", records[:1]), ("2023", records[1:])):
            (folder / f"documents-{year}.csv").write_bytes(csv_bytes(DOCUMENTS, some))
            lines = [json.dumps(each).encode() + b"\n" for each in some]
            (folder / f"texts-{year}.jsonl").write_bytes(b"".join(lines))
        described = package(SiteIdentity("结果公开"), DataTerms(), ["2022", "2023"], ())
        (folder / "datapackage.json").write_bytes(described)
        found = frictionless.Package(str(folder / "datapackage.json"))
        resource: Any = found.get_resource("documents")
        rows = resource.read_rows()
        assert [{key: _text(each[key]) for key in NAMES} for each in rows] == cells(records)


_VALUES: Mapping[Type, st.SearchStrategy[object]] = {
    Type.STRING: texts,
    Type.INTEGER: st.integers(0, 10**9),
    Type.NUMBER: st.integers(0, 10**6).map(lambda number: number / 10),
    Type.DATE: st.dates().map(lambda day: day.isoformat()),
    Type.BOOLEAN: st.booleans(),
}


@pytest.mark.parametrize("table", [PROMISES, STATISTICS], ids=lambda table: table.name)
@given(st.data())
@settings(max_examples=25)
def test_a_table_of_the_whole_site_is_read_back(table: Table, data: st.DataObject) -> None:
    row_of = st.fixed_dictionaries(
        {
            column.name: names if column.is_list else st.none() | _VALUES[column.type]
            for column in table.columns
        }
    )
    records: list[Record] = data.draw(st.lists(row_of, min_size=1, max_size=3))
    wanted = [{name: cell(value) for name, value in record.items()} for record in records]
    written = csv_bytes(table, records)
    assert read_by_csv(written) == wanted
    assert read_by_pandas(written) == wanted
    assert written == csv_head(table) + b"".join(plain_row(table, record) for record in records)
    assert json.loads(json_bytes(records)) == records


def plain_row(table: Table, record: Record) -> bytes:
    """A row as the module csv writes it, cell by cell."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(escaped(cell(record[column.name])) for column in table.columns)
    return text.getvalue().encode()


def escaped(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = text.replace(ESCAPE, ESCAPE * 2)
    return f"{ESCAPE}{text}" if text.startswith(FORMULAS) else text


def _text(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_begins_like_a_formula(start: str) -> None:
    said = f"{start}cmd|' /C calc'!A0"
    record: Record = {"address": "a", "title": said, "topics": [f"{start}1", "二"]}
    (read,) = csv.DictReader(
        io.StringIO(csv_bytes(DOCUMENTS, [record]).decode("utf-8-sig"), newline="")
    )
    assert (read["title"], read["topics"]) == (f"{ESCAPE}{said}", f"{ESCAPE}{start}1；二")


def test_a_table_opens_in_excel() -> None:
    data = csv_bytes(DOCUMENTS, [])
    assert data.startswith(b"\xef\xbb\xbfaddress,")
    assert data.endswith(b"\r\n") and data.count(b"\n") == data.count(b"\r\n") == 1
