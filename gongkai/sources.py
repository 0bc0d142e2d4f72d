"""What lies below content/, found and read on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from . import unitsyaml
from .errors import Fault, MachineError, Severity
from .walk import RACY, Signature, walk

CONTENT = "content"

_LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file: its path from the root, its path from content/, and its bytes."""

    path: str
    below_content: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """All of content/ before it is read, by path with signatures.

    ``documents`` are the Markdown files by their path from the root, ``files`` all others by
    their path below content/; both in the order of paths.
    """

    documents: Mapping[str, Signature]
    files: Mapping[str, Signature]


def settled(signature: Signature, at: int) -> Signature:
    """``signature`` as it may be remembered by a build that looked at time ``at`` (ns).

    That of a file touched just before gets a time that no file has: it will be read again.
    """
    size, modified = signature
    return signature if modified + RACY < at else (size, -1)


def find(root: Path) -> Found:
    """List ``root``/content; raises MachineError when a folder cannot be read."""
    documents: dict[str, Signature] = {}
    files: dict[str, Signature] = {}
    for below, signature in sorted(walk(root / CONTENT)):
        path = f"{CONTENT}/{below}"
        if below.endswith(".md"):
            documents[path] = signature
        elif path != unitsyaml.FILE and not below.startswith(f"{_LEDGER}/"):
            files[below] = signature
    return Found(documents, files)


def source(root: Path, path: str) -> Source:
    """Read the Markdown file at ``path`` (from the root); raises MachineError."""
    return Source(path, path.removeprefix(f"{CONTENT}/"), _bytes(root / path))


def file_bytes(root: Path, below_content: str) -> bytes:
    """The bytes of an attachment or image; raises MachineError when it cannot be read."""
    return _bytes(root / CONTENT / below_content)


def strays(found: Found) -> Iterator[Fault]:
    """Warnings for files that belong to no document, and so are published nowhere."""
    stems = {path.removeprefix(f"{CONTENT}/").removesuffix(".md") for path in found.documents}
    for file in found.files:
        if not any(parent.as_posix() in stems for parent in PurePosixPath(file).parents):
            yield Fault(
                f"{CONTENT}/{file}",
                1,
                1,
                "stray-file",
                "这个文件不属于任何一篇文件，不会发布",
                "文件正文要以 .md 结尾；附件放进与文件同名的文件夹，并写进“附件”",
                Severity.WARNING,
            )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MachineError(f"不能读取文件 {path}：{error.strerror}") from error
