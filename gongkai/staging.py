"""Files that wait beside the site until a commit puts them in place: written where they are made.

Several processes make pages.  Each writes its files into a folder of its own within the staging
folder, so that what crosses to the process that commits is what it must know of a file, not its
bytes.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import IntEnum
from errno import EIO
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple, Protocol

from msgspec import Struct

from . import fingerprint
from .walk import Signature

_HOW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MODE = 0o666

_AT_ONCE = 1 << 20
"""Bytes that are copied at once: few enough to stay in the processor's cache."""


class Stage(IntEnum):
    """When a file is put in place: what is pointed at comes before what points at it."""

    ASSET = 0
    SEARCH = 1
    DATA = 2
    PAGE = 3
    LIST = 4

    @classmethod
    def of_template(cls, template: str) -> Stage:
        """The stage of a page rendered by ``template``."""
        return cls.PAGE if template in {"document.html", "page.html"} else cls.LIST


_STAGES = tuple(Stage)


class Output(Struct, frozen=True):
    """A file of the site: its address, its bytes and when it is put in place."""

    address: str
    data: bytes
    stage: Stage


IN_A_TREE = -1
"""Stands for the number of a file that lies at its own address."""


class Staged(NamedTuple):
    """A file that waits for the commit: its address, when it is put in place, and where it is.

    ``content`` is the fingerprint of its bytes, ``signature`` is as in :mod:`.walk`.  It lies in
    the ``folder`` under its ``number``, or at its address where that is a tree (``IN_A_TREE``).
    """

    address: str
    stage: Stage
    content: bytes
    signature: Signature
    folder: str
    number: int


class FileRange(NamedTuple):
    """The bytes from ``start`` to before ``stop`` of the file at ``path``."""

    path: str
    start: int
    stop: int


class Stager(Protocol):
    """Takes the files that one process makes."""

    def put(self, output: Output) -> Staged:
        """Take one file."""


class Staging:
    """Puts files into the staging folder; may cross to another process.

    It does not make that folder twice: a build that was given up leaves nothing behind, even where
    a process has not heard of it yet.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is the staging folder, which need not be there.

        Every process has a folder of its own in it for what it makes.
        """
        self._parent = folder
        self._numbers = count()

    def __reduce__(self) -> tuple[type[Staging], tuple[Path]]:
        # Whatever was put here already, in another process it has another folder.
        return type(self), (self._parent,)

    def put(self, output: Output) -> Staged:
        """Write one file; raises OSError when the disk fails."""
        folder, number = self._written(output)
        content = fingerprint.of_bytes(output.data)
        return _staged(output.address, output.stage, content, folder, number)

    def join(self, address: str, stage: Stage, parts: Iterable[bytes | FileRange]) -> Staged:
        """Write one file of ``parts`` of others, however large; raises OSError as :meth:`put`."""
        number, content = next(self._numbers), fingerprint.Running()
        with open(path_in(self._folder, number, address), "wb") as file:
            for data in _read(parts):
                file.write(data)
                content.update(data)
        return _staged(address, stage, content.digest(), self._folder, number)

    def _written(self, output: Output) -> tuple[str, int]:
        """The folder of a file that is written, and its number there."""
        # Numbered, so that addresses that stand in each other's way do not do so here: that
        # they do is told, by the names of their sources, once all are known.
        number = next(self._numbers)
        write(path_in(self._folder, number, output.address), output.data)
        return self._folder, number

    @cached_property
    def _folder(self) -> str:
        """The folder of what this process makes."""
        self._parent.mkdir(parents=True, exist_ok=True)
        return mkdtemp(dir=self._parent)


class StagingInTrees(Staging):
    """Puts files at their own addresses, as far as it can, so that whole folders can be put in place.

    There are two trees: of what may be put in place before the lists, and of the lists.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._made: set[str] = set()

    def _written(self, output: Output) -> tuple[str, int]:
        """The tree of a file that is written into it; where it could not be, as of any other."""
        tree, address = self._trees[output.stage is Stage.LIST], output.address
        # Where another file is in the way it is numbered; a disk that fails does so there too.
        with suppress(OSError):
            self._make_folder(tree, address.rpartition("/")[0])
            write(path_in(tree, IN_A_TREE, address), output.data)
            return tree, IN_A_TREE
        return super()._written(output)

    def _make_folder(self, tree: str, folder: str) -> None:
        """Make a folder of a tree, but never the tree."""
        path = f"{tree}/{folder}"
        if not folder or path in self._made:
            return
        self._make_folder(tree, folder.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(path)
        self._made.add(path)

    @cached_property
    def _trees(self) -> tuple[str, str]:
        """The roots of the trees."""
        self._parent.mkdir(parents=True, exist_ok=True)
        trees = os.path.join(self._parent, "pages"), os.path.join(self._parent, "lists")
        for tree in trees:
            os.makedirs(tree, exist_ok=True)
        return trees


def path_in(folder: str, number: int, address: str) -> str:
    """Where a file for ``address`` lies in a ``folder`` or a tree (:class:`Staged`)."""
    return f"{folder}/{address if number == IN_A_TREE else number}"


def _staged(address: str, stage: Stage, content: bytes, folder: str, number: int) -> Staged:
    # Asked by name, for Windows may tell the time of an open file's last writing too late.
    status = os.stat(path_in(folder, number, address))
    signature = status.st_size, status.st_mtime_ns
    return Staged(address, stage, content, signature, folder, number)


def _read(parts: Iterable[bytes | FileRange]) -> Iterator[bytes | memoryview]:
    """The bytes of ``parts``, each valid until the next ones are asked for."""
    room = memoryview(bytearray(_AT_ONCE))
    for part in parts:
        if isinstance(part, bytes):
            yield part
            continue
        with open(part.path, "rb", buffering=0) as file:
            file.seek(part.start)
            left = part.stop - part.start
            while left and (count := file.readinto(room[:left])):
                yield room[:count]
                left -= count
        if left:
            raise OSError(EIO, "cut short", part.path)


class Waiting:
    """Files that were staged, in little room: a site that is made anew has hundreds of thousands."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._stages = bytearray()
        self._signatures = array("q")
        self._folders: list[str] = []
        # The place of each file's folder in that list, and its number there.
        self._places = array("q")

    def __contains__(self, address: object) -> bool:
        return address in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        """The addresses of all files."""
        return iter(self._rows)

    def put(self, staged: Staged) -> None:
        """Take a file, in place of another one for its address."""
        address, stage, _, signature, folder, number = staged
        self._rows[address] = len(self._stages)
        self._stages.append(stage)
        self._signatures.extend(signature)
        if folder not in self._folders:
            self._folders.append(folder)
        self._places.extend((self._folders.index(folder), number))

    def drop(self, address: str) -> None:
        """Forget a file, if there is one."""
        self._rows.pop(address, None)

    def path(self, address: str) -> str:
        """Where the file for an address is."""
        return path_in(*self._place(address), address)

    def tree(self, address: str) -> str:
        """The tree in which the file for an address lies at that; empty where it lies elsewhere."""
        folder, number = self._place(address)
        return folder if number == IN_A_TREE else ""

    def _place(self, address: str) -> tuple[str, int]:
        """The folder in which a file is, and its number there."""
        at = 2 * self._rows[address]
        return self._folders[self._places[at]], self._places[at + 1]

    def stage(self, address: str) -> Stage:
        """When the file for an address is put in place."""
        return _STAGES[self._stages[self._rows[address]]]

    def signature(self, address: str) -> Signature:
        """The signature of the file for an address."""
        at = 2 * self._rows[address]
        return self._signatures[at], self._signatures[at + 1]

    def in_order(self) -> list[str]:
        """The addresses of all files in the order in which they are put in place."""
        return sorted(self._rows, key=lambda address: (self._stages[self._rows[address]], address))


class Unwritten:
    """Takes files of which nothing is to be kept."""

    def put(self, output: Output) -> Staged:
        """Say what the file is."""
        content = fingerprint.of_bytes(output.data)
        return Staged(output.address, output.stage, content, (len(output.data), 0), "", 0)


def replace(source: str, target: str) -> None:
    """Put the file at ``source`` where ``target`` is; raises OSError when the disk fails."""
    try:
        os.replace(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(source, target)


def put_aside(path: str, aside: str) -> bool:
    """Rename a file away; whether one was there.  Raises OSError when the disk fails."""
    # Nothing may be there any more, or a file where a folder above it was.
    with suppress(FileNotFoundError, NotADirectoryError):
        # A folder, whatever it is, is not the file that we wrote.
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            os.replace(path, aside)
            return True
    return False


def read(path: str | Path) -> bytes:
    """The bytes of a file; raises OSError.

    ``Path.read_bytes`` takes twice as long, and a build reads tens of thousands.
    """
    with open(path, "rb", buffering=0) as file:
        return file.readall()


def write(path: str, data: bytes) -> None:
    """Write a file where none is; raises OSError when there is one, or the disk fails."""
    # A build writes tens of thousands of them, and these three calls are all that the system needs.
    file = os.open(path, _HOW, _MODE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
