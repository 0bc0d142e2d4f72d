"""A light module at work in another process, beside this one, with nothing installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Mine = TypeVar("Mine")

_HOME = Path(__file__).resolve().parent.parent
_TELL = (
    "import sys; from importlib import import_module; sys.path.insert(0, sys.argv[1]); "
    "import_module(f'gongkai.{sys.argv[2]}').tell(*sys.argv[3:])"
)


def beside(mine: Callable[[], Mine], module: str, *arguments: str) -> tuple[Mine, bytes] | None:
    """What ``mine`` gives, and what ``gongkai.<module>.tell(*arguments)`` writes meanwhile.

    None where there can be no such process, or something hindered it: that will be met, and can be
    told, by who does all of it here.
    """
    try:
        other = begun(module, *arguments)
    except OSError:
        return None
    with other:
        done = mine()
        said, _ = other.communicate()
    return None if other.returncode else (done, said)


def begun(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process in which ``gongkai.<module>.tell(*arguments)`` reads and writes its standard streams.

    Nothing of this process need be given to it, so it works wherever Python does.  Raises OSError.
    """
    # What is installed is of no use there, and to look for it takes its time.  The names of files
    # are to be read there as they are here.
    command = [sys.executable, "-I", "-S", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _TELL]
    return subprocess.Popen(
        [*command, str(_HOME), module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
