"""The build's memory on the disk: .cache/build.sqlite, safe to delete at any time.

Sources and products are kept as pickled chunks, one for each folder, so that publishing one
document rewrites a few chunks; rendered bodies are kept one by one under the fingerprint of their
Markdown, and galleys beside them.  Everything is sealed with a fingerprint: a memory that cannot
be read, or not as it was written, is an empty one.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from . import chunks, galleys
from .bodies import Bodies
from .chunks import SHELF, Key, seal
from .columns import folder_of
from .drawer import Drawer
from .drawers import Drawers
from .heap import lasting
from .memory import Memory
from .shelves import NOWHERE, Shelf, Shelves
from .surveyed import NEVER

_KINDS = ("files", "ledgers", "dockets")
"""What is kept by key, the keys of one folder together."""

_DRAWER = "drawer"
"""The kind of the chunks that hold sources, which are by folder already, as products are."""

_NAMING = ("naming", b"")
"""Under which the fingerprint of all names that fields may use stands."""

_LISTED = ("listed", b"")
"""Under which the fingerprints of folders of sources stand."""

_RECALLED = "recalled"
"""The kind of the chunks that hold what :meth:`Store.recall` gives."""

T = TypeVar("T")


class Store:
    """The memory in one file; the parts that were loaded are compared when it is saved.

    Of what was loaded there are the ``bodies``, too.
    """

    def __init__(self, path: Path, program: bytes) -> None:
        """``program`` is the fingerprint of the present generator and its dependencies."""
        self._path = path
        self.program = program
        self._keys: set[Key] = set()
        self._single: dict[Key, bytes] = {}
        self._before: dict[Key, dict[str, Any] | Shelf | Drawer] = {}
        self._recalled: dict[Key, bytes] = {}
        self.bodies = Bodies()

    def load(self) -> Memory:
        """What is remembered; an empty memory when there is none, or of another program."""
        try:
            if self._path.exists() and self._is_of_this_program():
                with lasting():
                    memory = self._load()
                self.bodies = Bodies(self._path)
                return memory
        except (sqlite3.Error, ValueError):
            self._forget()
        return Memory(program=self.program)

    def _forget(self) -> None:
        """Know nothing of what the file holds."""
        self._keys.clear()
        self._single.clear()
        self._before.clear()

    def _is_of_this_program(self) -> bool:
        # Pickles of another program may not even load, so its name is asked first.
        return chunks.read_some(self._path, [chunks.PROGRAM]) == {chunks.PROGRAM: self.program}

    def _load(self) -> Memory:
        parts: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
        shelves: dict[str, Shelf] = {}
        drawers: dict[str, Drawer] = {}
        # One at a time, so that the room of each can be that of the next.
        for key, data in chunks.each(self._path):
            self._keys.add(key)
            kind, folder = key
            if kind in parts:
                entries = self._before[key] = pickle.loads(data)
                parts[kind].update(entries)
            elif kind == SHELF:
                shelves[os.fsdecode(folder)] = self._before[key] = pickle.loads(data)
            elif kind == _DRAWER:
                drawers[os.fsdecode(folder)] = self._before[key] = pickle.loads(data)
            else:
                self._single[key] = data
        left = self._single.get(chunks.PUBLISHED)
        surveyed = self._single.get(chunks.SURVEYED)
        listed = self._single.get(_LISTED)
        return Memory(
            self.program,
            self._single.get(_NAMING, b""),
            sources=Drawers(drawers),
            products=Shelves(shelves),
            published=pickle.loads(left) if left else NOWHERE,
            surveyed=pickle.loads(surveyed) if surveyed else NEVER,
            listed=pickle.loads(listed) if listed else {},
            **parts,
        )

    def save(self, memory: Memory, bodies: Mapping[bytes, bytes]) -> None:
        """Remember ``memory`` and the new ``bodies`` and galleys, packed.

        A disk that does not take it costs time at the next build, no more.
        """
        self.close()
        with suppress(sqlite3.Error, OSError):
            if self._keys:
                self._save(memory, bodies)
                return
        # Whatever lies there is of another program or spoilt, where nobody has looked perhaps.
        self._forget()
        try:
            self._path.unlink(missing_ok=True)
            self._save(memory, bodies)
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _save(self, memory: Memory, bodies: Mapping[bytes, bytes]) -> None:
        saved: set[Key] = set()
        with closing(sqlite3.connect(self._path)) as database, database:
            # The memory may be lost but never wrong: a crash of the machine costs one full build.
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(chunks.SCHEMA)
            # One after another: of a site that is made anew they are many and large.
            database.executemany(
                "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?)",
                (
                    (*key, seal(chunks.name(key), data), data)
                    for key, data in self._changed(memory, saved)
                ),
            )
            database.executemany(
                "DELETE FROM chunk WHERE kind = ? AND folder = ?", self._keys - saved
            )
            database.executemany(
                "INSERT OR REPLACE INTO body VALUES (?, ?, ?)",
                # In their order, so that the table's pages are filled one after another.
                ((key, seal(key, body := bodies[key]), body) for key in sorted(bodies)),
            )
            gone = self._gone(memory.sources)
            database.executemany("DELETE FROM body WHERE print = ?", [(key,) for key in gone])

    def _gone(self, sources: Drawers) -> set[bytes]:
        """The bodies and galleys of which no source is among ``sources``.

        To ask the table which it holds would be to read every body.
        """
        before: dict[str, Drawer] = {}
        for (_, folder), drawer in self._before.items():
            if isinstance(drawer, Drawer) and drawer is not sources.folders.get(
                os.fsdecode(folder)
            ):
                before[os.fsdecode(folder)] = drawer
        old = Drawers(before)
        new = Drawers({name: sources.folders[name] for name in before if name in sources.folders})
        gone = {*old.bodies.tolist()} - {*new.bodies.tolist()}
        if gone:
            gone -= {*sources.bodies.tolist()}
        return gone | {galleys.key(path) for path in {*old} - {*new}}

    def _changed(self, memory: Memory, saved: set[Key]) -> Iterator[tuple[Key, bytes]]:
        """The chunks of ``memory`` that are not there already; the keys of all go to ``saved``."""
        single = {chunks.PROGRAM: memory.program, _NAMING: memory.naming}
        single |= self._recalled
        single[chunks.PUBLISHED] = pickle.dumps(memory.published, pickle.HIGHEST_PROTOCOL)
        single[chunks.SURVEYED] = pickle.dumps(memory.surveyed, pickle.HIGHEST_PROTOCOL)
        single[_LISTED] = pickle.dumps(memory.listed, pickle.HIGHEST_PROTOCOL)
        saved.update(single)
        yield from (each for each in single.items() if self._single.get(each[0]) != each[1])
        for key, entries in _chunks_of(memory):
            saved.add(key)
            if self._before.get(key) != entries:
                yield key, pickle.dumps(entries, pickle.HIGHEST_PROTOCOL)

    def recall(self, name: str, read: bytes, make: Callable[[], T]) -> T:
        """What ``make`` gives, by :class:`.recalling.Recall`; it is remembered when this is saved."""
        key = (_RECALLED, name.encode())
        if key in self._single:
            known, value = pickle.loads(self._single[key])
            if known == read:
                self._recalled[key] = self._single[key]
                return value  # type: ignore[no-any-return]
        made = make()
        self._recalled[key] = pickle.dumps((read, made), pickle.HIGHEST_PROTOCOL)
        return made

    def close(self) -> None:
        """Let go of the file."""
        self.bodies.close()


def _chunks_of(memory: Memory) -> Iterator[tuple[Key, dict[str, Any] | Shelf | Drawer]]:
    """All that is kept in chunks, each under what it holds and its folder."""
    for kind in _KINDS:
        for folder, entries in _by_folder(getattr(memory, kind)).items():
            yield (kind, os.fsencode(folder)), entries
    for folder, drawer in memory.sources.folders.items():
        yield (_DRAWER, os.fsencode(folder)), drawer
    for folder, shelf in memory.products.folders.items():
        yield (SHELF, os.fsencode(folder)), shelf


def _by_folder(entries: Mapping[str, Any]) -> Mapping[str, dict[str, Any]]:
    folders: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, entry in entries.items():
        folders[folder_of(key)][key] = entry
    return folders
