"""The manifest of a published folder: what the generator wrote there, and so may remove.

``.gongkai-manifest.json`` holds the address and the fingerprint of every file; a folder that is
neither empty nor holds one is somebody else's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from .errors import UsageError

MANIFEST = ".gongkai-manifest.json"
STAGING = ".gongkai-staging"

_DEFAULT = "public"

_BEGINNING = b'"files":{'
_END = b"}}\n"


def manifest_bytes(files: Mapping[str, str]) -> bytes:
    """The manifest of ``files``, which maps addresses to fingerprints in hexadecimal."""
    # Not above: another process reads manifests, for which nothing is installed.
    import msgspec

    in_order = {address: files[address] for address in sorted(files)}
    document = {"generator": "gongkai", "version": 1, "files": in_order}
    # A line for each file.  Within a text quotation marks are escaped: these stand between two.
    return msgspec.json.encode(document).replace(b'","', b'",\n"') + b"\n"


def with_more(manifest: bytes, files: Mapping[str, str]) -> bytes | None:
    """A manifest that names ``files`` too, after all others; ``None`` where it is not one of ours.

    Of an address that it names already the later fingerprint counts, as JSON's readers have it.
    """
    # Two braces that open are those of the whole and of its files, which so are what ends it.
    if not (manifest.endswith(b'"' + _END) and manifest.count(b"{") == 2 and files):
        return None
    further = manifest_bytes(files).partition(_BEGINNING)[2]
    return manifest.removesuffix(_END) + b",\n" + further


def read_manifest(folder: Path) -> dict[str, str]:
    """The files that we wrote into ``folder``; raises UsageError when it is not ours."""
    try:
        files = dict(json.loads((folder / MANIFEST).read_bytes())["files"])
        if not all_below(files):
            raise ValueError("an address leads out of the folder")
        # JSON may hold other things than texts, and halves of characters, which UTF-8 has not.
        "".join((*files, *files.values())).encode()
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


_RARE = ("\\", ":", "//", "/\0", "\0/", "\0\0", "/.", "\0.")
"""What each of those below holds; few addresses hold any of it."""

_LEADING_OUT = (
    *("\\", ":"),
    *(before + part + after for before in "/\0" for part in ("", ".", "..") for after in "/\0"),
)
"""A drive, and parts of a path that are empty or dots, where ``\\0`` parts the paths."""


def all_below(addresses: Collection[str]) -> bool:
    """Whether ``addresses`` are all paths that cannot lead out of the folder, on any system."""
    if not addresses:
        return True
    # A few searches through all of them, for there are tens of thousands.
    every = "\0".join(("", *addresses, ""))
    if not any(rare in every for rare in _RARE):
        return True
    return not any(bad in every for bad in _LEADING_OUT)
