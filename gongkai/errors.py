"""What goes wrong, as values: faults in the content, and the few things that end a run."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Whether a fault stops the publication, is only said, or is said to who asks for everything.

    A notice is nothing to mend: something that is allowed, and that somebody should have seen.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Fault(NamedTuple):
    """One thing that is wrong in one place of one file, with the way to mend it.

    ``path`` is relative to the site's root, with forward slashes.  ``line`` and ``column``
    count from 1; a fault of a file as a whole stands at 1, 1.  ``rule`` is a stable identifier
    in kebab case; ``message`` and ``hint`` are Chinese sentences for the person who wrote the
    file: what is wrong, and what to do.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


class FileFaults:
    """Gathers the faults of the file at ``path``, each of them once, as they are found."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: dict[Fault, None] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was found wrong so far."""
        return tuple(self._found)

    def fault(
        self,
        place: tuple[int, int],
        rule: str,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a fault of this file at ``place``, a line and a column."""
        self._found[Fault(self.path, *place, rule, message, hint, severity)] = None


class GongkaiError(Exception):
    """The root of all errors that end a run with a message instead of a traceback."""


class ContentError(GongkaiError):
    """The content has faults of severity ``error``: nothing was published (exit status 1)."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(f"{len(self.faults)} faults")

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Fault, ...]]]:
        """Let the error cross from a worker process with its faults."""
        return type(self), (self.faults,)


class ConfigurationError(ContentError):
    """site.toml, units.yaml or the theme cannot be used (exit status 2)."""


class UsageError(GongkaiError):
    """The command was given something it cannot work with (exit status 2)."""


class MachineError(GongkaiError):
    """The machine failed: the disk, a lock, a worker (exit status 3)."""


def is_clean(faults: Iterable[Fault]) -> bool:
    """Whether nothing among ``faults`` asks to be mended."""
    return all(fault.severity is Severity.NOTICE for fault in faults)


def has_errors(faults: Iterable[Fault]) -> bool:
    """Whether any of ``faults`` stops the publication."""
    return any(fault.severity is Severity.ERROR for fault in faults)


_CAUSES = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限，或者文件正被别的程序占用",
    errno.EPERM: "没有权限",
    errno.EEXIST: "那里已经有同名的文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "那里是一个文件夹",
    errno.ENOTEMPTY: "那里的文件夹不是空的",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "文件正被别的程序占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EXDEV: "不在同一个磁盘上",
    errno.EADDRINUSE: "已被另一个程序占用",
    errno.EPIPE: "接收的程序已经结束",
    errno.ELOOP: "链接绕成了圈",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大",
}
"""The failures of the operating system that an admin may meet (POSIX.1-2017, 2.3)."""


def altered_file(path: object) -> MachineError:
    """What is to be raised where something is made of the published file at ``path``, and it is another one."""
    return MachineError(f"{path} 被别的程序改了；请重新运行，仍然如此的，加上 --full")


def cause_of(error: OSError) -> str:
    """Why the operating system refused, in Chinese where the failure is a common one."""
    known = _CAUSES.get(error.errno) if error.errno else None
    return known or error.strerror or str(error)
