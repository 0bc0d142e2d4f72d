"""What goes out: the published folder as its manifest lists it, whole and of one build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from .. import fingerprint
from ..errors import MachineError, UsageError, cause_of
from ..manifest import MANIFEST, manifest_bytes, read_manifest


class Outgoing(Struct, frozen=True):
    """A built site: its folder, and every file's fingerprint in hexadecimal by address."""

    folder: Path
    files: Mapping[str, str]

    def read(self, address: str) -> bytes:
        """The bytes at ``address``.

        Raises MachineError when they are not those that the build wrote: nothing goes out that
        no build has checked.
        """
        path = self.folder / address
        try:
            data = path.read_bytes()
        except OSError as error:
            raise MachineError(f"不能读取 {path}：{cause_of(error)}；{_REMEDY}") from error
        if fingerprint.of_bytes(data).hex() != self.files[address]:
            raise MachineError(f"{path} 在建站之后被改动过；{_REMEDY}")
        return data

    @property
    def manifest(self) -> bytes:
        """The manifest that goes along."""
        return manifest_bytes(dict(self.files))


_REMEDY = "什么也没有发出，请先运行 build 再发布"


def outgoing(folder: Path) -> Outgoing:
    """The site in ``folder``; raises UsageError when no build has made one there."""
    if not (folder / MANIFEST).is_file():
        raise UsageError(f"{folder} 里没有建好的网站；请先运行 build")
    return Outgoing(folder, read_manifest(folder))
