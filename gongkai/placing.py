"""Puts what waits for a folder in place, and throws away what stood there or goes.

Where many files take the place of others each is exchanged with what stood there, for to replace
that takes ten times as long (:mod:`.swapping`); it is thrown away beside other work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from . import fileacts, placement, swapping
from .content import Staff
from .placement import Step
from .waiting import Waiting
from .workers import Task, one_by_one

_MANY = 500
"""Files that take the place of others, from which on they are exchanged, and thrown away later."""

_SHARES = 8
"""In so many what is thrown away is handed out: all at once, for nobody is there to hand out more."""

_THREADS = 4


def put_all(waiting: Waiting, folder: Path, standing: Collection[str]) -> tuple[str, ...]:
    """Put all that is ``waiting`` into ``folder``, where files stand at the addresses ``standing``.

    Returns where lies what was exchanged and is to be :func:`thrown_away`.  Raises OSError.
    """
    exchanging = frozenset(standing if len(standing) >= _MANY else ())
    replaced: list[str] = []
    for step in placement.steps(waiting):
        if step.tree and _has_put(step, folder):
            continue
        for address in placement.files_of(step, waiting):
            staged, place = waiting.path(address), f"{folder}/{address}"
            if address in exchanging and swapping.exchanged(staged, place):
                replaced.append(staged)
            else:
                fileacts.replace(staged, place)
    return tuple(replaced)


def _has_put(step: Step, folder: Path) -> bool:
    """Put a whole folder in place; whether that could be done."""
    try:
        Path(step.tree, step.address).rename(folder / step.address)
    except OSError:
        return False
    return True


@contextmanager
def thrown_away(replaced: Sequence[str], staff: Staff) -> Iterator[None]:
    """Have ``staff`` delete the files that were ``replaced`` while something else is done."""
    # In the order in which they were made, so that neighbours on the disk go one after another.
    batches = _runs(sorted(replaced, key=lambda path: (len(path), path)), _SHARES)
    # Ten of them go in the time of another piece of work.
    workforce = staff(len(replaced) // 10)
    thrown = workforce.each(Task(None, _nothing, one_by_one(_throw_away), at_once=1), batches)
    with closing(thrown):
        yield
        deque(thrown, maxlen=0)


def _nothing(_: object) -> None:
    """What :func:`_throw_away` must be given."""


def _throw_away(_: object, files: Sequence[str]) -> None:
    """Remove files; what cannot be is removed with the folder in which it is."""
    # Few builds need it.
    from concurrent.futures import ThreadPoolExecutor

    # Each may wait until the disk has heard that its room is free.
    with ThreadPoolExecutor(_THREADS) as threads:
        deque(threads.map(fileacts.remove, _runs(files, _THREADS)), maxlen=0)


def _runs(files: Sequence[str], most: int) -> list[Sequence[str]]:
    """``files`` in not more than so many runs."""
    length = -(-len(files) // most)
    return [files[first : first + length] for first in range(0, len(files), length or 1)]
