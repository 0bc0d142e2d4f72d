"""What the program says, as text, as JSON and as a line of progress."""

from __future__ import annotations

import io
import json

import pytest

from gongkai import report
from gongkai.dates import parse
from gongkai.errors import Fault, Severity
from gongkai.output import Committed
from gongkai.pipeline import Built
from gongkai.publication import Held

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
    built = Built(4, 1, 2, held, None, (), Committed(("a.html", "b.html"), 7, ("c.html",)), ())
    assert (
        report.built_text(built, "public", 1.26)
        == """\
读取文件 4 篇，公开 2 篇，未公开 2 篇。
  未到发布日期：1 篇（content/d.md，2030年1月2日）
  草稿：1 篇（content/c.md）
写入 2 个文件，7 个没有变化，删除 1 个；用时 1.3 秒。
网站在 public"""
    )


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


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Stands for time.monotonic, so that nothing has to be waited for."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("gongkai.report.time.monotonic", clock)
    return clock


def test_progress_of_a_short_run_is_silent(clock: Clock) -> None:
    stream = Terminal()
    line = report.ProgressLine(stream)
    clock.now = 0.9
    line("读取文件", 1, 2)
    line.clear()
    assert stream.getvalue() == ""


def test_progress_on_a_terminal_is_one_line(clock: Clock) -> None:
    stream = Terminal()
    line = report.ProgressLine(stream)
    for clock.now, done in ((1.0, 1), (1.05, 2), (1.2, 3)):
        line("读取文件", done, 4)
    line.clear()
    shown = [part for part in stream.getvalue().split("\r\033[K") if part]
    assert shown == ["读取文件 1/4", "读取文件 3/4"]
    assert stream.getvalue().endswith("\r\033[K")


def test_progress_in_a_log_is_a_line_now_and_then(clock: Clock) -> None:
    stream = io.StringIO()
    line = report.ProgressLine(stream)
    for clock.now, done in ((1.0, 1), (5.0, 2), (11.0, 3)):
        line("读取文件", done, 4)
    line.clear()
    assert stream.getvalue() == "读取文件 1/4\n读取文件 3/4\n"
