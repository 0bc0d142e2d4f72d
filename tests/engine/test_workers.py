"""Workers: the same results in the same order from any executor, and all but what is lost."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gongkai import pipeline, staffing, workers
from gongkai.errors import ConfigurationError, ContentError
from gongkai.pipeline import Request
from gongkai.workers import Lost, Task, Workforce, one_by_one
from tests.engine import edits, tasks
from tests.engine.building import NOW, attempt, clean
from tests.engine.smallsite import SmallSite
from tests.runs import no_progress
from tests.site.building import tree


def processes(start: str) -> ProcessPoolExecutor:
    """Two processes, started in one of the ways that systems have."""
    return ProcessPoolExecutor(2, multiprocessing.get_context(start))


EXECUTORS: dict[str, Callable[[], Executor | None]] = {
    "inline": lambda: None,
    "threads": lambda: ThreadPoolExecutor(2),
    "fork": lambda: processes("fork"),
    "spawn": lambda: processes("spawn"),
    "our own": tasks.AtOnce,
}


@pytest.mark.parametrize("name", EXECUTORS)
@pytest.mark.parametrize("count", [0, 1, 32, 333])
def test_any_executor_gives_the_same_results_in_order(name: str, count: int) -> None:
    executor = EXECUTORS[name]()
    assert tasks.results(executor, tasks.label, count) == [f"甲 {item}" for item in range(count)]
    if executor:
        executor.shutdown()


@pytest.mark.parametrize("name", EXECUTORS)
def test_single_pieces_of_work_are_done_beside(name: str) -> None:
    executor = EXECUTORS[name]()
    workforce = Workforce(executor, 2, 30.0)
    answers = [workforce.ask(tasks.label, ["甲"], item) for item in range(9)]
    failing = workforce.ask(tasks.fail, ["甲"], 50)
    assert tasks.results(executor, tasks.label, 40) == [f"甲 {item}" for item in range(40)]
    assert [answer() for answer in answers] == [f"甲 {item}" for item in range(9)]
    with pytest.raises(ConfigurationError):
        failing()
    workforce.close()
    if executor:
        executor.shutdown()


def test_what_others_fail_to_do_is_done_here() -> None:
    workforce = Workforce(processes("fork"), 2, 30.0)
    for _ in range(2):
        assert workforce.ask(tasks.crash_elsewhere, os.getpid())() == os.getpid()


def test_what_was_asked_for_in_vain_goes_not_on(tmp_path: Path) -> None:
    with processes("fork") as executor:
        workforce = Workforce(executor, 2, 30.0)
        for item in range(10_000):
            workforce.ask(tasks.leave_a_file, tmp_path, item)
        workforce.close()
        written = len(list(tmp_path.iterdir()))
        assert written < 10_000
    assert len(list(tmp_path.iterdir())) == written


@pytest.mark.parametrize("name", ["inline", "fork", "spawn", "our own"])
def test_an_error_crosses_whole(name: str) -> None:
    executor = EXECUTORS[name]()
    with pytest.raises(ConfigurationError) as raised:
        tasks.results(executor, tasks.fail, 100)
    assert raised.value.faults == (tasks.FAULT,)
    if executor:
        executor.shutdown()


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_what_crashes_its_worker_is_lost_alone(start: str) -> None:
    found = tasks.results(processes(start), tasks.crash, 100)
    assert found == [
        Lost(item, hung=False) if item % 40 == 7 else f"甲 {item}" for item in range(100)
    ]


def test_what_never_ends_is_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_STARTING", 1.0)
    executor = processes("fork")
    # So many that some are still waiting for a worker when the first is given up.
    found = tasks.results(executor, tasks.hang, 300, seconds=1.0)
    assert found == [Lost(7, hung=True) if item == 7 else f"甲 {item}" for item in range(300)]
    # The executor is gone, and the next task is done all the same.
    assert tasks.results(executor, tasks.label, 40) == [f"甲 {item}" for item in range(40)]


def test_when_results_are_given_up_no_work_goes_on(tmp_path: Path) -> None:
    with processes("fork") as executor:
        task: Task[int, int] = Task(str(tmp_path), tasks.folder_of, one_by_one(tasks.leave_a_file))
        results = Workforce(executor, 2, 30.0).each(task, range(10_000))
        assert next(results) == 0
        results.close()
        written = len(list(tmp_path.iterdir()))
        assert written < 10_000
    assert len(list(tmp_path.iterdir())) == written


def test_what_may_hang_is_not_done_in_this_process() -> None:
    task: Task[int, Any] = Task(
        "甲", tasks.prepare, one_by_one(tasks.hang), seconds=1.0, may_hang=tasks.is_seven
    )
    found = list(Workforce(None, 1, 30.0).each(task, range(12)))
    assert found == [Lost(7, hung=True) if item == 7 else f"甲 {item}" for item in range(12)]


def test_a_body_that_takes_for_ever_is_a_fault_of_a_site_of_three(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", 3)
    site.edit("site.toml", "[lists]", "[limits]\ndocument_seconds = 1\n\n[lists]")
    hanging, mistaken = site.papers[0], site.papers[1]
    # Tags that nothing closes take a time that grows with the square of their number.
    hanging.words = "<div>" * 150_000
    site.put(hanging)
    edits.FAULTS[0](site, mistaken)
    faults = attempt(site.root, tmp_path / "out", tmp_path / "build.sqlite").faults
    lost = [fault for fault in faults if fault.rule == "worker-lost"]
    assert [fault.path for fault in lost] == [f"content/suggestions/2023/{hanging.name}.md"]
    assert "document_seconds" in lost[0].hint
    assert any(mistaken.name in fault.path for fault in faults)


@pytest.mark.parametrize("name", ["fork", "spawn", "our own"])
def test_jobs_do_not_change_a_byte(tmp_path: Path, name: str) -> None:
    site = SmallSite(tmp_path / "site", 40)
    expected, files = clean(site.root)
    executor = EXECUTORS[name]()
    memory = tmp_path / "build.sqlite"
    for _ in range(2):
        outcome = attempt(
            site.root, tmp_path / "out", memory, staff=lambda _: Workforce(executor, 2, 30.0)
        )
        assert outcome.faults == expected.faults
        assert tree(tmp_path / "out") == files
    assert outcome.built
    assert outcome.built.stale == ()
    assert executor
    executor.shutdown()


def test_the_command_hires_processes_only_where_it_is_worth_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SmallSite(tmp_path / "site", 6)
    _, files = clean(site.root)
    monkeypatch.setattr(staffing, "WORTH_A_POOL", 2)
    request = Request(site.root, tmp_path / "out", tmp_path / "build.sqlite", NOW)
    with staffing.staff(2) as staff:
        pipeline.build(request, False, staff, no_progress)
    assert tree(tmp_path / "out") == files


def test_workers_do_not_outlive_a_build_that_is_killed() -> None:
    killed = (
        "import os; from gongkai.workers import process_pool; from tests.engine.tasks import label; "
        "pool = process_pool(2); told = [pool.submit(label, ['x'], n) for n in range(9)]; "
        "print([each.result() for each in told][0], flush=True); os.kill(os.getpid(), 9)"
    )
    # What it prints ends once nobody is left who could print anything.
    ended = subprocess.run(
        [sys.executable, "-c", killed], stdout=subprocess.PIPE, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout) == (-9, b"x 0\n")


def test_more_processors_than_windows_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def noted(workers: int) -> Executor:
        asked.append(workers)
        return ThreadPoolExecutor(1)

    monkeypatch.setattr(staffing, "process_pool", noted)
    with staffing.staff(500) as staff:
        staff(1000)
    assert asked == [61]


@pytest.mark.parametrize("fault", range(len(edits.FAULTS)))
def test_processes_find_the_same_faults(tmp_path: Path, fault: int) -> None:
    site = SmallSite(tmp_path / "site", 4)
    edits.FAULTS[fault](site, site.papers[1])
    request = Request(site.root, tmp_path / "out", tmp_path / "build.sqlite", NOW)
    found = []
    with processes("fork") as executor:
        for staff in (staffing.alone, lambda _: Workforce(executor, 2, 30.0)):
            with pytest.raises(ContentError) as refused:
                pipeline.build(request, False, staff, no_progress)
            found.append(refused.value.faults)
    assert found[0] == found[1]
