"""Files that wait beside the site until a commit puts them in place: written where they are made.

Several processes make pages.  Each writes its files into a folder of its own within the staging
folder, so that what crosses to the process that commits is what it must know of a file, not its
bytes.
"""

from __future__ import annotations

import os
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

from . import fileacts, fingerprint
from .spreading import spread
from .walk import Signature

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
        fileacts.write(path_in(self._folder, number, output.address), output.data)
        return self._folder, number

    @cached_property
    def _folder(self) -> str:
        """The folder of what this process makes."""
        self._make_parent()
        return mkdtemp(dir=self._parent)

    def _make_parent(self) -> None:
        self._parent.mkdir(parents=True, exist_ok=True)
        spread(self._parent)


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
            fileacts.write(path_in(tree, IN_A_TREE, address), output.data)
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
        self._make_parent()
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


class Unwritten:
    """Takes files of which nothing is to be kept."""

    def put(self, output: Output) -> Staged:
        """Say what the file is."""
        content = fingerprint.of_bytes(output.data)
        return Staged(output.address, output.stage, content, (len(output.data), 0), "", 0)
