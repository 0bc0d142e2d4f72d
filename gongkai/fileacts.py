"""What is done to single files, in no more calls than the system needs: builds do it by the ten thousand."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_HOW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MODE = 0o666


def replace(source: str, target: str) -> None:
    """Put the file at ``source`` where ``target`` is; raises OSError when the disk fails."""
    try:
        os.replace(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(source, target)


def put_aside(path: str, aside: str) -> bool:
    """Rename a file away; whether one was there.  Raises OSError when the disk fails."""
    # Nothing may be there any more, or a file where a folder above it was.
    with suppress(FileNotFoundError, NotADirectoryError):
        # A folder, whatever it is, is not the file that we wrote.
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            os.replace(path, aside)
            return True
    return False


def remove(files: Iterable[str]) -> None:
    """Remove files, up to the first that cannot be."""
    with suppress(OSError):
        for file in files:
            os.unlink(file)


def read(path: str | Path) -> bytes:
    """The bytes of a file; raises OSError.

    ``Path.read_bytes`` takes twice as long, and a build reads tens of thousands.
    """
    with open(path, "rb", buffering=0) as file:
        return file.readall()


def write(path: str, data: bytes) -> None:
    """Write a file where none is; raises OSError when there is one, or the disk fails."""
    # A build writes tens of thousands of them, and these three calls are all that the system needs.
    file = os.open(path, _HOW, _MODE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
