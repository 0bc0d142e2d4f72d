"""Folders walked on the disk: every file with the signature that tells whether it was touched."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .errors import MachineError, cause_of

Signature = tuple[int, int]
"""Size in bytes and modification time in nanoseconds; equal ones spare hashing, no more."""

Files = tuple[str, list[tuple[str, Signature]]]
"""A folder by its path, empty or with a slash at the end, and the files in it by their names."""

RACY = 2_000_000_000
"""Nanoseconds within which a file system may give two writes one modification time (FAT: 2 s).

A file touched so shortly before it was looked at may have been written again unseen.
"""

_RACY_OF_FINE_CLOCKS = 100_000_000
"""The same where times have fractions of a second: the coarsest such clock ticks in 10 ms (exFAT)."""

_SECOND = 1_000_000_000

_UNSETTLED = -1
"""Stands for the modification time of a file that may be written again within the same tick."""

_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}


class Seen(NamedTuple):
    """What a folder held when somebody began to look through it at time ``at`` (ns)."""

    at: int
    folders: list[Files]


def settled(signature: Signature, at: int) -> Signature:
    """``signature`` as it may be remembered by a build that looked at time ``at`` (ns).

    That of a file touched just before gets a time that no file has: it will be read again.
    """
    size, modified = signature
    return signature if modified + racy(modified) < at else (size, _UNSETTLED)


def racy(modified: int) -> int:
    """Nanoseconds for which a file modified then may be written again under the same time."""
    return _RACY_OF_FINE_CLOCKS if modified % _SECOND else RACY


def is_settled(signature: Signature) -> bool:
    """Whether a remembered signature tells a file that was not touched since."""
    return signature[1] != _UNSETTLED


def walk(folder: Path) -> Iterator[tuple[str, Signature]]:
    """Every file below ``folder`` by its path from there, with its signature, in no order.

    Hidden files, those that systems and editors leave, and linked folders are passed over.
    Raises MachineError when a folder cannot be read; a folder that is not there is empty.
    """
    for prefix, files in folders(folder):
        for name, signature in files:
            yield prefix + name, signature


def look(folder: Path) -> Seen:
    """Look through ``folder``; raises MachineError as :func:`walk` does."""
    return Seen(time.time_ns(), list(folders(folder)))


def folders(folder: Path) -> Iterator[Files]:
    """Every folder that :func:`walk` goes through, with its files.

    Each stands before those within it, by its path with a slash at the end, empty for ``folder``.
    """
    yield from _below([(str(folder), "")])


def share_of_folders(folder: Path, share: int, shares: int) -> Iterator[Files]:
    """Those of :func:`folders` that are in one of as many ``shares``, about as much in each.

    The folders two levels down are dealt out in the order of their names; in the first share
    are those above them too.
    """
    dealt: list[tuple[str, str]] = []
    files, within = _looked_into(str(folder), "")
    listed = [("", files)]
    for path, prefix in sorted(within):
        files, deeper = _looked_into(path, prefix)
        listed.append((prefix, files))
        dealt += sorted(deeper)
    if not share:
        yield from listed
    yield from _below(dealt[share::shares])


def _below(pending: list[tuple[str, str]]) -> Iterator[Files]:
    """The folders at ``pending`` paths, with the prefixes that they have, and all within them."""
    while pending:
        path, prefix = pending.pop()
        files, within = _looked_into(path, prefix)
        pending += within
        yield prefix, files


def _looked_into(
    path: str, prefix: str
) -> tuple[list[tuple[str, Signature]], list[tuple[str, str]]]:
    """The files of a folder, and the paths of those within it with their prefixes."""
    # A site has tens of thousands of files, so each passes through as little as may be.
    files, within = [], []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    within.append((entry.path, f"{prefix}{name}/"))
                elif _is_file(entry):
                    status = entry.stat()
                    files.append((name, (status.st_size, status.st_mtime_ns)))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise MachineError(f"不能读取 {error.filename or path}：{cause_of(error)}") from error
    return files, within


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A link that leads round in a circle leads to no file.
        return False
