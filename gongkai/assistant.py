"""A process beside this one that does what it is asked, one thing after another.

It is started before there is anything to ask, so that it imports what it needs while this one
does.  Whatever it can do this process can do as well, and does where there is no other, or where
that one fails: what hindered it there is then met here, where it can be told.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Protocol, TypeVar

from .apart import begun
from .heap import keep_freed_memory

_WORTH = 1_000_000
"""Bytes of a build's memory (of some hundred documents) from which on one is worth its start."""

Result = TypeVar("Result")

_TROUBLES = (OSError, EOFError, pickle.UnpicklingError)
"""What tells that the other process is no more."""

_SIZE = 8
"""Bytes before each question, which tell how many it has."""


class Helper(Protocol):
    """Does beside what is asked: an assistant, or those who do all other work."""

    def ask(self, act: Callable[..., Result], *arguments: object) -> Callable[[], Result]:
        """Have ``act(*arguments)`` done; returns what waits for the result and gives it.

        ``act`` is a function of a module, which may be done twice; all must be fit to cross to
        another process.
        """

    def close(self) -> None:
        """Do nothing more."""


class Assistant:
    """Asked for results, which :meth:`ask` promises, in the order in which they are needed."""

    def __init__(self, process: subprocess.Popen[bytes] | None = None) -> None:
        """``process`` runs :func:`tell`; without one all is done here, when it is needed."""
        self._process = process
        self._asked = 0
        self._said: list[tuple[Any, ...]] = []

    @property
    def is_there(self) -> bool:
        """Whether another process does what is asked."""
        return self._process is not None

    def ask(self, act: Callable[..., Result], *arguments: object) -> Callable[[], Result]:
        """Have ``act(*arguments)`` done, as a :class:`Helper`."""
        number = self._asked
        if self._process and self._process.stdin:
            question = pickle.dumps((act, arguments), pickle.HIGHEST_PROTOCOL)
            try:
                self._process.stdin.write(len(question).to_bytes(_SIZE, "little"))
                self._process.stdin.write(question)
                self._process.stdin.flush()
                self._asked += 1
            except OSError:
                self.close()

        def result() -> Result:
            said = self._answer(number)
            return said[0] if said else act(*arguments)

        return result

    def prepare(self, *modules: str) -> None:
        """Have modules imported, before a function of theirs is asked for."""
        if self.is_there:
            self.ask(_import, *modules)

    def _answer(self, number: int) -> tuple[Any, ...]:
        """The answer of a number, in a tuple; an empty one where there is none."""
        while len(self._said) <= number and self._process and self._process.stdout:
            try:
                self._said.append(pickle.load(self._process.stdout))
            except _TROUBLES:
                self.close()
        return self._said[number] if number < len(self._said) else ()

    def close(self) -> None:
        """End the other process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


NOBODY = Assistant()
"""All is done here."""


@contextmanager
def hired(jobs: int | None, memory: Path) -> Iterator[Assistant]:
    """An assistant for a build by ``jobs`` processes (default: one for each processor).

    ``memory`` is the file of the build's memory: where it is small or not there an assistant would
    take longer to start than its work.
    """
    assistant = NOBODY
    if (jobs or os.cpu_count() or 1) > 1 and _size(memory) > _WORTH:
        # A system that starts no process more need not have one.
        with suppress(OSError):
            assistant = Assistant(begun("assistant", *sys.path))
    try:
        yield assistant
    finally:
        assistant.close()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def tell(*places: str) -> None:
    """Do what standard input asks, until it ends; modules are found at ``places`` too."""
    sys.path.extend(places)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever else is printed must not stand among the answers.
    sys.stdout = sys.stderr
    keep_freed_memory()
    questions: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_hear, args=(asked, questions), daemon=True).start()
    while question := questions.get():
        act, arguments = pickle.loads(question)
        said: tuple[Any, ...] = ()
        with suppress(Exception):
            said = (act(*arguments),)
        pickle.dump(said, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _hear(asked: IO[bytes], questions: SimpleQueue[bytes]) -> None:
    """Take in what is asked as soon as it is, until nothing is: then an empty question.

    Who asks at length hears no answer meanwhile; did this wait until an answer is heard, both
    would wait for ever.
    """
    while size := asked.read(_SIZE):
        questions.put(asked.read(int.from_bytes(size, "little")))
    questions.put(b"")


def _import(*modules: str) -> None:
    for module in modules:
        import_module(module)
