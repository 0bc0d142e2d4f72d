"""All that stands in a folder as one fingerprint of names and signatures; no file is opened.

Of a large folder a second process looks at half, for to look at a hundred thousand files is all
that there is to do where nothing changed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from . import fingerprint
from .walk import Files, folders, share_of_folders


class Tree(NamedTuple):
    """What stands in a folder, as a fingerprint; and when its youngest file was touched, in ns."""

    print: bytes
    touched: int


class _Looked(NamedTuple):
    """The fingerprints of folders in any order, and when their youngest file was touched."""

    prints: list[bytes]
    touched: int

    @property
    def tree(self) -> Tree:
        return Tree(fingerprint.joined(sorted(self.prints)), self.touched)


def tree(walked: Iterable[Files]) -> Tree:
    """The tree of folders that were looked through."""
    return _looked(walked).tree


def tree_of_large(folder: Path) -> Tree:
    """The tree that stands in ``folder``; raises MachineError as :func:`.walk.folders` does."""
    # Small sites need not wait for it.
    from .apart import beside

    halves = beside(lambda: _looked(share_of_folders(folder, range(1), 2)), "trees", str(folder))
    if halves is None:
        return tree(folders(folder))
    mine, said = halves
    touched, *prints = said.decode().split()
    return _Looked(
        mine.prints + [bytes.fromhex(each) for each in prints], max(mine.touched, int(touched))
    ).tree


def _looked(walked: Iterable[Files]) -> _Looked:
    prints, touched = [], 0
    # Folder by folder, so that of a large site not all stands in memory.
    for files in walked:
        if files.names or files.others:
            touched = max(touched, max(files.times, default=0))
            prints.append(print_of(files))
    return _Looked(prints, touched)


def print_of(files: Files) -> bytes:
    """The fingerprint of the names and signatures of what is in one folder."""
    # In the order in which the system lists them, which is the same while they are.
    # No name is empty, so an empty one parts the others from the files.
    others = ("", *files.others) if files.others else ()
    names = "\0".join((files.prefix, *files.names, *others)).encode("utf-8", "surrogatepass")
    columns = (names, array("q", files.sizes).tobytes(), array("q", files.times).tobytes())
    return fingerprint.joined(map(fingerprint.of_bytes, columns))


def tell(folder: str) -> None:
    """Look at the second half of a folder, and print what there is."""
    prints, touched = _looked(share_of_folders(Path(folder), range(1, 2), 2))
    print(touched, *[each.hex() for each in prints])
