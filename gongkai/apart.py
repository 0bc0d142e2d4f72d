"""A light module at work in another process, beside this one, with nothing installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

_HOME = Path(__file__).resolve().parent.parent
_TELL = (
    "import sys; from importlib import import_module; sys.path.insert(0, sys.argv[1]); "
    "import_module(f'gongkai.{sys.argv[2]}').tell(*sys.argv[3:])"
)


def told_by(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process in which ``gongkai.<module>.tell(*arguments)`` writes to its standard output.

    Nothing of this process need be given to it, so it works wherever Python does.
    """
    return _started(module, arguments)


def begun(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process as :func:`told_by` starts it, which reads from its standard input."""
    return _started(module, arguments, subprocess.PIPE, _KEEPING)


_KEEPING = {
    "MALLOC_TOP_PAD_": str(64 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
}
"""What tells glibc to keep what was freed: arrays of a megabyte come and go by the hundred.

To have each page from the system again takes a third of the time that the rest of the index needs
(73 and 50 ms of 45 documents).
"""


def _started(
    module: str,
    arguments: Iterable[str],
    reads: int = subprocess.DEVNULL,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.Popen[bytes]:
    # What is installed is of no use there, and to look for it takes its time.  The names of files
    # are to be read there as they are here.
    command = [sys.executable, "-I", "-S", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _TELL]
    return subprocess.Popen(
        [*command, str(_HOME), module, *arguments],
        stdin=reads,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
