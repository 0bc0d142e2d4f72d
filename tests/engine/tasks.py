"""Work for other processes, which can only be told to do what a module names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from gongkai.errors import ConfigurationError, Fault
from gongkai.workers import Task, Workforce, one_by_one

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

FAULT = Fault("theme/templates/home.html", 1, 1, "template", "甲", "乙")


def prepare(context: str) -> list[str]:
    """What each worker makes of the context."""
    return [context]


def label(prepared: list[str], item: int) -> str:
    """A result that tells its item and its context."""
    return f"{prepared[0]} {item}"


def crash(prepared: list[str], item: int) -> str:
    """Kill the process at every 40th item."""
    if item % 40 == 7:
        os._exit(9)
    return label(prepared, item)


def hang(prepared: list[str], item: int) -> str:
    """Never come to an end with one item."""
    while item == 7:
        time.sleep(60)
    return label(prepared, item)


def is_seven(item: int) -> bool:
    """Whether it is the item with which :func:`hang` never ends."""
    return item == 7


def fail(prepared: list[str], item: int) -> str:
    """Find a fault of the configuration at one item."""
    if item == 50:
        raise ConfigurationError([FAULT])
    return label(prepared, item)


def crash_elsewhere(process: int) -> int:
    """Kill any process but the one of this number, which it gives."""
    if os.getpid() != process:
        os._exit(9)
    return process


def results(
    executor: Executor | None,
    work: Callable[[list[str], int], str],
    count: int,
    seconds: float = 30.0,
) -> list[Any]:
    """The results of ``work`` on ``count`` items."""
    task = Task("甲", prepare, one_by_one(work))
    return list(Workforce(executor, 2, seconds).each(task, range(count)))


class AtOnce(Executor):
    """An executor of our own: does the work when it is submitted, and counts it."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(
        self,
        function: Callable[Parameters, Result],
        /,
        *arguments: Parameters.args,
        **options: Parameters.kwargs,
    ) -> Future[Result]:
        """Do it."""
        self.submitted += 1
        future: Future[Result] = Future()
        try:
            future.set_result(function(*arguments, **options))
        except Exception as error:
            future.set_exception(error)
        return future


def folder_of(context: str) -> Path:
    """The folder that the context names."""
    return Path(context)


def leave_a_file(folder: Path, item: int) -> int:
    """Write a file that is named like the item."""
    time.sleep(0.001)
    (folder / str(item)).touch()
    return item
