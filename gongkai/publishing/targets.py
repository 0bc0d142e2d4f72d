"""What may stand after ``publish``, and what publishing there does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from ..errors import UsageError
from . import archive, folder
from .difference import Difference
from .outgoing import Outgoing
from .remote import Destination

ON_WINDOWS = os.name == "nt"
"""There a link to a folder cannot be replaced by one rename (MoveFileEx), so ``file:`` cannot be."""


class Manner(Struct, frozen=True):
    """How a site is sent: how many releases stay, and whether compressed files go along."""

    keep: int
    precompress: bool


class Target(Protocol):
    """Where a site is read, as its manifest says, and how a new one gets there."""

    def files(self) -> Mapping[str, str]:
        """The manifest of the site that is there; empty for none."""

    def send(self, site: Outgoing, change: Difference, manner: Manner) -> str:
        """Bring ``site`` there, which differs by ``change``; one sentence that says where it is."""


class FolderTarget(Struct, frozen=True):
    """Releases in a folder of this machine."""

    releases: folder.Releases

    def files(self) -> Mapping[str, str]:
        """The manifest of the release that is read now."""
        return self.releases.files()

    def send(self, site: Outgoing, change: Difference, manner: Manner) -> str:
        """Make a release and switch to it."""
        del change  # a release is always whole
        with folder.locked(self.releases):
            number = folder.release(
                self.releases, site, manner.keep, precompress=manner.precompress
            )
        return f"第 {number} 版已上线：{self.releases.link}"


class RemoteTarget(Struct, frozen=True):
    """A folder that rsync reaches."""

    destination: Destination

    def files(self) -> Mapping[str, str]:
        """The manifest of the site that is there."""
        return self.destination.files()

    def send(self, site: Outgoing, change: Difference, manner: Manner) -> str:
        """Send what differs."""
        self.destination.bring_up_to_date(
            site, self.files(), change, precompress=manner.precompress
        )
        return f"已同步到 {self.destination.text}"


class ArchiveTarget(Struct, frozen=True):
    """One archive."""

    file: Path

    def files(self) -> Mapping[str, str]:
        """The manifest of the site in the archive that is there."""
        return archive.files_of(self.file)

    def send(self, site: Outgoing, change: Difference, manner: Manner) -> str:
        """Pack the whole site."""
        del change, manner  # an archive holds the site as it is
        archive.pack(self.file, site)
        return f"已写入 {self.file}"


def target_of(text: str) -> Target:
    """The target that ``text`` names; raises UsageError for what is no target."""
    kind, _, place = text.partition(":")
    match kind if place else "":
        case "file" if ON_WINDOWS:
            raise UsageError(
                "file: 要一步替换符号链接，Windows 上做不到；改用 zip:文件名.zip，或者照手册"
                "“公布、更正与撤回”用 robocopy 上传"
            )
        case "file":
            return FolderTarget(folder.Releases(Path(place)))
        case "rsync":
            return RemoteTarget(Destination.of(place))
        case "zip":
            return ArchiveTarget(Path(place))
    raise UsageError(
        f"“{text}”不是发布目标；写成 file:文件夹、rsync:用户@主机:/文件夹/ 或 zip:文件名.zip"
    )


def releases_at(text: str) -> folder.Releases:
    """The releases at ``file:…``, of which an earlier one can be read again.

    Raises UsageError for another kind of target.
    """
    target = target_of(text)
    if isinstance(target, FolderTarget):
        return target.releases
    raise UsageError("只有 file: 的发布目标保留旧版，可以退回；其他目标请改回内容后重新发布")
