"""The manifest of a published folder: what the generator wrote there, and so may remove.

``.gongkai-manifest.json`` holds the address and the fingerprint of every file; a folder that is
neither empty nor holds one is somebody else's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from .errors import UsageError

MANIFEST = ".gongkai-manifest.json"
STAGING = ".gongkai-staging"

_DEFAULT = "public"

_BEGINNING = b'{"generator":"gongkai",\n"version":1,"files":{'
_BETWEEN = b",\n"
_END = b"}}\n"

_MANY = 4096
"""Bytes of a manifest for each of its files looked up, from which on to read it whole takes longer."""


def manifest_bytes(files: Mapping[str, str]) -> bytes:
    """The manifest of ``files``, which maps addresses to fingerprints in hexadecimal.

    A line for each file, in the order of addresses.
    """
    # Not above: another process reads manifests, for which nothing is installed.
    import msgspec

    in_order = {address: files[address] for address in sorted(files)}
    document = {"generator": "gongkai", "version": 1, "files": in_order}
    encoded = msgspec.json.encode(document)
    if encoded.count(b'","') > max(len(files), 1):
        # An address ends in what looks like that which stands between two files.
        entries = [_entry(*each) for each in in_order.items()]
        return b"".join((_BEGINNING, _BETWEEN.join(entries), _END))
    return encoded.replace(b'","', b'",\n"') + b"\n"


def _entry(address: str, content: str) -> bytes:
    return f"{json.dumps(address, ensure_ascii=False)}:{json.dumps(content)}".encode()


class Entries:
    """The files that a manifest names, found in its bytes: they are not read whole for a few."""

    def __init__(self, data: bytes = b"") -> None:
        """``data`` is just what :func:`manifest_bytes` gives."""
        self.data = data or manifest_bytes({})
        self._end = len(self.data) - len(_END)

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Entries:
        """The entries of ``files``, which maps addresses to fingerprints in hexadecimal."""
        entries = cls(manifest_bytes(files))
        entries.files = files
        return entries

    def __len__(self) -> int:
        return self.data.count(b"\n") - 1 if self._end > len(_BEGINNING) else 0

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The fingerprint of every file in hexadecimal, by address."""
        files: dict[str, str] = json.loads(self.data)["files"]
        return files

    def get(self, address: str) -> str | None:
        """The fingerprint of one file in hexadecimal, if it is named."""
        return self.named((address,)).get(address)

    def named(self, addresses: Collection[str]) -> dict[str, str]:
        """Those of ``addresses`` that are named, with their fingerprints."""
        if "files" in self.__dict__ or self._are_many(addresses):
            files = self.files
            return {address: files[address] for address in addresses if address in files}
        found = {}
        for address in addresses:
            start, after = self._place(address, len(_BEGINNING))
            if after > start:
                found[address] = self.data[start:after].rpartition(b':"')[2].split(b'"')[0].decode()
        return found

    def with_changes(self, changes: Mapping[str, str | None]) -> Entries:
        """The entries with ``changes``; those of ``None`` are left out."""
        if self._are_many(changes):
            files = {**self.files, **changes}
            return Entries(manifest_bytes({key: each for key, each in files.items() if each}))
        whole = memoryview(self.data)
        parts: list[bytes | memoryview] = []
        kept = len(_BEGINNING)
        for address in sorted(changes):
            start, after = self._place(address, kept)
            if start > kept:
                parts += (_BETWEEN, whole[kept : start - len(_BETWEEN)])
            if content := changes[address]:
                parts += (_BETWEEN, _entry(address, content))
            kept = after
        if kept < self._end:
            parts += (_BETWEEN, whole[kept : self._end])
        # Nothing stands before the first; all at once, for they are tens of millions of bytes.
        return Entries(b"".join((_BEGINNING, *parts[1:], _END)))

    def _are_many(self, addresses: Collection[str]) -> bool:
        return len(addresses) * _MANY > len(self.data)

    def _place(self, address: str, low: int) -> tuple[int, int]:
        """Where an entry begins that is not before ``low``, and where the next one does.

        Both are the same where there is none; after the last one stands another in thought.
        """
        data, high = self.data, self._end
        found = low = min(low, high + len(_BETWEEN))
        while low < high:
            start = data.rfind(_BETWEEN, low, (low + high) // 2) + len(_BETWEEN)
            start = max(low, start)
            end = data.find(_BETWEEN, start, self._end)
            after = (self._end if end < 0 else end) + len(_BETWEEN)
            present = _address_of(data[start:after])
            if present == address:
                return start, after
            if present < address:
                found = low = after
            else:
                high = start
        return found, found


def print_of(manifest: bytes) -> bytes:
    """The fingerprint of a manifest."""
    # They are large, and processors have instructions for this one.
    return sha256(manifest).digest()


def _address_of(entry: bytes) -> str:
    text = entry.rpartition(b'":"')[0]
    # Within a text quotation marks are escaped.
    address: str = json.loads(text + b'"') if b"\\" in text else text[1:].decode()
    return address


def read_manifest(folder: Path) -> dict[str, str]:
    """The files that we wrote into ``folder``; raises UsageError when it is not ours."""
    return files_in(folder, manifest_in(folder))


def manifest_in(folder: Path) -> bytes | None:
    """The bytes of the manifest in ``folder``; ``None`` where there is none in an empty one.

    Raises UsageError when something else is there.
    """
    try:
        return (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} 不是文件夹") from None
        if folder.exists() and any(entry.name != STAGING for entry in folder.iterdir()):
            raise UsageError(
                f"{folder} 里有别的文件，不是本程序发布的文件夹；{_remedy(folder)}"
            ) from None
        return None


def files_in(folder: Path, manifest: bytes | None) -> dict[str, str]:
    """The files that the ``manifest`` in ``folder`` names; raises UsageError when it is none."""
    if manifest is None:
        return {}
    try:
        files = dict(json.loads(manifest)["files"])
        if not all_below(files):
            raise ValueError("an address leads out of the folder")
        # JSON may hold other things than texts, and halves of characters, which UTF-8 has not.
        "".join((*files, *files.values())).encode()
        return files
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
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
    """Whether ``addresses`` are all paths, and cannot lead out of the folder, on any system."""
    if not addresses:
        return True
    # A few searches through all of them, for there are tens of thousands.
    every = "\0".join(("", *addresses, ""))
    if every.count("\0") > len(addresses) + 1:
        return False
    if not any(rare in every for rare in _RARE):
        return True
    return not any(bad in every for bad in _LEADING_OUT)
