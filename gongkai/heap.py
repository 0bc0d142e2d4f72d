"""The memory of a process: what it need not take from the system anew, or look through.

numpy takes its columns from the C library and gives them back at once, some of them dozens of times
over for one piece.  glibc hands what is given back to the system, which then clears each page anew
when it is asked for again: a quarter of the time that the grams of a chunk took.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""``M_TRIM_THRESHOLD`` and ``M_MMAP_THRESHOLD`` of <malloc.h>."""
_LARGEST_KEPT = 32 << 20
_KEPT = 64 << 20


def keep_freed_memory() -> None:
    """Let this process keep up to 64 MiB that it has given back; without effect but on glibc."""
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, TypeError, AttributeError):
        return
    mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT)
    mallopt(_TRIM_THRESHOLD, _KEPT)


@contextmanager
def lasting() -> Iterator[None]:
    """Spare the collector what is made meanwhile, and all else: it lives as long as the process.

    Half a million objects that it went through again and again took a third of a publication.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
