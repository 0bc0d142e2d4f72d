"""Where the tests write: in memory, where this machine has enough of it.

They make and remove some hundred thousand small files, for which a disk with a journal takes as
long as for all the rest.  Where ``TMPDIR`` is set it is obeyed, and what a test that failed has
written stays there to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

MEMORY = Path("/dev/shm")
LEAST_BYTES = 2 << 30
"""Several times what a whole run keeps at a time; containers often have 64 MB there."""

ABANDONED_SECONDS = 3600
"""No run takes so long.  Whether its process is there is not all: it may be another container's."""

_PREFIX = "gongkai-tests-"


def make() -> Path | None:
    """A folder in memory, from now on the one for temporary files, here and in what is started.

    ``None``, and nothing is changed, where ``TMPDIR`` says another or there is too little memory.
    """
    if os.environ.get("TMPDIR") or not _is_roomy():
        return None
    _remove_orphans()
    folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=MEMORY)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    return Path(folder)


def remove(folder: Path) -> None:
    """Give the memory back."""
    os.environ.pop("TMPDIR", None)
    tempfile.tempdir = None
    shutil.rmtree(folder, ignore_errors=True)


def _is_roomy() -> bool:
    if sys.platform != "linux" or not MEMORY.is_dir():
        return False
    there = os.statvfs(MEMORY)
    free = there.f_bavail * there.f_frsize
    # Some tests write a program and run it.
    return min(free, _available()) >= LEAST_BYTES and not there.f_flag & os.ST_NOEXEC


def _available() -> int:
    """The bytes of memory that nobody uses."""
    found = re.search(r"^MemAvailable: *(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return int(found[1]) << 10 if found else 0


def _remove_orphans() -> None:
    """Remove the folders of runs that were killed before they could."""
    for folder in MEMORY.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        age = time.time() - folder.stat().st_mtime
        if age > ABANDONED_SECONDS and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)
