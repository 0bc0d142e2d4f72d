"""What lies below content/, found and read on the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from . import unitsyaml
from .errors import Fault, MachineError, Severity, cause_of
from .patterns import pattern
from .trees import print_of
from .walk import Files, Seen, Signature, look

CONTENT = "content"

_LEDGER = "ledger"
_SOURCE = ".md"
_ROWS = ".csv"

_MISNAMED = pattern(r"(?P<stem>.+)\.md(?:\.(?:txt|md))?", re.IGNORECASE)
_WORD = pattern(r"(?P<stem>.+?)(?:\.md)?\.(?:docx?|wps)", re.IGNORECASE)


class Source(Struct, frozen=True):
    """One Markdown file or ledger: its path from the root, its path from content/, and its bytes."""

    path: str
    below_content: str
    data: bytes


class Listing(Mapping[str, Signature]):
    """The Markdown files of a folder by path from the root, in their order, with signatures.

    They are sorted out when somebody asks for one: of most folders nobody does.
    """

    def __init__(self, folder: Files) -> None:
        self._folder = folder

    @cached_property
    def print(self) -> bytes:
        """The fingerprint of the names and signatures of all that is in the folder."""
        return print_of(self._folder)

    @cached_property
    def _signatures(self) -> dict[str, Signature]:
        return {path: each for path, each in _in_order(self._folder) if path.endswith(_SOURCE)}

    def __getitem__(self, path: str) -> Signature:
        return self._signatures[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._signatures)

    def __len__(self) -> int:
        return len(self._signatures)


class Found(Struct, frozen=True):
    """All of content/ before it is read, by path with signatures.

    ``documents`` are the Markdown files by folder, by its path from the root, ``files`` all others
    by their path below content/, ``ledgers`` what lies in content/ledger/ by path from the root, each
    in the order of paths.  ``no_files`` are the paths from the root of what is called as a Markdown
    file or a ledger and is none: a link that leads to no file, a pipe.
    """

    documents: Mapping[str, Listing]
    files: Mapping[str, Signature]
    ledgers: Mapping[str, Signature] = field(default_factory=dict)
    no_files: tuple[str, ...] = ()


def find(root: Path) -> Found:
    """List ``root``/content; raises MachineError when a folder cannot be read."""
    return found_in(look(root / CONTENT))


def found_in(seen: Seen) -> Found:
    """What was ``seen`` in content/, sorted out."""
    documents: dict[str, Listing] = {}
    files: dict[str, Signature] = {}
    ledgers: dict[str, Signature] = {}
    no_files: list[str] = []
    for folder in seen.folders:
        in_ledger = folder.prefix.startswith(f"{_LEDGER}/")
        kind = _ROWS if in_ledger else _SOURCE
        no_files += [
            f"{CONTENT}/{folder.prefix}{name}" for name in folder.others if name.endswith(kind)
        ]
        if in_ledger:
            ledgers |= _in_order(folder)
            continue
        others = sum(not name.endswith(_SOURCE) for name in folder.names)
        if others < len(folder.names):
            documents[f"{CONTENT}/{folder.prefix}".removesuffix("/")] = Listing(folder)
        for path, signature in _in_order(folder) if others else ():
            if not path.endswith(_SOURCE) and path != unitsyaml.FILE:
                files[path.removeprefix(f"{CONTENT}/")] = signature
    return Found(
        documents,
        dict(sorted(files.items())),
        dict(sorted(ledgers.items())),
        tuple(sorted(no_files)),
    )


def _in_order(folder: Files) -> list[tuple[str, Signature]]:
    """What is in a folder of content/, by path from the root, in the order of paths."""
    return [(f"{CONTENT}/{path}", signature) for path, signature in sorted(folder.each())]


def source(root: Path, path: str) -> Source:
    """Read the Markdown file or ledger at ``path`` (from the root); raises MachineError."""
    return Source(path, path.removeprefix(f"{CONTENT}/"), _bytes(root / path))


def file_bytes(root: Path, below_content: str) -> bytes:
    """The bytes of an attachment or image; raises MachineError when it cannot be read."""
    return _bytes(root / CONTENT / below_content)


def not_files(found: Found) -> Iterator[Fault]:
    """What is called as a Markdown file or a ledger and cannot be read as one; it is never opened."""
    for path in found.no_files:
        message = "这不是文件：是失效的快捷方式（链接），或者管道一类的东西，没有读取"
        hint = "换成真正的文件；用不着的，移走"
        yield Fault(path, 1, 1, "not-a-file", message, hint)


def strays(found: Found) -> Iterator[Fault]:
    """Warnings for files that belong to no document, and so are published nowhere."""
    if not found.files:
        return
    sources = chain.from_iterable(found.documents.values())
    stems = {path.removeprefix(f"{CONTENT}/").removesuffix(".md") for path in sources}
    for file in found.files:
        if not any(parent.as_posix() in stems for parent in PurePosixPath(file).parents):
            yield Fault(
                f"{CONTENT}/{file}",
                1,
                1,
                "stray-file",
                "这个文件不属于任何一篇文件，不会发布",
                _stray_hint(PurePosixPath(file).name),
                Severity.WARNING,
            )


def _stray_hint(name: str) -> str:
    if match := _MISNAMED.fullmatch(name):
        meant = f"看来应当叫 {match['stem']}.md"
        return f"{meant}；在资源管理器里显示“文件扩展名”后改名"
    if match := _WORD.fullmatch(name):
        meant = f"新建 {match['stem']}.md，把正文粘贴进去"
        return f"Word 文件不能直接发布：{meant}；作为附件的，放进与文件同名的文件夹，并写进“附件”"
    return "文件正文要以 .md 结尾；附件放进与文件同名的文件夹，并写进“附件”"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MachineError(f"不能读取文件 {path}：{cause_of(error)}") from error
