"""How many processes work on a build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from .content import Staff
from .workers import Workforce, kill, process_pool

WORTH_A_POOL = 200
"""Fewer items than this are done before other processes would have started."""

_SECONDS = 30.0

_MOST = 61
"""Processes that Windows can wait for at once."""


def alone(_: int) -> Workforce:
    """A staff of this process alone."""
    return Workforce(None, 1, _SECONDS)


@contextmanager
def staff(jobs: int | None) -> Iterator[Staff]:
    """A staff of ``jobs`` processes (default: one for each processor), hired when first needed."""
    workers = min(jobs or os.cpu_count() or 1, _MOST)
    hired: list[Executor] = []

    def workforce(items: int) -> Workforce:
        if workers == 1 or items < WORTH_A_POOL:
            return alone(items)
        if not hired:
            hired.append(process_pool(workers))
        return Workforce(hired[0], workers, _SECONDS)

    try:
        yield workforce
    except KeyboardInterrupt:
        # They do not hear Ctrl-C themselves, and one that hangs would never end.
        for executor in hired:
            kill(executor)
        raise
    finally:
        for executor in hired:
            executor.shutdown(cancel_futures=True)
