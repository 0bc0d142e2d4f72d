"""``file:DIR``: releases side by side in a folder, and a link that says which one is read.

``DIR/releases/000007`` is one whole site; ``DIR/current`` is a symbolic link to it, which the
server's root names.  A release shares the files that did not change with the one before (hard
links), is complete before the link is switched, and the switch is one rename: a reader meets
the old site or the new one, never a mixture.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from ..errors import MachineError, UsageError, cause_of
from ..manifest import MANIFEST, read_manifest
from ..patterns import pattern
from .compression import SUFFIXES, compressed
from .outgoing import Outgoing

_NUMBER = pattern(r"\d{6}")
_UNFINISHED = ".unfinished"


class Releases(Struct, frozen=True):
    """The releases in ``folder``."""

    folder: Path

    @property
    def link(self) -> Path:
        """The symbolic link that the server follows."""
        return self.folder / "current"

    def numbers(self) -> list[str]:
        """The names of the complete releases, oldest first."""
        names = (path.name for path in (self.folder / "releases").glob("*"))
        return sorted(filter(_NUMBER.fullmatch, names))

    def current(self) -> str:
        """The release that is read now; empty before the first."""
        return self.link.readlink().name if self.link.is_symlink() else ""

    def path(self, number: str) -> Path:
        """The folder of a release."""
        return self.folder / "releases" / number

    def files(self) -> Mapping[str, str]:
        """The manifest of the release that is read now.

        Raises UsageError when the folder is somebody else's.
        """
        _require_ours(self)
        number = self.current()
        return read_manifest(self.path(number)) if number else {}


@contextmanager
def locked(releases: Releases) -> Iterator[None]:
    """Hold the releases, which only one publication at a time may change.

    Raises UsageError when the folder is somebody else's, MachineError when the disk fails or
    another publication runs.
    """
    folder = releases.folder
    _require_ours(releases)
    try:
        releases.path("").mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".publish.lock", timeout=0):
            yield
    except Timeout:
        raise MachineError(f"另一次发布正在写 {folder}，请等它结束后再运行") from None
    except OSError as error:
        raise MachineError(
            f"写入 {error.filename or folder} 失败：{cause_of(error)}；"
            "网站保持原样，排除故障后重新运行"
        ) from error


def release(releases: Releases, site: Outgoing, keep: int, *, precompress: bool) -> str:
    """Make ``site`` the release that is read, and keep the newest ``keep``; the release's number."""
    number = f"{int(max(releases.numbers(), default='0')) + 1:06}"
    unfinished = releases.path(_UNFINISHED)
    shutil.rmtree(unfinished, ignore_errors=True)
    previous = releases.current()
    _fill(unfinished, site, releases.path(previous) if previous else None, precompress=precompress)
    unfinished.rename(releases.path(number))
    switch(releases, number)
    for old in releases.numbers()[:-keep]:
        if old != number:
            shutil.rmtree(releases.path(old))
    return number


def earlier(releases: Releases) -> str:
    """The release before the present one; raises UsageError when there is none."""
    current = releases.current()
    found = [number for number in releases.numbers() if number < current]
    if not found:
        raise UsageError(f"{releases.folder} 里没有更早的版本，不能退回")
    return found[-1]


def switch(releases: Releases, number: str) -> None:
    """Let a release be read, by one rename of the link."""
    beside = releases.folder / ".current"
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(Path("releases") / number, target_is_directory=True)
    except OSError as error:
        raise MachineError(
            f"不能在 {releases.folder} 里建立符号链接（{cause_of(error)}）；改用 rsync: 或 zip:"
        ) from error
    beside.replace(releases.link)


def _require_ours(releases: Releases) -> None:
    folder, link = releases.folder, releases.link
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} 是一个文件，不是文件夹；请换一个文件夹")
    if link.exists() and not link.is_symlink():
        raise UsageError(f"{link} 不是本程序建立的链接；请移走它，或者换一个文件夹")
    ours = {"releases", "current", "redirects", ".publish.lock"}
    if folder.is_dir() and not (folder / "releases").is_dir():
        foreign = [path.name for path in folder.iterdir() if path.name not in ours]
        if foreign:
            raise UsageError(f"{folder} 里有别的文件（{foreign[0]}），请换一个空文件夹")


def _fill(folder: Path, site: Outgoing, previous: Path | None, *, precompress: bool) -> None:
    """Lay the files of ``site`` into ``folder``, those of ``previous`` that are the same as links."""
    known = read_manifest(previous) if previous else {}
    for address, content in site.files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        same = previous if known.get(address) == content else None
        wanted = [address, *(address + suffix for suffix in SUFFIXES if precompress)]
        if same and _linked(same, folder, wanted):
            continue
        data = site.read(address)
        path.write_bytes(data)
        for beside, packed in compressed(address, data) if precompress else ():
            (folder / beside).write_bytes(packed)
    (folder / MANIFEST).write_bytes(site.manifest)


def _linked(previous: Path, folder: Path, addresses: list[str]) -> bool:
    """Share files with the release before; whether all those that must be there are."""
    try:
        os.link(previous / addresses[0], folder / addresses[0])
    except OSError:
        # A file system without hard links, or a file that somebody removed.
        return False
    for address in addresses[1:]:
        if (previous / address).exists():
            os.link(previous / address, folder / address)
    return True
