"""The data of a built site: every format holds the same records, and only what is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import yaml

from gongkai.opendata import files
from gongkai.opendata.documents import DOCUMENTS
from gongkai.opendata.tables import ESCAPE, cell
from tests.site import larger
from tests.site.building import BuiltSite

NAMES = [column.name for column in DOCUMENTS.columns]

Records = list[dict[str, Any]]


def beside_pages(site: BuiltSite) -> Records:
    """Each document's own JSON, in the order of the years' files."""
    found = [
        json.loads(path.read_bytes())
        for path in site.folder.rglob("*.json")
        if path.parent.name != files.FOLDER and path.name[0] != "."
    ]
    return sorted(found, key=lambda each: (each["year"], each["published"], each["address"]))


def years(site: BuiltSite) -> list[str]:
    return sorted({str(each["year"]) for each in beside_pages(site)})


def test_every_format_of_the_whole_site_holds_the_documents(site: BuiltSite) -> None:
    whole = beside_pages(site)
    records = [{name: each[name] for name in NAMES} for each in whole]
    by_json, by_lines, by_pandas = [], [], []
    for year in years(site):
        by_json += json.loads((site.folder / files.table_json(year)).read_bytes())
        lines = (site.folder / files.texts(year)).read_bytes().split(b"\n")
        by_lines += [json.loads(line) for line in lines if line]
        frame = pd.read_csv(
            site.folder / files.table_csv(year),
            dtype=str,
            keep_default_na=False,
            escapechar=ESCAPE,
        )
        by_pandas += frame.to_dict("records")

    def ordered(found: Records) -> Records:
        return sorted(found, key=lambda each: str(each["address"]))

    assert ordered(by_json) == ordered(records)
    assert ordered(by_lines) == ordered(whole)
    wanted = [{name: cell(each[name]) for name in NAMES} for each in records]
    assert ordered(by_pandas) == ordered(wanted)
    package = frictionless.Package(str(site.folder / files.PACKAGE))
    resource: Any = package.get_resource("documents")
    rows = resource.read_rows()
    by_package = [{name: _text(each[name]) for name in NAMES} for each in rows]
    assert ordered(by_package) == ordered(wanted)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def test_the_package_is_valid(site: BuiltSite) -> None:
    report = frictionless.validate(str(site.folder / files.PACKAGE))
    assert report.valid, report.flatten(["type", "message"])


def test_every_document_and_nothing_else_has_data(site: BuiltSite) -> None:
    pages = {
        path.relative_to(site.folder).as_posix().removesuffix(".html")
        for path in site.folder.rglob("*.html")
        if b'<body class="kind-document' in path.read_bytes()
    }
    for suffix in (".json", ".md"):
        found = {
            path.relative_to(site.folder).as_posix().removesuffix(suffix)
            for path in site.folder.rglob(f"*{suffix}")
            if path.parent.name != files.FOLDER and path.name[0] != "."
        }
        assert found == pages


def test_markdown_carries_the_fields_and_the_text(site: BuiltSite) -> None:
    titles = {column.name: column.title for column in DOCUMENTS.columns}
    for record in beside_pages(site):
        path = site.folder / record["address"].replace(".html", ".md")
        front, text = path.read_text(encoding="utf-8").removeprefix("---\n").split("---\n", 1)
        fields = yaml.safe_load(front)
        assert fields["标题"] == record["title"]
        assert all(
            fields[titles[name]] == record[name] for name in ("unit", "topics") if record[name]
        )
        assert set(fields) <= set(titles.values())
        if record["openness"] == "摘要公开":
            assert "以下为公开的摘要" in text


def test_a_follow_up_says_which_promises_it_is_about(larger_site: BuiltSite) -> None:
    path = larger_site.folder / larger.KINDS_OF_PAGE["follow-up"]
    record = json.loads(path.with_suffix(".json").read_bytes())
    progress = "主体结构已经封顶，正在装修"
    assert record["fulfilments"] == [
        {
            "document": larger.RICH,
            "position": 1,
            "content": "2024年秋季开学前建成教学楼",
            "date": "2023-11-20",
            "state": "延期",
            "due": "2026-08-31",
            "progress": progress,
        }
    ]
    _, section = path.with_suffix(".md").read_text(encoding="utf-8").split("## 落实的承诺\n\n")
    (said,) = section.strip().split("\n")
    assert said.startswith("- 2024年秋季开学前建成教学楼（[")
    assert "(../../suggestions/2023/20230001.md)）；状态：延期；期限改为：2026年8月31日" in said
    assert f"；进展：{progress}；日期：2023年11月20日" in said


def test_the_data_page_leads_to_every_file(site: BuiltSite) -> None:
    page = (site.folder / "data.html").read_text(encoding="utf-8")
    for path in Path(site.folder / files.FOLDER).iterdir():
        assert f'href="{files.FOLDER}/{path.name}"' in page
    for column in DOCUMENTS.columns:
        assert f"<code>{column.name}</code>" in page
        assert column.chinese in page
