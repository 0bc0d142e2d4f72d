"""Pickled chunks of the build's memory in an SQLite file, each sealed with a fingerprint.

Light to import, for another process looks at them too (:mod:`.survey`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

PROGRAM = ("program", b"")
"""Under which the fingerprint of the program stands whose memory it is."""

PUBLISHED = ("published", b"")
"""Under which what was left in the folder stands: :class:`.shelves.Published`."""

SURVEYED = ("surveyed", b"")
"""Under which what was found in order stands: :class:`.surveyed.Surveyed`."""

SHELF = "shelf"
"""The kind of the chunks that hold products, each a shelf of :mod:`.shelves`."""

SCHEMA = """
PRAGMA page_size = 32768;
CREATE TABLE IF NOT EXISTS chunk
    (kind TEXT, folder BLOB, seal BLOB, data BLOB, PRIMARY KEY (kind, folder)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS body (print BLOB PRIMARY KEY, seal BLOB, data BLOB) WITHOUT ROWID;
"""

_ALL = "SELECT kind, folder, seal, data FROM chunk"

Key = tuple[str, bytes]
"""What a chunk holds, and the folder, which on Linux need not be a Unicode text."""


def file_of(root: Path) -> Path:
    """Where the builds of a root keep their memory."""
    return root / ".cache" / "build.sqlite"


class SpoiltError(ValueError):
    """What was read is not what was written."""


def each(path: Path) -> Iterator[tuple[Key, bytes]]:
    """Every chunk in the file at ``path``, one at a time; raises SpoiltError and sqlite3.Error."""
    with closing(sqlite3.connect(path)) as database:
        yield from _opened(database.execute(_ALL))


def read_some(path: Path, keys: Iterable[Key]) -> dict[Key, bytes]:
    """Those of some chunks that are in the file at ``path``; raises SpoiltError and sqlite3.Error."""
    query = f"{_ALL} WHERE kind = ? AND folder = ?"
    with closing(sqlite3.connect(path)) as database:
        return dict(_opened(row for key in keys for row in database.execute(query, key)))


def _opened(rows: Iterable[tuple[str, bytes, object, object]]) -> Iterator[tuple[Key, bytes]]:
    for kind, folder, seal, data in rows:
        key = (kind, folder)
        yield key, opened(name(key), seal, data)


def name(key: Key) -> bytes:
    """What a chunk is sealed under."""
    return repr(key).encode()


def seal(name: bytes, data: bytes) -> bytes:
    """What stands beside ``data`` that are written under ``name``."""
    # What is hashed is large, and processors have instructions for this one.
    whole = sha256(name)
    whole.update(data)
    return whole.digest()


def opened(name: bytes, beside: object, data: object) -> bytes:
    """``data`` whose :func:`seal` is ``beside`` them; raises SpoiltError when they have another."""
    if isinstance(data, bytes) and beside == seal(name, data):
        return data
    raise SpoiltError
