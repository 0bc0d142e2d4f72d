"""The build's memory on the disk: .cache/build.sqlite, safe to delete at any time.

Sources and products are kept as pickled chunks, one for each folder, so that publishing one
document rewrites a few chunks; rendered bodies are kept one by one under the fingerprint of their
Markdown.  A memory that cannot be read is an empty one.
"""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from .markdown.body import Body
from .memory import Memory

_SCHEMA = """
CREATE TABLE IF NOT EXISTS chunk (kind TEXT, folder TEXT, data BLOB, PRIMARY KEY (kind, folder))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS body (print BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID;
"""
_KINDS = ("sources", "files", "products")


class Store:
    """The memory in one file; the parts that were loaded are compared when it is saved."""

    def __init__(self, path: Path, program: bytes) -> None:
        """``program`` is the fingerprint of the present generator and its dependencies."""
        self._path = path
        self.program = program
        self._loaded: dict[tuple[str, str], bytes] = {}
        self._reader: sqlite3.Connection | None = None

    def load(self) -> Memory:
        """What is remembered; an empty memory when there is none, or of another program."""
        if not self._path.exists():
            return Memory(program=self.program)
        try:
            with self._database() as database:
                rows = list(database.execute("SELECT kind, folder, data FROM chunk"))
                chunks = {(kind, folder): data for kind, folder, data in rows}
                # Pickles of another program may not even load, so its name is asked first.
                if chunks.get(("program", "")) != self.program:
                    return Memory(program=self.program)
                self._loaded = chunks
                parts: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
                for (kind, _), data in chunks.items():
                    if kind in parts:
                        parts[kind].update(pickle.loads(data))
                return Memory(self.program, chunks.get(("naming", ""), b""), **parts)
        except (sqlite3.DatabaseError, pickle.UnpicklingError, EOFError, AttributeError, TypeError):
            self._path.unlink(missing_ok=True)
            return Memory(program=self.program)

    def save(self, memory: Memory, bodies: Mapping[bytes, Body], live: set[bytes]) -> None:
        """Remember ``memory`` and the new ``bodies``; of the old ones keep those in ``live``."""
        chunks = {("program", ""): memory.program, ("naming", ""): memory.naming}
        for kind in _KINDS:
            for folder, entries in _by_folder(getattr(memory, kind)):
                chunks[kind, folder] = pickle.dumps(entries, pickle.HIGHEST_PROTOCOL)
        with self._database() as database, database:
            if not self._loaded:
                database.execute("DELETE FROM chunk")
            database.executemany(
                "DELETE FROM chunk WHERE kind = ? AND folder = ?",
                [key for key in self._loaded if key not in chunks],
            )
            database.executemany(
                "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?)",
                [(*key, data) for key, data in chunks.items() if self._loaded.get(key) != data],
            )
            database.executemany(
                "INSERT OR REPLACE INTO body VALUES (?, ?)",
                ((key, zlib.compress(pickle.dumps(body), 1)) for key, body in bodies.items()),
            )
            known = {row[0] for row in database.execute("SELECT print FROM body")}
            database.executemany(
                "DELETE FROM body WHERE print = ?", [(key,) for key in known - live]
            )

    def body(self, key: bytes) -> Body | None:
        """The remembered body whose Markdown has the fingerprint ``key``."""
        if self._reader is None:
            if not self._path.exists():
                return None
            self._reader = sqlite3.connect(self._path)
        row = self._reader.execute("SELECT data FROM body WHERE print = ?", (key,)).fetchone()
        return pickle.loads(zlib.decompress(row[0])) if row else None

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as database:
            # The memory may be lost but never wrong: a crash of the machine costs one full build.
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_SCHEMA)
            yield database


def _by_folder(entries: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    folders: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, entry in entries.items():
        folders[key.rpartition("/")[0]][key] = entry
    return folders.items()
