"""A light module at work in another process, beside this one, with nothing installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

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
    return _started(module, arguments, subprocess.PIPE)


def _started(
    module: str, arguments: Iterable[str], reads: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    # What is installed is of no use there, and to look for it takes its time.  The names of files
    # are to be read there as they are here.
    command = [sys.executable, "-I", "-S", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _TELL]
    return subprocess.Popen(
        [*command, str(_HOME), module, *arguments],
        stdin=reads,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
