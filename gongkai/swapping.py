"""Two files each put in the place of the other, as Linux can and Python has no name for.

A file that is renamed over another one has its bytes sent to the disk and the room of the other
given up, while nobody else may rename: ten times as long as the rest takes.  Files that are
exchanged wait for nothing.  Their bytes go to the disk later, as those of new files do; should the
machine lose its power before, the next build finds and mends what is lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

_HERE = -100
"""``AT_FDCWD`` of <fcntl.h>."""
_EXCHANGE = 2
"""``RENAME_EXCHANGE`` of <linux/fs.h>."""


def exchanged(first: str, second: str) -> bool:
    """Put two files each in the place of the other, at once; whether that could be done.

    Not every system can, nor every disk, and nobody where one of them is not there.
    """
    rename = _rename()
    if rename is None:
        return False
    return rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0


@cache
def _rename() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """``renameat2`` of the C library, if it has that."""
    # To import it takes as long as to replace some fifty files.
    import ctypes

    try:
        return ctypes.CDLL(None).renameat2
    except (OSError, TypeError, AttributeError):
        return None
