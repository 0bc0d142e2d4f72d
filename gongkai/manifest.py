"""The manifest of a published folder: what the generator wrote there, and so may remove.

``.gongkai-manifest.json`` holds the address and the fingerprint of every file; a folder that is
neither empty nor holds one is somebody else's.
"""

from __future__ import annotations

import json
from pathlib import Path

from .errors import UsageError

MANIFEST = ".gongkai-manifest.json"
STAGING = ".gongkai-staging"

_DEFAULT = "public"


def manifest_bytes(files: dict[str, str]) -> bytes:
    """The manifest of ``files``, which maps addresses to fingerprints in hexadecimal."""
    document = {"generator": "gongkai", "version": 1, "files": dict(sorted(files.items()))}
    # An indentation would give the same lines, by an encoder that takes twenty times as long.
    return (json.dumps(document, ensure_ascii=False, separators=(",\n", ": ")) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, str]:
    """The files that we wrote into ``folder``; raises UsageError when it is not ours."""
    try:
        files = dict(json.loads((folder / MANIFEST).read_bytes())["files"])
        if not all(map(_is_below, files)):
            raise ValueError("an address leads out of the folder")
        return files
    except (FileNotFoundError, NotADirectoryError):
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} 不是文件夹") from None
        if folder.exists() and any(entry.name != STAGING for entry in folder.iterdir()):
            raise UsageError(
                f"{folder} 里有别的文件，不是本程序发布的文件夹；{_remedy(folder)}"
            ) from None
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{folder / MANIFEST} 已损坏，不能分辨哪些文件是本程序写的；请清空 {folder} 后重新运行"
        ) from None


def _remedy(folder: Path) -> str:
    if folder.name == _DEFAULT:
        published = f"如果里面只有以前发布的网站，删去 {_DEFAULT}/ 后再运行"
        return f"{published}；否则请用 --output 指定一个空文件夹"
    return "请用 --output 指定一个空文件夹"


def _is_below(address: str) -> bool:
    """Whether ``address`` is a path that cannot lead out of the folder, on any system."""
    parts = address.split("/")
    return not {"", ".", ".."} & set(parts) and not any(mark in address for mark in "\\:")
