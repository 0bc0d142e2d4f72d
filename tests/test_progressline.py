"""How far a run has come: silence at first, one line on a terminal, a few in a log."""

from __future__ import annotations

import io

import pytest

from gongkai.progressline import ProgressLine


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
    monkeypatch.setattr("gongkai.progressline.time.monotonic", clock)
    return clock


def test_progress_of_a_short_run_is_silent(clock: Clock) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    clock.now = 0.9
    line("读取文件", 1, 2)
    line.clear()
    assert stream.getvalue() == ""


def test_progress_on_a_terminal_is_one_line(clock: Clock) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    for clock.now, done in ((1.0, 1), (1.05, 2), (1.2, 3)):
        line("读取文件", done, 4)
    line.clear()
    shown = [part for part in stream.getvalue().split("\r\033[K") if part]
    assert shown == ["读取文件 1/4", "读取文件 3/4"]
    assert stream.getvalue().endswith("\r\033[K")


def test_progress_in_a_log_is_a_line_now_and_then(clock: Clock) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    for clock.now, done in ((1.0, 1), (5.0, 2), (11.0, 3)):
        line("读取文件", done, 4)
    line.clear()
    assert stream.getvalue() == "读取文件 1/4\n读取文件 3/4\n"
