"""The only writer to public/: stages what is new, renames it into place, removes what is gone.

Everything is written into a staging folder inside the target first.  Then the files are renamed
in the order of :class:`Stage`, so that no page ever refers to something that is not there yet,
and removals come last.  A manifest lists what the generator wrote; a folder that is neither
empty nor holds a manifest is refused, and a file that the manifest does not name is never
touched.
"""

from __future__ import annotations

import shutil
import time
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

from msgspec import Struct

from . import fileacts, fingerprint, placing, urls
from .collisions import in_the_way
from .content import Staff
from .errors import MachineError, UsageError, altered_file, cause_of
from .foreign import foreign_file
from .inventory import Inventory
from .manifest import MANIFEST, STAGING, Entries, files_in, manifest_in
from .manifest import print_of as print_of_manifest
from .productmemory import FileMemory
from .shelves import NOWHERE, Published, Shelves
from .staging import Output, Staged, Staging, StagingInTrees
from .survey import is_as_written, print_of
from .waiting import Waiting
from .walk import Signature, is_settled, settled, signature_of

_GONE = (0, 0)
"""The signature of a file that somebody took away meanwhile: the next build makes it again."""


class Committed(Struct, frozen=True):
    """What a commit did, as addresses in sorted order."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


class Target:
    """The folder that is published, opened for one build.

    ``keep`` and ``add`` say what the site shall hold, one product after another, and no bytes are
    kept in memory; ``commit`` makes it visible.  Without a commit nothing that can be seen
    changes.
    """

    def __init__(self, folder: Path) -> None:
        """Raises UsageError when ``folder`` is neither empty nor ours."""
        self._folder = folder
        self._manifest = manifest_in(folder)
        self._staging = folder / STAGING
        self._stager = self.stager()
        self._staged = Waiting()
        self._signatures: dict[str, Signature | None] = {}
        self._replaced: tuple[str, ...] = ()
        self.is_committing = False

    def recall(self, products: Shelves, published: Published) -> None:
        """Hear, before all else, what a build remembers that left the folder as it is, perhaps.

        Raises UsageError when the manifest in the folder is none of ours.
        """
        self._inventory = _inventory(self._folder, self._manifest, products, published)

    @cached_property
    def _inventory(self) -> Inventory:
        return _inventory(self._folder, self._manifest, Shelves(), NOWHERE)

    def is_intact(self, file: FileMemory) -> bool:
        """Whether the folder still holds ``file`` as it was written."""
        address = file.address
        known = self._inventory.entries.get(address)
        return is_as_written(self._folder, file, self._signature(address), known)

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Plan files that stay as they are: what is remembered of them still tells how they are."""
        for file in files:
            self._plan(file.address, file.content)
            if is_settled(file.signature):
                self._signatures.setdefault(file.address, file.signature)

    def keep_all(self, products: Shelves) -> None:
        """Plan the files of products that stay as they are."""
        self._inventory.keep_all(products)

    def add(self, output: Output) -> None:
        """Stage one file and plan it, as :meth:`take` does."""
        address = output.address
        # Its signature is asked first: what is altered meanwhile must have another one.
        if self._signature(address) and _holds(self._folder / address, output.data):
            self._plan(address, fingerprint.of_bytes(output.data))
        else:
            self.take(self._stager.put(output))

    def stager(self) -> Staging:
        """What stages files for :meth:`take`, in another process perhaps."""
        return (StagingInTrees if self._manifest is None else Staging)(self._staging)

    def take(self, staged: Staged) -> None:
        """Plan a file that was staged, unless the folder holds the same bytes already.

        Of two for one address the last counts.
        """
        self._inventory.plan(staged.address, staged.content)
        if self._is_in_place(staged):
            self._staged.drop(staged.address)
        else:
            self._staged.put(staged)

    def _plan(self, address: str, content: bytes) -> None:
        self._inventory.plan(address, content)
        self._staged.drop(address)

    def leave_out(self, address: str) -> None:
        """Plan a file no longer that was kept or added."""
        self._inventory.leave_out(address)
        self._staged.drop(address)

    def commit(self) -> Committed:
        """Rename what was staged into place and remove what is no longer planned.

        Raises UsageError, and leaves all as it is, when a file that is not ours lies where one of
        those that were staged is to be.
        """
        # Known since they were staged: where nothing stands, a folder may.
        standing = [address for address in self._staged if self._signature(address)]
        if foreign := foreign_file(self._folder, self._staged, standing, self._inventory.entries):
            raise UsageError(
                f"{foreign} 不是本程序写的文件，却占着要发布的网址；请移走它，或者换一个 --output"
            )
        written = sorted(self._staged)
        added, altered, removed = self._inventory.difference()
        hindering = in_the_way(removed, written)
        self.is_committing = True
        # A build that is killed from here on must still know its files: old and new ones.
        entries = self._inventory.entries.with_changes(added)
        if added:
            self._write_manifest(entries)
        removing = self._removing(hindering)
        replaced = placing.put_all(self._staged, self._folder, standing)
        self._replaced = (*removing, *replaced, *self._removing(removed - hindering))
        entries = entries.with_changes({**altered, **dict.fromkeys(removed)})
        self._write_manifest(entries)
        unchanged = len(entries) - len(written)
        return Committed(tuple(written), unchanged, tuple(sorted(removed)))

    def clearing(self, staff: Staff) -> AbstractContextManager[None]:
        """Have ``staff`` throw away meanwhile what the commit took out of the folder."""
        return placing.thrown_away(self._replaced, staff)

    def left(self, products: Shelves) -> Published:
        """What to remember of the folder after the commit, besides the ``products`` in it."""
        return self._inventory.left(print_of_manifest(self._manifest or b""), products)

    def content_of(self, address: str) -> bytes:
        """The fingerprint of a file that was added, or kept by itself."""
        return self._inventory.content_of(address)

    def path_of(self, address: str) -> str:
        """Where the bytes of a planned file are until the commit."""
        is_staged = address in self._staged
        return self._staged.path(address) if is_staged else f"{self._folder}/{address}"

    def published_at(self, address: str) -> str:
        """Where the file of an earlier build is until the commit, whatever is planned there now."""
        return f"{self._folder}/{address}"

    def read(self, file: FileMemory) -> bytes:
        """The bytes of a file of an earlier build, of which something else is to be made.

        Raises MachineError when they are other ones though its signature does not tell.
        """
        path = self._folder / file.address
        data = fileacts.read(path)
        if fingerprint.of_bytes(data) != file.content:
            raise altered_file(path)
        return data

    def published(self, file: FileMemory) -> bytes:
        """The bytes of a file of an earlier build; none where they are not as they were written."""
        return fileacts.read(self._folder / file.address) if self.is_intact(file) else b""

    def memory_of(self, addresses: Sequence[str]) -> tuple[bytes, array[int]]:
        """What to remember of planned files, after the commit: ``contents`` and ``signatures``.

        As in :class:`.columns.Columns`.
        """
        at = time.time_ns()
        signatures = array("q")
        for address in addresses:
            signatures.extend(settled(self._signature(address) or _GONE, at))
        return b"".join(map(self.content_of, addresses)), signatures

    def discard(self) -> None:
        """Throw away what was staged."""
        shutil.rmtree(self._staging, ignore_errors=True)

    def _signature(self, address: str) -> Signature | None:
        """The signature of the file at ``address`` as it was first asked for, or put there since."""
        if self.is_committing and address in self._staged:
            return self._staged.signature(address)
        if self._manifest is None:
            return None  # Nothing is there.
        if address not in self._signatures:
            self._signatures[address] = signature_of(f"{self._folder}/{address}")
        return self._signatures[address]

    def _is_in_place(self, staged: Staged) -> bool:
        """Whether the folder holds the bytes of ``staged`` at its address already."""
        present = self._signature(staged.address)
        return (
            present is not None
            and present[0] == staged.signature[0]
            and print_of(self._folder / staged.address) == staged.content
        )

    def _removing(self, addresses: Collection[str]) -> list[str]:
        """Take files out of the folder, and folders that this leaves empty; where they are now.

        To delete a file takes a hundred times as long where the disk must hear that its room is
        free, so that is left for when the site is whole.
        """
        if not addresses:
            return []
        self._staging.mkdir(parents=True, exist_ok=True)
        aside = mkdtemp(dir=self._staging)
        places = {f"{aside}/{number}": each for number, each in enumerate(sorted(addresses))}
        removed = [
            place
            for place, address in places.items()
            if fileacts.put_aside(f"{self._folder}/{address}", place)
        ]
        emptied = {above for address in addresses for above in urls.folders_of(address)}
        # The innermost first; one that holds anything else refuses and stays.
        for above in sorted(emptied, reverse=True):
            with suppress(OSError):
                (self._folder / above).rmdir()
        return removed

    def _write_manifest(self, entries: Entries) -> None:
        if entries.data != self._manifest:
            self._staging.mkdir(parents=True, exist_ok=True)
            aside = f"{self._staging}/{MANIFEST}"
            fileacts.write(aside, entries.data)
            fileacts.replace(aside, f"{self._folder}/{MANIFEST}")
            self._manifest = entries.data


def _inventory(
    folder: Path, manifest: bytes | None, products: Shelves, published: Published
) -> Inventory:
    """The files of a folder by its manifest, and by what is remembered where that is of the same."""
    if manifest and print_of_manifest(manifest) == published.manifest:
        return Inventory(Entries(manifest), products.folders, published.loose)
    return Inventory(Entries.of(files_in(folder, manifest)))


@contextmanager
def opened(folder: Path) -> Iterator[Target]:
    """A :class:`Target` that leaves nothing behind when the build is given up.

    Disk errors become :class:`~gongkai.errors.MachineError`; any other exception is given a note
    where the folder may be new in part.
    """
    target = None
    try:
        target = Target(folder)
        target.discard()
        try:
            yield target
        finally:
            target.discard()
    except OSError as error:
        message = f"写入 {error.filename or folder} 失败：{cause_of(error)}"
        if target is not None and target.is_committing:
            remedy = "网站可能只更新了一部分，排除故障后重新运行就会补齐"
        else:
            remedy = "网站保持原样，排除故障后重新运行"
        raise MachineError(f"{message}；{remedy}") from error
    except BaseException as error:
        if target is not None and target.is_committing:
            error.add_note("网站可能只更新了一部分，重新运行就会补齐")
        raise


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
