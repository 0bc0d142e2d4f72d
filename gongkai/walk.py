"""Folders walked on the disk: every file with the signature that tells whether it was touched."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .errors import MachineError, cause_of

Signature = tuple[int, int]
"""Size in bytes and modification time in nanoseconds; equal ones spare hashing, no more."""


class Files(NamedTuple):
    """The files in a folder, column by column: their names, sizes and modification times.

    ``prefix`` is the folder's path, empty or with a slash at the end.  ``others`` are the names of
    what is neither a file nor a folder: a link that leads to no file, a pipe.
    """

    prefix: str
    names: list[str]
    sizes: list[int]
    times: list[int]
    others: list[str]

    def each(self) -> Iterator[tuple[str, Signature]]:
        """Every file by its path, with its signature."""
        for name, size, modified in zip(self.names, self.sizes, self.times, strict=True):
            yield self.prefix + name, (size, modified)


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

_PASSED_OVER = frozenset(".~tTdD")
"""With which the name of a file begins that may be passed over."""

_BY_DESCRIPTOR = os.scandir in os.supports_fd
"""Whether a folder can be looked through once it is open: then no path is followed for each file."""


class Seen(NamedTuple):
    """What a folder held when somebody began to look through it at time ``at`` (ns)."""

    at: int
    folders: list[Files]

    def files(self) -> Iterator[tuple[str, Signature]]:
        """Every file by its path, with its signature."""
        return (file for folder in self.folders for file in folder.each())


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
    for files in folders(folder):
        yield from files.each()


def look(folder: Path) -> Seen:
    """Look through ``folder``; raises MachineError as :func:`walk` does."""
    return Seen(time.time_ns(), list(folders(folder)))


def folders(folder: Path) -> Iterator[Files]:
    """Every folder that :func:`walk` goes through, with its files.

    Each stands before those within it, by its path with a slash at the end, empty for ``folder``.
    """
    yield from _below([(str(folder), "")])


class Deal(NamedTuple):
    """A folder made ready for several to look through.

    ``above`` are the folders that were looked into for it, ``dealt`` those that are left, by path
    and prefix, which every listing of the same folders gives in the same order.
    """

    above: list[Files]
    dealt: list[tuple[str, str]]


def deal(folder: Path) -> Deal:
    """Find what can be dealt out: the folders two levels down, or those within if one has only these."""
    dealt: list[tuple[str, str]] = []
    files, within = _looked_into(str(folder), "")
    above = [files]
    for path, prefix in sorted(within):
        files, deeper = _looked_into(path, prefix)
        above.append(files)
        for each in sorted(deeper):
            if _holds_folders_alone(each[0]):
                files, deepest = _looked_into(*each)
                above.append(files)
                dealt += sorted(deepest)
            else:
                dealt.append(each)
    return Deal(above, dealt)


def share_of(ready: Deal, taken: range, shares: int) -> Iterator[Files]:
    """Those folders that are in the ``taken`` of as many ``shares``, about as much in each.

    In the first share are those above them too.
    """
    if 0 in taken:
        yield from ready.above
    yield from _below([each for at, each in enumerate(ready.dealt) if at % shares in taken])


def share_of_folders(folder: Path, taken: range, shares: int) -> Iterator[Files]:
    """Those of :func:`folders` that are in the ``taken`` of as many ``shares``: :func:`share_of`."""
    return share_of(deal(folder), taken, shares)


def _holds_folders_alone(path: str) -> bool:
    try:
        with os.scandir(path) as entries:
            return all(entry.is_dir(follow_symlinks=False) for entry in entries)
    except OSError:
        return False  # Whoever looks into it tells.


def _below(pending: list[tuple[str, str]]) -> Iterator[Files]:
    """The folders at ``pending`` paths, with the prefixes that they have, and all within them."""
    while pending:
        path, prefix = pending.pop()
        files, within = _looked_into(path, prefix)
        pending += within
        yield files


def _looked_into(path: str, prefix: str) -> tuple[Files, list[tuple[str, str]]]:
    """The files of a folder, and the paths of those within it with their prefixes."""
    # A site has tens of thousands of files, so each passes through as little as may be.
    names: list[str] = []
    sizes: list[int] = []
    times: list[int] = []
    others: list[str] = []
    within = []
    try:
        with _opened(path) as opened, os.scandir(opened) as entries:
            for entry in entries:
                name = entry.name
                if name[0] in _PASSED_OVER and _is_passed_over(name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    within.append((f"{path}/{name}", f"{prefix}{name}/"))
                elif _is_file(entry):
                    status = entry.stat()
                    names.append(name)
                    sizes.append(status.st_size)
                    times.append(status.st_mtime_ns)
                else:
                    others.append(name)
    except FileNotFoundError:
        pass
    except OSError as error:
        # What is asked of an open folder names the file alone, what fails at the folder itself no other.
        is_of_file = isinstance(error.filename, str) and error.filename != path
        where = Path(path, Path(error.filename).name) if is_of_file else Path(path)
        raise MachineError(f"不能读取 {where}：{cause_of(error)}") from error
    return Files(prefix, names, sizes, times, others), within


@contextmanager
def _opened(path: str) -> Iterator[int | str]:
    """A folder to be looked through: open, where the system can do that."""
    if not _BY_DESCRIPTOR:
        yield path
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A link that leads round in a circle leads to no file.
        return False


def signature_of(path: str) -> Signature | None:
    """The signature of a file; None where there is none."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
