"""``rsync:DESTINATION``: a folder on another machine, brought up to date by rsync.

Order: a manifest of old and new files, then assets, search, pages, lists, then removals, then the
manifest of the new site.  rsync puts each file in place by renaming, so that a publication cut
off anywhere leaves whole pages that point at what is there, and the next one completes it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from ..errors import MachineError, UsageError
from ..manifest import MANIFEST, manifest_bytes, read_manifest
from .compression import SUFFIXES, compressed
from .difference import Difference, emptied_folders, in_stages
from .outgoing import Outgoing

_OPTIONS = (
    # What is named has changed: of the same size and second it must go all the same.
    *("--relative", "--times", "--ignore-times", "--perms", "--chmod=D755,F644"),
    *("--from0", "--files-from=-"),
)
_PARTIAL = 23
"""rsync's exit status when something named is not there."""


class Destination(Struct, frozen=True):
    """Where rsync sends to: ``host:/folder/`` or ``rsync://host/module/``."""

    text: str

    @classmethod
    def of(cls, text: str) -> Destination:
        """The destination as it was typed; raises UsageError for what rsync would misread."""
        if not text or text.startswith("-"):
            raise UsageError(f"“{text}”不是 rsync 的目的地，写成 用户@主机:/文件夹/")
        return cls(text.rstrip("/") + "/")

    def files(self) -> Mapping[str, str]:
        """The manifest of the site that is there.

        Raises UsageError when the folder holds somebody else's files.
        """
        listed = _rsync("--list-only", self.text)
        names = {line.split(maxsplit=4)[-1] for line in listed.splitlines() if line}
        if MANIFEST in names:
            with TemporaryDirectory(prefix="gongkai-") as folder:
                _rsync(self.text + MANIFEST, f"{folder}/")
                return read_manifest(Path(folder))
        if names - {"."}:
            raise UsageError(f"{self.text} 里有别的文件，不是本程序发布的文件夹；请换一个空文件夹")
        return {}

    def bring_up_to_date(
        self, site: Outgoing, before: Mapping[str, str], change: Difference, *, precompress: bool
    ) -> None:
        """Send what ``change`` says, remove what is gone."""
        with TemporaryDirectory(prefix="gongkai-") as scratch:
            folder = Path(scratch)
            self._send_manifest(folder, dict(before) | dict(site.files))
            for addresses in in_stages(change.sent).values():
                copied = _copied(site, folder, addresses, precompress=precompress)
                self._send(folder, copied)
                for address in copied:
                    (folder / address).unlink()
            gone = [each + suffix for each in change.removed for suffix in ("", *SUFFIXES)]
            for address in gone:
                # rsync looks for a missing file only below a folder that is there.
                (folder / address).parent.mkdir(parents=True, exist_ok=True)
            if gone:
                self._send(folder, gone, "--delete-missing-args")
            # The deepest first; one that holds somebody else's file refuses and stays.
            for emptied in emptied_folders(change.removed, site.files):
                shutil.rmtree(folder / emptied, ignore_errors=True)
                self._send(folder, [emptied], "--delete-missing-args")
            self._send_manifest(folder, site.files)

    def _send_manifest(self, folder: Path, files: Mapping[str, str]) -> None:
        (folder / MANIFEST).write_bytes(manifest_bytes(dict(files)))
        self._send(folder, [MANIFEST])

    def _send(self, folder: Path, addresses: Iterable[str], *options: str) -> None:
        names = "\0".join(addresses)
        _rsync(*_OPTIONS, *options, f"{folder}/", self.text, given=names)


def _copied(
    site: Outgoing, folder: Path, addresses: Iterable[str], *, precompress: bool
) -> list[str]:
    """The files of one stage, checked and laid into ``folder``; their addresses."""
    copied = []
    for address in addresses:
        data = site.read(address)
        packed = list(compressed(address, data)) if precompress else []
        for name, content in [(address, data), *packed]:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            copied.append(name)
    return copied


def _rsync(*arguments: str, given: str = "") -> str:
    """Run rsync with file names on its input; what it printed.  Raises MachineError."""
    try:
        done = subprocess.run(
            ["rsync", *arguments], check=False, capture_output=True, input=given, encoding="utf-8"
        )
    except FileNotFoundError:
        raise MachineError(
            "这台机器上没有 rsync；Debian 上用 apt-get install rsync 安装，或者改用 file: 或 zip:"
        ) from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.strip().splitlines()
    reason = said[0] if said else f"状态 {done.returncode}"
    if done.returncode == _PARTIAL and "--list-only" in arguments:
        raise UsageError(
            f"没有 {arguments[-1]} 这个文件夹，请先在对方机器上建立；rsync 说：{reason}"
        )
    raise MachineError(
        f"rsync 没有完成：{reason}；对方网站上的页面仍然完整，排除故障后重新运行就会补齐"
    )
