"""The benchmarks' pure parts: conversion to the peers' forms, accounting, tables. No timings."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from bench import build_times, measure, stages
from bench.corpus import documents, write_corpus
from bench.measure import Cost, FileChanges
from bench.peers import HERE, edits, install
from bench.peers.cases import Result, series
from bench.peers.forms import pelican_form, site_data, yaml_form
from bench.peers.source import PeerDocument, PeerSite, read_document, read_site

ROOT = Path(__file__).parent.parent
COUNT, SEED = 60, 1

REPLY = """\
---
标题: 关于市七届人大四次会议第20230012号建议的答复
类别: 人大代表建议
状态: 公开
编号: 20230012
届次: 市第七届人民代表大会第四次会议
主办单位: 岚江市教育局
会办单位:
  - 市财政局
  - 市教育局
提出人: 甲
提出人公开: 否
成文日期: 2023年5月8日
发布日期: 2023-05-10 17:05
答复类别: B
主题: 教育
承诺事项:
  - 内容: 建成学校2所
    期限: 2024-03-28
---

尊敬的代表：

　　一、基本情况
　　全市有学校１２所。
| 年 | 所 |
| --- | --- |
| 2022 | 12 |
　　（一）下一步
　　２０２３年５月８日
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PeerSite:
    root = tmp_path_factory.mktemp("corpus")
    write_corpus(root, 1, SEED)
    return read_site(root)


@pytest.fixture
def reply(site: PeerSite) -> PeerDocument:
    return read_document("content/suggestions/2023/20230012.md", REPLY, site)


def test_a_document_is_read_with_its_terms_as_slugs(reply: PeerDocument) -> None:
    assert reply.path == "suggestions/2023/20230012"
    assert reply.published.isoformat() == "2023-05-10T17:05:00+08:00"
    assert reply.terms == {
        "categories": ("suggestions",),
        "years": ("2023",),
        "units": ("jiaoyu", "caizheng"),
        "topics": ("jiaoyu",),
        "sessions": ("shi-renda-7-4",),
    }
    assert reply.fields["outcome"] == "B（正在解决或列入计划）"
    assert reply.fields["co_units"] == "市财政局、市教育局"
    assert "proposers" not in reply.fields


def test_each_line_becomes_a_block_of_its_own(reply: PeerDocument) -> None:
    assert reply.body.split("\n\n") == [
        "尊敬的代表：",
        "## 一、基本情况",
        "全市有学校１２所。",
        "| 年 | 所 |\n| --- | --- |\n| 2022 | 12 |",
        "### （一）下一步",
        "２０２３年５月８日",
        "## 承诺事项",
        "1. 建成学校2所；2024-03-28",
    ]


def test_the_form_of_hugo_and_eleventy(reply: PeerDocument) -> None:
    _, front, body = yaml_form(reply).split("---\n", 2)
    data = yaml.load(front, Loader=yaml.CBaseLoader)
    assert data["title"] == reply.title
    assert data["date"] == "2023-05-10T17:05:00+08:00"
    assert data["units"] == ["jiaoyu", "caizheng"]
    assert data["fields"] == dict(reply.fields)
    assert body.strip() == reply.body


def test_the_form_of_pelican(reply: PeerDocument) -> None:
    head, _, body = pelican_form(reply).partition("\n\n")
    data = dict(line.split(": ", 1) for line in head.splitlines())
    assert data["date"] == "2023-05-10 17:05"
    assert data["slug"] == "suggestions-2023-20230012"
    assert data["tags"].split(", ") == [
        "categories/suggestions",
        "years/2023",
        "units/jiaoyu",
        "units/caizheng",
        "topics/jiaoyu",
        "sessions/shi-renda-7-4",
    ]
    assert data["outcome"] == "B（正在解决或列入计划）"
    assert body.strip() == reply.body


def test_every_document_of_the_corpus_has_a_form(site: PeerSite) -> None:
    for document in documents(COUNT, SEED):
        read = read_document(document.path, document.markdown, site)
        assert read.terms["units"] == tuple(dict.fromkeys((document.unit, *document.co_units)))
        assert read.terms["years"] == (str(document.year),)
        assert read.terms["topics"] == document.topics
        assert yaml_form(read) and pelican_form(read)


def test_the_templates_have_a_name_for_every_term(site: PeerSite) -> None:
    data = json.loads(site_data(site))
    assert {kind["slug"] for kind in data["kinds"]} == set(data["terms"])
    assert data["terms"]["sessions"]["shi-renda-7-4"] == "市七届人大四次会议"
    assert data["terms"]["years"]["2023"] == "2023年"


def test_new_replies_are_new_and_newest() -> None:
    known = {document.path for document in documents(COUNT, SEED)}
    replies = edits.new_replies(COUNT, SEED)
    first, second = next(replies), next(replies)
    assert not {first.path, second.path} & known
    assert "发布日期: 2026-01-01 09:00\n" in first.text
    assert "发布日期: 2026-01-01 09:01\n" in second.text
    assert first.address == first.path.removeprefix("content/").replace(".md", ".html")


def test_the_other_edits_touch_the_documents_they_should() -> None:
    known = {document.path: document.markdown for document in documents(COUNT, SEED)}
    assert edits.old_reply(COUNT, SEED).path not in known
    withdrawn, corrected = edits.withdrawal(SEED), edits.correction(SEED)
    assert known[withdrawn.path].replace("状态: 公开", "状态: 撤回") == withdrawn.text
    before = known[corrected.path]
    assert len(before) == len(corrected.text)
    differences = [index for index, sign in enumerate(before) if sign != corrected.text[index]]
    assert len(differences) == 1
    assert differences[0] > before.index("\n---\n")


def test_the_tree_of_a_process_is_its_descendants() -> None:
    table = {10: 1, 11: 10, 12: 11, 13: 1, 14: 13}
    assert measure.descendants(table, 10) == [11, 12]
    assert measure.descendants(table, 14) == []


def test_a_page_that_two_processes_share_counts_once() -> None:
    rollup = "1-2 ---p 0 00:00 0 [rollup]\nRss:  400 kB\nPss:  270 kB\nPss_Dirty:  116 kB\n"
    assert measure.size_in(rollup) == 270 * 1024
    held = bytearray(32_000_000)
    alone = measure.proportional_size(os.getpid())
    assert alone > len(held)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.read(reader, 1)
        os._exit(0)
    both = measure.proportional_size(os.getpid()) + measure.proportional_size(child)
    os.write(writer, b"x")
    os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    assert both < alone + len(held) / 2
    assert measure.proportional_size(child) == 0


@pytest.mark.parametrize("name", ["python", "a b", "(sd-pam)", ") R 1"])
def test_a_process_may_have_any_name(name: str) -> None:
    fields = ["R", "42", *("0" for _ in range(19)), "1234", "0"]
    assert measure.parent_in(f"7 ({name}) {' '.join(fields)}") == 42


def test_a_worker_that_outlives_its_parent_is_counted() -> None:
    worker = "import time\nwhile time.process_time() < 0.2: pass"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {worker!r}])"
    script = dedent(f"""
        import sys
        from pathlib import Path
        from bench import measure
        cost = measure.run([sys.executable, "-c", {parent!r}], Path("."))
        print(cost.cpu)
    """)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert float(done.stdout) > 0.19


def test_files_written_changed_and_removed(tmp_path: Path) -> None:
    for name in ("kept", "rewritten", "changed", "removed"):
        (tmp_path / name).write_text("a")
    before = measure.snapshot(tmp_path)
    (tmp_path / "removed").unlink()
    for name, text in {"rewritten": "a", "changed": "b", "new/one": "c"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        beside = tmp_path / "beside"
        beside.write_text(text)
        beside.replace(tmp_path / name)
    after = measure.snapshot(tmp_path, before)
    assert measure.difference(before, after) == FileChanges(
        written=("changed", "new/one", "rewritten"),
        changed=("changed", "new/one"),
        removed=("removed",),
    )
    assert measure.total_size(after) == 4
    assert measure.snapshot(tmp_path / "absent") == {}


def test_costs_of_two_commands_add_up() -> None:
    assert Cost(1.0, 2.0, 30) + Cost(0.5, 0.5, 20) == Cost(1.5, 2.5, 30)


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [(5, 2, "2.50"), (3, 4, "0.75"), (1, 40, "1/40.0"), (0, 1, "–"), (1, 0, "–")],
)
def test_a_ratio_is_a_multiple_or_a_fraction(one: float, other: float, text: str) -> None:
    assert build_times.ratio(one, other) == text


def test_the_tables() -> None:
    def result(program: str, case: str, wall: float) -> Result:
        return Result(program, case, Cost(wall, wall * 2, 5_000_000), 1200, 7, 6, 1, 2_500_000)

    results = [
        result("Hugo", "cold", 1.0),
        result("Hugo + Pagefind", "cold", 8.0),
        result("Gongkai", "cold", 2.0),
        result("Gongkai", "a typo", 0.5),
    ]
    table = build_times.results_table(results).splitlines()
    assert table[2] == "| Hugo | cold | 1.00 | 2.00 | 5 | 1,200 | 7 | 6 | 1 | 2.5 |"
    assert {line.count("|") for line in table} == {11}
    assert build_times.ratios_table(results).splitlines()[2:] == [
        "| Gongkai, cold | Hugo, cold | 2.00 | 2.00 | 1.00 |",
        "| Gongkai, cold | Hugo + Pagefind, cold | 1/4.0 | 1/4.0 | 1.00 |",
        "| Gongkai, a typo | Gongkai, cold | 1/4.0 | 1/4.0 | 1.00 |",
    ]
    walls = series(results, lambda each: each.cost.wall)
    assert (walls.median, walls.largest) == (1.5, 8.0)
    assert "| wall s | 1.50 | " in build_times.successive_table(results)


def test_written_files_are_counted_by_kind() -> None:
    addresses = ("suggestions/2023/1.html", "suggestions/2023/2.html", "feeds/all.xml", "index.html",
                 "suggestions/2023/1.json", "search/manifest.bin", "data/statistics.csv",
                 "units/a.html", "assets/1/a.css", "sitemap.xml", "suggestions/2023/1/a.pdf")  # fmt: skip
    table = build_times.kinds_table(addresses).splitlines()
    pages = "`suggestions/2023/1.html`, `suggestions/2023/2.html`"
    assert f"| pages of documents | 2 | {pages} |" in table
    assert len(table) == 2 + len(build_times._KINDS)


def test_no_file_of_the_peers_names_a_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert all("resolved" not in entry and entry["integrity"] for entry in packages.values())
    assert "://" not in install.REQUIREMENTS.read_text(encoding="utf-8")


def test_the_peers_are_pinned_in_both_files() -> None:
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "optionalDependencies"):
        for name, version in package[kind].items():
            assert lock["packages"][f"node_modules/{name}"]["version"] == version
    hugo = tomllib.loads((HERE / "hugo" / "hugo.toml").read_text(encoding="utf-8"))
    assert hugo["pagination"]["pagerSize"] == 20


@pytest.mark.parametrize("function", [*itertools.chain(*stages.STAGES.values())])
def test_every_function_of_a_stage_is_there(function: str) -> None:
    owner, name = stages.located(function)
    assert callable(getattr(owner, name))


def test_a_stage_is_not_charged_for_the_stages_it_calls() -> None:
    moments = iter((0, 0.5, 1, 3, 7, 15, 31))
    stopwatch = stages.Stopwatch(clock=lambda: next(moments))
    stopwatch.begin()
    stopwatch.timed("outer", stopwatch.timed("inner", lambda: None))()
    stopwatch.stop()
    assert stopwatch.calls == {"outer": 1, "inner": 1}
    assert stopwatch.seconds == {
        stages.IMPORTS: 0.5,
        stages.REST: 0.5 + 16,
        "outer": 2 + 8,
        "inner": 4,
    }
    table = stages.stages_table(stopwatch, 31).splitlines()
    assert table[-1] == "| together |  | 31.000 | 100% | 1000.000 |"
