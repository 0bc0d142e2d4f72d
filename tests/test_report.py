"""What the program says, as text and as JSON."""

from __future__ import annotations

import json

import pytest

from gongkai import report
from gongkai.dates import parse
from gongkai.errors import Fault, Severity
from gongkai.output import Committed
from gongkai.pipeline import Built
from gongkai.publication import Held
from gongkai.staleness import Stale

LATE = Fault("content/b.md", 10, 2, "stray-file", "没有归属", "移走", Severity.WARNING)
FIRST = Fault("content/a.md", 9, 1, "missing-field", "缺少“标题”", "补上")
SECOND = Fault("content/a.md", 10, 1, "wrong-date", "不是日期", "改正")


def test_faults_text() -> None:
    assert (
        report.faults_text([LATE, SECOND, FIRST])
        == """\
content/a.md
  第 9 行第 1 列  错误：缺少“标题”
      补上  [missing-field]
  第 10 行第 1 列  错误：不是日期
      改正  [wrong-date]

content/b.md
  第 10 行第 2 列  提醒：没有归属
      移走  [stray-file]

共 2 处错误、1 处提醒，涉及 2 个文件。"""
    )


def test_faults_json() -> None:
    text = report.faults_json([LATE, FIRST])
    assert "缺少“标题”" in text
    assert json.loads(text) == [
        {
            "rule": "missing-field",
            "severity": "error",
            "path": "content/a.md",
            "line": 9,
            "column": 1,
            "message": "缺少“标题”",
            "hint": "补上",
        },
        {
            "rule": "stray-file",
            "severity": "warning",
            "path": "content/b.md",
            "line": 10,
            "column": 2,
            "message": "没有归属",
            "hint": "移走",
        },
    ]
    assert json.loads(report.faults_json([])) == []


def test_built_text() -> None:
    held = (Held("content/c.md", "草稿"), Held("content/d.md", "未到发布日期", parse("2030-01-02")))
    built = Built(4, 1, 2, held, None, (), Committed(("a.html", "b.html"), 7, ("index.html",)), ())
    assert (
        report.built_text(built, "public", 1.26)
        == """\
文件 4 篇：公开 2 篇，未公开 2 篇。
  未到发布日期：1 篇
    2030年1月2日  content/d.md
  草稿：1 篇（content/c.md）
写入 2 个文件，7 个没有变化，删除 1 个；用时 1.3 秒。
网站在 public"""
    )


def built(sources: int, held: tuple[Held, ...] = (), removed: tuple[str, ...] = ()) -> str:
    committed = Committed((), 7, removed)
    return report.built_text(Built(sources, 1, 11, held, None, (), committed, ()), "public", 1.0)


@pytest.mark.parametrize(
    ("sources", "held", "line"),
    [
        (11, (), "文件 11 篇：公开 11 篇，未公开 0 篇。"),
        (12, (), "文件 11 篇：公开 11 篇，未公开 0 篇；网站自己的页面 1 个。"),
        (
            14,
            (Held("content/a.md", "草稿"), Held("content/pages/b.md", "草稿")),
            "文件 12 篇：公开 11 篇，未公开 1 篇；网站自己的页面 2 个，其中未公开 1 个。",
        ),
    ],
)
def test_the_numbers_add_up(sources: int, held: tuple[Held, ...], line: str) -> None:
    assert built(sources, held).splitlines()[0] == line


def test_one_document_is_not_told_of_for_what_templates_made() -> None:
    def said(*reasons: tuple[str, ...]) -> str:
        stale = tuple(Stale(f"{at}.html", each) for at, each in enumerate(reasons))
        return report.built_text(
            Built(9, 1, 9, (), None, stale, Committed((), 7, ()), ()), "public", 1.0
        )

    assert "只改了一篇" not in said(*[("模板",)] * 99)
    many = said(*[("模板",)] * 99, *[("总数", "模板")] * report.BUDGET, ("总数",))
    assert "只改了一篇文件，却重新生成了 61 个页面，起因：总数 61 页、模板 60 页。" in many


def test_pages_that_disappear_are_named() -> None:
    removed = ("a/1.html", "a/1/x.pdf", "a/2.html", "index.html", "units/b/2.html")
    said = built(12, (Held("content/a/2.md", "撤回"),), removed)
    assert "可能有人引用过；改名的写进“旧网址”，不再公开的用“撤回”：\n  a/1.html\n网站在" in said
    assert "消失" not in built(12, (), ("index.html", "a.pdf"))
    many = built(12, (), tuple(f"a/{number:02}.html" for number in range(12)))
    assert "  a/09.html\n  等 12 个\n" in many
    assert "a/10.html" not in many


def alike(count: int, rule: str = "unknown-topic") -> list[Fault]:
    return [Fault(f"content/{n:03}.md", n + 1, 5, rule, "不在里面", "改用") for n in range(count)]


def test_what_many_files_have_alike_is_said_once() -> None:
    assert report.faults_text(alike(20)).count("不在里面") == 20
    said = report.faults_text([*alike(21), FIRST])
    assert said.startswith(
        """\
21 个文件里同样的 21 处
  错误：不在里面
      改用  [unknown-topic]
      content/000.md、content/001.md、content/002.md、content/003.md、content/004.md 等 21 个文件

content/a.md
"""
    )
    assert said.endswith("共 22 处错误、0 处提醒，涉及 22 个文件。")
    assert "former_names" not in said
    assert "former_names 里写旧名" in report.faults_text(alike(21, "unknown-unit"))
    assert len(json.loads(report.faults_json(alike(21)))) == 21


def test_what_one_file_has_often_is_no_fault_of_many() -> None:
    faults = [Fault("content/a.md", n, 1, "wrong-date", "不是日期", "改正") for n in range(1, 31)]
    assert report.faults_text(faults).count("不是日期") == 30


def test_a_long_list_ends_and_begins_with_errors() -> None:
    many = [
        Fault("content/0.md", n, 1, "dead-link", f"{n}", "改", Severity.WARNING)
        for n in range(1, 251)
    ]
    said = report.faults_text([*many, FIRST])
    assert said.count("[dead-link]") == 199
    assert "缺少“标题”" in said
    assert "另有 51 处没有列出" in said
    assert "共 1 处错误、250 处提醒" in said


def test_a_fault_of_a_whole_file_has_no_line() -> None:
    fault = Fault("content/a.md", 1, 1, "too-large", "太大", "拆开")
    assert report.faults_text([fault]).startswith("content/a.md\n  错误：太大\n")
    elsewhere = Fault("content/a.md", 3, 2, "duplicate-address", "争用", "改动")
    assert "第 3 行第 2 列  错误：争用" in report.faults_text([elsewhere])


def test_held_documents_with_a_date_stand_one_to_a_line() -> None:
    held = [
        Held(f"{day:02}", "未到发布日期", parse(f"2030-01-{day:02}")) for day in range(12, 0, -1)
    ]
    lines = report.held_lines(held)
    assert lines[:2] == ["  未到发布日期：12 篇", "    2030年1月1日  01"]
    assert lines[-2:] == ["    2030年1月10日  10", "    等 12 篇"]


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (0, []),
        (5, ["  草稿：5 篇（0、1、2、3、4）"]),
        (7, ["  草稿：7 篇（0、1、2、3、4 等 7 篇）"]),
    ],
)
def test_held_lines(count: int, line: list[str]) -> None:
    assert report.held_lines([Held(str(number), "草稿") for number in range(count)]) == line
