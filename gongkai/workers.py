"""Work on many sources: in this process, or spread over others through an Executor.

Any :class:`concurrent.futures.Executor` serves and gives the same results in the same order.
What a worker needs crosses once, in a file; what it makes comes back as it is ready, with a
bounded number of chunks under way.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent import futures
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import TimeoutError as WorkTimeoutError
from contextlib import ExitStack, closing, contextmanager
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

from msgspec import Struct

from .heap import keep_freed_memory

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

_UNDER_WAY = 4
"""Chunks handed out per worker: enough that none waits, few enough to stay in memory."""


class Lost(Struct, Generic[Item], frozen=True):
    """An item whose work never ended: the worker crashed (``hung`` false) or took too long."""

    item: Item
    hung: bool


def _never(_: object) -> bool:
    return False


class Task(Struct, Generic[Item, Result], frozen=True):
    """What is to be done with items: ``work(prepare(context), items)`` gives a result for each.

    ``prepare`` runs once in each worker; both are functions of a module, so that they can be
    named to another process.  Up to ``at_once`` items go to a worker together, so that handing them
    over costs little; ``seconds`` is how long one may take, where that differs from the rest.
    An item that ``may_hang`` is never done in this process, which could not give it up.
    """

    context: Any
    prepare: Callable[[Any], Any]
    work: Callable[[Any, Sequence[Item]], Iterable[Result]]
    at_once: int = 64
    seconds: float | None = None
    may_hang: Callable[[Item], bool] = _never


def as_it_is(context: Context) -> Context:
    """For a :class:`Task` whose work is done with the context itself."""
    return context


def one_by_one(
    work: Callable[[Any, Item], Result],
) -> Callable[[Any, Sequence[Item]], Iterable[Result]]:
    """For a :class:`Task` whose ``work`` does one item at a time."""
    return partial(_one_by_one, work)


def _one_by_one(
    work: Callable[[Any, Item], Result], prepared: Any, items: Sequence[Item]
) -> Iterator[Result]:
    return (work(prepared, item) for item in items)


def process_pool(workers: int) -> Executor:
    """Processes that leave Ctrl-C to the one that hired them, which ends them."""
    # To publish a reply needs none, and to import them takes as long as to make its page.
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, initializer=_begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_freed_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that hired it is killed: nobody else would tell it to."""
    # Imported in a worker already, and nowhere else needed.
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


class Workforce:
    """Does tasks with ``executor``, or in this process when there is none.

    ``seconds`` is how long one item may take before its worker is given up.
    """

    def __init__(self, executor: Executor | None, workers: int, seconds: float) -> None:
        self._executor = executor
        self._workers = workers
        self._seconds = seconds
        self._asked: list[Future[Any]] = []

    def ask(self, act: Callable[..., Result], *arguments: object) -> Callable[[], Result]:
        """Have ``act(*arguments)`` done beside, as an assistant does it (:class:`.Helper`)."""
        future = self._submitted(act, *arguments)
        if future is None:
            return partial(act, *arguments)
        self._asked.append(future)

        def result() -> Result:
            try:
                return future.result()
            except (BrokenExecutor, CancelledError):
                return act(*arguments)

        return result

    def close(self) -> None:
        """Let nothing go on that was asked for."""
        self._give_up(self._asked)

    def each(
        self, task: Task[Item, Result], items: Iterable[Item]
    ) -> Generator[Result | Lost[Item], None, None]:
        """The result for each item, in order; a :class:`Lost` where there is none.

        Where others do them, the first are under way when this returns.  Items are taken as they
        are needed, so that a long row of them is never held at once.
        When it is closed before its end no work is under way any more.
        """
        seconds = task.seconds or self._seconds
        if self._executor is None:
            return _here(task, items, seconds)
        results = self._spread(task, items, seconds)
        next(results)
        return results

    def _spread(
        self, task: Task[Item, Any], items: Iterable[Item], seconds: float
    ) -> Generator[Any, None, None]:
        """Nothing once the first items are under way, then the results."""
        chunks = _chunks(task, items)
        waiting: deque[tuple[tuple[Item, ...], Future[tuple[Any, ...]] | None]] = deque()
        with _laid_down(task) as path:
            begun = ((chunk, self._submitted(_do_chunk, str(path), chunk)) for chunk in chunks)
            try:
                waiting.extend(islice(begun, self._workers * _UNDER_WAY))
                yield None
                while waiting:
                    yield from self._done(path, *waiting.popleft(), seconds)
                    waiting.extend(islice(begun, 1))
            finally:
                self._give_up([future for _, future in waiting if future])

    def _done(
        self,
        path: Path,
        chunk: tuple[Item, ...],
        future: Future[tuple[Any, ...]] | None,
        seconds: float,
    ) -> Iterator[Any]:
        """The results for a chunk; one by one where it was given up or there is no executor."""
        assert self._executor is not None
        try:
            if future is None:
                raise BrokenExecutor
            # A chunk takes far less than one item may.
            yield from future.result(timeout=seconds + _STARTING)
        except (BrokenExecutor, CancelledError, WorkTimeoutError):
            kill(self._executor)
            with closing(_Guard(path, seconds)) as guard:
                yield from (guard.do(item) for item in chunk)

    def _give_up(self, under_way: Iterable[Future[Any]]) -> None:
        """Let no work go on for which nobody waits: it may write files."""
        running = [future for future in under_way if not future.cancel()]
        if futures.wait(running, timeout=_LEAVING).not_done and self._executor:
            kill(self._executor)

    def _submitted(self, act: Callable[..., Result], *arguments: object) -> Future[Result] | None:
        """The work under way; ``None`` when no executor takes any, or none more."""
        try:
            return self._executor.submit(act, *arguments) if self._executor else None
        except RuntimeError:
            # A broken executor, or one that was given up for another chunk.
            return None


def _here(
    task: Task[Item, Result], items: Iterable[Item], seconds: float
) -> Generator[Result | Lost[Item], None, None]:
    """Work in this process, but for the items that may hang."""
    prepared = task.prepare(task.context)
    guard: _Guard | None = None
    with ExitStack() as stack:
        for chunk in _chunks(task, items):
            harmless = [item for item in chunk if not task.may_hang(item)]
            results = iter(task.work(prepared, harmless))
            for item in chunk:
                if not task.may_hang(item):
                    yield next(results)
                    continue
                if guard is None:
                    path = stack.enter_context(_laid_down(task))
                    guard = stack.enter_context(closing(_Guard(path, seconds)))
                yield guard.do(item)


def _chunks(task: Task[Item, Any], items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Those of ``items`` that are done together."""
    remaining = iter(items)
    return iter(lambda: tuple(islice(remaining, task.at_once)), ())


@contextmanager
def _laid_down(task: Task[Any, Any]) -> Iterator[Path]:
    """The task in a file, from which processes take it."""
    with TemporaryDirectory(prefix="gongkai-") as folder:
        path = Path(folder) / "task.pickle"
        path.write_bytes(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
        yield path


class _Guard:
    """A process apart in which items may crash or hang; each time another takes its place."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._path = str(path)
        self._seconds = seconds
        self._executor: Executor | None = None

    def do(self, item: Item) -> Any:
        """The result for ``item``, or that it is lost."""
        try:
            if self._executor is None:
                self._executor = process_pool(1)
                self._executor.submit(_get_ready, self._path).result(timeout=_STARTING)
            future = self._executor.submit(_do_chunk, self._path, (item,))
            return future.result(timeout=self._seconds)[0]
        except (BrokenExecutor, WorkTimeoutError) as error:
            self.close()
            return Lost(item, hung=isinstance(error, WorkTimeoutError))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._executor is not None:
            kill(self._executor)
            self._executor = None


_STARTING = 20.0
"""Seconds that a worker may need to start, on a slow machine, beside its work."""

_LEAVING = 5.0
"""Seconds that a worker has to end a chunk for which nobody waits; nearly all take less than one."""


def kill(executor: Executor) -> None:
    """Give up an executor with its processes; a hanging one would never end by itself."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    # First, so that it drops what was cancelled: what it still holds when they die it would fail.
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()


def _get_ready(path: str) -> None:
    _prepared(path)


def _do_chunk(path: str, chunk: tuple[Any, ...]) -> tuple[Any, ...]:
    task, prepared = _prepared(path)
    return tuple(task.work(prepared, chunk))


@lru_cache(maxsize=2)
def _prepared(path: str) -> tuple[Task[Any, Any], Any]:
    """The task laid down at ``path``, which no other task has had."""
    task = pickle.loads(Path(path).read_bytes())
    return task, task.prepare(task.context)
