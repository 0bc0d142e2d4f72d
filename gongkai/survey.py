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
from .shelves import FileMemory, Published, Shelves
from .surveyed import Surveyed, folders_of
from .trees import print_of as print_of_folder
from .walk import Signature, folders, is_settled, signature_of

if TYPE_CHECKING:
    from .memory import Memory

_MANY = 500_000
"""Bytes of a manifest (of 8,000 files) from which on a second process is worth its start."""


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
        self._answer: Callable[[], tuple[Signature | None, Findings] | None] | None = None
        if assistant.is_there and _is_large(folder):
            self._answer = assistant.ask(surveyed, str(folder), str(memory))

    def findings(self, memory: Memory) -> Findings:
        """What there is to say of the files of the products in ``memory``.

        To be asked while no other build can run.  Raises what :func:`gongkai.walk.walk` raises.
        """
        products = memory.products
        if not products.folders:
            return Findings(frozenset(), {}, {}, 0)
        answer = self._answer() if self._answer else None
        if answer and answer[0] == signature_of(str(self._memory)):
            return answer[1]
        return looked_through(self._folder, memory.published, memory.surveyed, products.in_folders)


def looked_through(
    folder: Path,
    published: Published,
    surveyed: Surveyed,
    shelves: Callable[[Collection[str]], Shelves],
) -> Findings:
    """What there is to say of the files that ``folder`` should hold.

    What the build ``published`` that remembers them tells whether the manifest has their
    fingerprints; ``surveyed`` is what was in order then, and ``shelves`` gives the products on some.
    """
    at = time.time_ns()
    manifest = manifest_in(folder)
    known = None
    if not manifest or print_of_manifest(manifest) != published.manifest:
        known, surveyed = files_in(folder, manifest), surveyed._replace(prints={})
    found = {*surveyed.prints} | surveyed.folders
    prints = dict.fromkeys(found, b"")
    present: dict[str, Signature] = {}
    for files in folders(folder):
        name, now = files.prefix.removesuffix("/"), print_of_folder(files)
        if surveyed.prints.get(name) == now:
            del prints[name]
            continue
        prints[name] = now
        addresses = map(files.prefix.__add__, files.names)
        present.update(zip(addresses, zip(files.sizes, files.times, strict=True), strict=True))
    altered: set[str] = set()
    seen: dict[str, dict[str, Signature]] = {}
    products = shelves(surveyed.shelves_in(prints.keys()))
    for key in products.owning(_suspect(products, present, known, prints)):
        for file in products[key].files:
            address = file.address
            if folder_of(address) not in prints:
                continue
            written = known.get(address) if known is not None else file.content.hex()
            if not is_as_written(folder, file, present.get(address), written):
                altered.add(address)
            elif not is_settled(file.signature):
                seen.setdefault(key, {})[address] = present[address]
    unsettled = (address for each in seen.values() for address in each)
    prints |= dict.fromkeys(folders_of(chain(altered, unsettled)), b"")
    return Findings(frozenset(altered), seen, prints, at)


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


def surveyed(folder: str, memory: str) -> tuple[Signature | None, Findings] | None:
    """What there is to say of the files that a ``memory`` holds, and its signature; ``None``: nothing.

    Raises what :func:`gongkai.walk.walk` raises.
    """
    signature, file = signature_of(memory), Path(memory)

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
        return signature, looked_through(Path(folder), published, surveyed, shelves)
    except (sqlite3.Error, ValueError):
        return None
    finally:
        gc.enable()


def _is_large(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).stat().st_size > _MANY
    except OSError:
        return False
