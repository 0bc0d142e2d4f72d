"""``zip:FILE``: the whole site in one archive, for a review on paper or a USB stick.

The same site gives the same bytes: sorted names, one fixed date, fixed permissions.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import MachineError, UsageError, cause_of
from ..manifest import MANIFEST
from .outgoing import Outgoing

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that an archive can hold (APPNOTE.TXT 4.4.6)."""
_FILE_MODE = 0o100644 << 16


def files_of(archive: Path) -> Mapping[str, str]:
    """The manifest of the site in ``archive``; nothing when there is no such file.

    Raises UsageError when it is another file.
    """
    if not archive.exists():
        return {}
    try:
        with zipfile.ZipFile(archive) as packed:
            return dict(json.loads(packed.read(MANIFEST))["files"])
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        raise UsageError(f"{archive} 不是本程序写的压缩包；请移走它，或者换一个文件名") from None


def pack(archive: Path, site: Outgoing) -> None:
    """Write ``site`` into ``archive``, which holds the old site until the new one is whole."""
    unfinished = archive.with_name(archive.name + ".unfinished")
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for address in sorted(site.files):
                _put(packed, address, site.read(address))
            _put(packed, MANIFEST, site.manifest)
        unfinished.replace(archive)
    except OSError as error:
        raise MachineError(f"写入 {archive} 失败：{cause_of(error)}；原来的文件没有改动") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _put(packed: zipfile.ZipFile, address: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(address, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = _FILE_MODE
    packed.writestr(entry, data)
