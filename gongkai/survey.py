"""Which files of a published folder are not as they were written: looked for in another process.

A site has tens of thousands of files, and to look at each takes as long as half of what else a
publication does.  Little crosses back, for nearly always all is well.
"""

from __future__ import annotations

import gc
import os
import pickle
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import chunks, fingerprint
from .assistant import Assistant
from .chunks import PUBLISHED, SHELF, SURVEYED
from .columns import folder_of
from .manifest import MANIFEST, files_in, manifest_in
from .manifest import print_of as print_of_manifest
from .productmemory import FileMemory
from .shelves import Shelves
from .surveyed import Surveyed, folders_of
from .trees import print_of as print_of_folder
from .walk import Files, Signature, folders, is_settled, share_of_folders, signature_of

if TYPE_CHECKING:
    from .memory import Memory

_MANY = 500_000
"""Bytes of a manifest (of 8,000 files) from which on a second process is worth its start."""

_VERY_MANY = 5_000_000
"""Bytes of a manifest (of 80,000 files) from which on that process would be waited for."""

_SHARES = 5
"""The shares into which a folder is parted."""

_LEFT = range(1)
"""Those of them that are left to this process, of a folder of very many files."""


class Findings(NamedTuple):
    """The addresses of the files that are not there as they were written.

    ``seen`` are the signatures, by key of the product and address, that files had at time ``at``
    (ns) whose bytes had to be asked because theirs told nothing; they are as they were written.
    ``prints`` are the fingerprints of folders that had another one before; empty of one that is
    not there, or not in order (:class:`.surveyed.Surveyed`).
    """

    altered: frozenset[str]
    seen: Mapping[str, Mapping[str, Signature]]
    prints: Mapping[str, bytes]
    at: int


class Survey:
    """A survey of a published folder, by an assistant if there is one and it is worth it."""

    def __init__(self, folder: Path, memory: Path, assistant: Assistant) -> None:
        """Have ``folder`` looked through; ``memory`` is the file of the build's memory.

        Nobody need hold a lock yet: what was found by another memory than is there in the end does
        not count.
        """
        self._folder = folder
        self._memory = memory
        self._answer: Callable[[], tuple[Signature | None, Part] | None] | None = None
        size = _size_of_manifest(folder)
        self._left = _LEFT if size > _VERY_MANY else range(0)
        if assistant.is_there and size > _MANY:
            asked = str(folder), str(memory), range(len(self._left), _SHARES)
            self._answer = assistant.ask(surveyed, *asked)

    def findings(self, memory: Memory) -> Findings:
        """What there is to say of the files of the products in ``memory``.

        To be asked while no other build can run.  Raises what :func:`gongkai.walk.walk` raises.
        """
        if not memory.products.folders:
            return Findings(frozenset(), {}, {}, 0)
        expected = Expected(self._folder, memory.surveyed, memory.products.in_folders)
        if self._answer:
            parts = []
            if self._left:
                parts.append(
                    expected.looked_for(share_of_folders(self._folder, self._left, _SHARES))
                )
            answer = self._answer()
            if answer and answer[0] == signature_of(str(self._memory)):
                return expected.joined([*parts, answer[1]])
        manifest = manifest_in(self._folder)
        if not manifest or print_of_manifest(manifest) != memory.published.manifest:
            expected = expected.by_manifest(files_in(self._folder, manifest))
        return expected.joined([expected.looked_for(folders(self._folder))])


class Part(NamedTuple):
    """The names of some folders of a site, and what there is to say of the files in them."""

    folders: frozenset[str]
    findings: Findings


class Expected(NamedTuple):
    """What ``folder`` should hold.

    ``surveyed`` is what was in order there, and ``shelves`` gives the products on some.  ``known``
    are the fingerprints of all files by the manifest, ``None`` where that is the one of the build
    that is remembered.
    """

    folder: Path
    surveyed: Surveyed
    shelves: Callable[[Collection[str]], Shelves]
    known: Mapping[str, str] | None = None

    def by_manifest(self, files: Mapping[str, str]) -> Expected:
        """The same where the manifest is another one, of ``files``."""
        return self._replace(known=files, surveyed=self.surveyed._replace(prints={}))

    def looked_for(self, walked: Iterable[Files]) -> Part:
        """What there is to say of the files in the ``walked`` folders."""
        at = time.time_ns()
        looked: set[str] = set()
        prints: dict[str, bytes] = {}
        present: dict[str, Signature] = {}
        for files in walked:
            name, now = files.prefix.removesuffix("/"), print_of_folder(files)
            looked.add(name)
            if self.surveyed.prints.get(name) == now:
                continue
            prints[name] = now
            addresses = map(files.prefix.__add__, files.names)
            present.update(zip(addresses, zip(files.sizes, files.times, strict=True), strict=True))
        return Part(frozenset(looked), self._findings(at, prints, present))

    def joined(self, parts: Sequence[Part]) -> Findings:
        """What there is to say of all files, of folders that are in no part, and so gone, too."""
        gone = {*self.surveyed.prints} | self.surveyed.folders
        gone.difference_update(*[part.folders for part in parts])
        all_findings = [part.findings for part in parts]
        if gone:
            all_findings.append(self._findings(time.time_ns(), dict.fromkeys(gone, b""), {}))
        seen: dict[str, dict[str, Signature]] = defaultdict(dict)
        for key, signatures in chain.from_iterable(each.seen.items() for each in all_findings):
            seen[key].update(signatures)
        return Findings(
            frozenset(chain.from_iterable(each.altered for each in all_findings)),
            seen,
            dict(chain.from_iterable(each.prints.items() for each in all_findings)),
            min(each.at for each in all_findings),
        )

    def _findings(
        self, at: int, prints: Mapping[str, bytes], present: Mapping[str, Signature]
    ) -> Findings:
        """What there is to say of the folders with these ``prints``, in which files are ``present``."""
        altered: set[str] = set()
        seen: dict[str, dict[str, Signature]] = defaultdict(dict)
        products, known = self.shelves(self.surveyed.shelves_in(prints.keys())), self.known
        for key in products.owning(_suspect(products, present, known, prints)):
            for file in products[key].files:
                address = file.address
                if folder_of(address) not in prints:
                    continue
                written = known.get(address) if known is not None else file.content.hex()
                if not is_as_written(self.folder, file, present.get(address), written):
                    altered.add(address)
                elif not is_settled(file.signature):
                    seen[key][address] = present[address]
        unsettled = (address for each in seen.values() for address in each)
        unsure = dict.fromkeys(folders_of(chain(altered, unsettled)), b"")
        return Findings(frozenset(altered), seen, {**prints, **unsure}, at)


def _suspect(
    products: Shelves,
    present: Mapping[str, Signature],
    known: Mapping[str, str] | None,
    within: Container[str],
) -> set[str]:
    """The addresses of files ``within`` folders that are not ``present``, and ``known``, as remembered."""
    suspect: set[str] = set()
    for columns in products.columns:
        addresses = columns.addresses
        # Nearly all are settled and as they were, so those of a shelf are compared at once.
        remembered = [*zip(columns.signatures[::2], columns.signatures[1::2], strict=True)]
        suspect |= _apart(addresses, [*map(present.get, addresses)], remembered)
        if known is not None:
            found = [*map(known.get, addresses)]
            suspect |= _apart(addresses, found, columns.contents_in_hexadecimal)
    return {address for address in suspect if folder_of(address) in within}


def _apart(addresses: list[str], found: Sequence[object], remembered: Sequence[object]) -> set[str]:
    """The addresses at which something else is found than is remembered."""
    if found == remembered:
        return set()
    pairs = zip(addresses, found, remembered, strict=True)
    return {address for address, here, there in pairs if here != there}


def is_as_written(
    folder: Path, file: FileMemory, present: Signature | None, known: str | None
) -> bool:
    """Whether ``folder`` holds ``file`` as it was written.

    ``present`` is the signature that the file has, ``known`` its fingerprint in the manifest.
    """
    if present is None or known != file.content.hex():
        return False
    if is_settled(file.signature):
        return present == file.signature
    return present[0] == file.signature[0] and print_of(folder / file.address) == file.content


def print_of(path: Path) -> bytes | None:
    """The fingerprint of a file; ``None`` where there is none."""
    try:
        return fingerprint.of_bytes(path.read_bytes())
    except FileNotFoundError:
        return None


def surveyed(folder: str, memory: str, shares: range) -> tuple[Signature | None, Part] | None:
    """What there is to say of some ``shares`` of the files that a ``memory`` holds, and its signature.

    ``None`` where the manifest is not that of the memory, or nothing is known.
    Raises what :func:`gongkai.walk.walk` raises.
    """
    signature, file, place = signature_of(memory), Path(memory), Path(folder)

    def shelves(names: Iterable[str]) -> Shelves:
        held = chunks.read_some(file, [(SHELF, os.fsencode(name)) for name in names])
        return Shelves({os.fsdecode(key[1]): pickle.loads(data) for key, data in held.items()})

    # All that is made lasts until the end, and is much to go through again and again.
    gc.disable()
    try:
        held = chunks.read_some(file, (PUBLISHED, SURVEYED))
        if len(held) < 2:
            return None
        published, surveyed = pickle.loads(held[PUBLISHED]), pickle.loads(held[SURVEYED])
        if print_of_manifest(manifest_in(place) or b"") != published.manifest:
            return None
        expected = Expected(place, surveyed, shelves)
        return signature, expected.looked_for(share_of_folders(place, shares, _SHARES))
    except (sqlite3.Error, ValueError):
        return None
    finally:
        gc.enable()


def _size_of_manifest(folder: Path) -> int:
    try:
        return (folder / MANIFEST).stat().st_size
    except OSError:
        return 0
