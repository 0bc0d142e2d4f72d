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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from . import chunks, fingerprint
from .assistant import Assistant
from .chunks import PUBLISHED, SHELF
from .manifest import MANIFEST, files_in, manifest_in
from .manifest import print_of as print_of_manifest
from .shelves import NOWHERE, FileMemory, Published, Shelves
from .walk import Signature, folders, is_settled, signature_of

_MANY = 500_000
"""Bytes of a manifest (of 8,000 files) from which on a second process is worth its start."""


class Findings(NamedTuple):
    """The addresses of the files that are not there as they were written.

    ``seen`` are the signatures, by key of the product and address, that files had at time ``at``
    (ns) whose bytes had to be asked because theirs told nothing; they are as they were written.
    """

    altered: frozenset[str]
    seen: Mapping[str, Mapping[str, Signature]]
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

    def findings(self, products: Shelves) -> Findings:
        """What there is to say of the files of ``products``, which are those of the memory.

        To be asked while no other build can run.  Raises what :func:`gongkai.walk.walk` raises.
        """
        if not products.folders:
            return Findings(frozenset(), {}, 0)
        answer = self._answer() if self._answer else None
        if answer and answer[0] == signature_of(str(self._memory)):
            return answer[1]
        return looked_through(self._folder, products)


def looked_through(folder: Path, products: Shelves, published: Published = NOWHERE) -> Findings:
    """What there is to say of the files of ``products``, which ``folder`` should hold.

    Where the build left ``published`` that remembers them, the manifest has their fingerprints.
    """
    at = time.time_ns()
    present: dict[str, Signature] = {}
    for files in folders(folder):
        addresses = map(files.prefix.__add__, files.names)
        present.update(zip(addresses, zip(files.sizes, files.times, strict=True), strict=True))
    manifest = manifest_in(folder)
    known = None
    if not manifest or print_of_manifest(manifest) != published.manifest:
        known = files_in(folder, manifest)
    altered: set[str] = set()
    seen: dict[str, dict[str, Signature]] = {}
    for key in products.owning(_suspect(products, present, known)):
        for file in products[key].files:
            address = file.address
            written = known.get(address) if known is not None else file.content.hex()
            if not is_as_written(folder, file, present.get(address), written):
                altered.add(address)
            elif not is_settled(file.signature):
                seen.setdefault(key, {})[address] = present[address]
    return Findings(frozenset(altered), seen, at)


def _suspect(
    products: Shelves, present: Mapping[str, Signature], known: Mapping[str, str] | None
) -> set[str]:
    """The addresses of files that are not there, and ``known``, just as they are remembered."""
    suspect: set[str] = set()
    for columns in products.columns:
        addresses = columns.addresses
        # Nearly all are settled and as they were, so those of a folder are compared at once.
        remembered = [*zip(columns.signatures[::2], columns.signatures[1::2], strict=True)]
        suspect |= _apart(addresses, [*map(present.get, addresses)], remembered)
        if known is not None:
            found = [*map(known.get, addresses)]
            suspect |= _apart(addresses, found, columns.contents_in_hexadecimal)
    return suspect


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
    signature = signature_of(memory)
    try:
        held = chunks.read_kinds(Path(memory), (SHELF, PUBLISHED[0]))
    except (sqlite3.Error, ValueError):
        return None
    left = held.pop(PUBLISHED, b"")
    published = pickle.loads(left) if left else NOWHERE
    shelves = {os.fsdecode(key[1]): pickle.loads(data) for key, data in held.items()}
    # All that is made lasts until the end, and is much to go through again and again.
    gc.disable()
    try:
        return signature, looked_through(Path(folder), Shelves(shelves), published)
    finally:
        gc.enable()


def _is_large(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).stat().st_size > _MANY
    except OSError:
        return False
