"""Pickled chunks of the build's memory in an SQLite file, each sealed with a fingerprint.

Light to import, for another process looks at them too (:mod:`.survey`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from . import fingerprint
from .fingerprint import WIDTH

PROGRAM = ("program", b"")
"""Under which the fingerprint of the program stands whose memory it is."""

SHELF = "shelf"
"""The kind of the chunks that hold products, each a shelf of :mod:`.shelves`."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS chunk (kind TEXT, folder BLOB, data BLOB, PRIMARY KEY (kind, folder))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS body (print BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID;
"""

Key = tuple[str, bytes]
"""What a chunk holds, and the folder, which on Linux need not be a Unicode text."""


def file_of(root: Path) -> Path:
    """Where the builds of a root keep their memory."""
    return root / ".cache" / "build.sqlite"


class SpoiltError(ValueError):
    """What was read is not what was written."""


def read(path: Path) -> dict[Key, bytes]:
    """All chunks in the file at ``path``; raises SpoiltError and sqlite3.Error."""
    return _read(path, "SELECT kind, folder, data FROM chunk")


def read_kinds(path: Path, kinds: tuple[str, str]) -> dict[Key, bytes]:
    """The chunks of two ``kinds`` in the file at ``path``; raises SpoiltError and sqlite3.Error."""
    return _read(path, "SELECT kind, folder, data FROM chunk WHERE kind IN (?, ?)", kinds)


def _read(path: Path, query: str, kinds: tuple[str, ...] = ()) -> dict[Key, bytes]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(query, kinds)
        return {(kind, folder): opened(name((kind, folder)), data) for kind, folder, data in rows}


def name(key: Key) -> bytes:
    """What a chunk is sealed under."""
    return repr(key).encode()


def sealed(name: bytes, data: bytes) -> bytes:
    """``data`` as it is written under ``name``."""
    return fingerprint.joined([name, data]) + data


def opened(name: bytes, written: object) -> bytes:
    """What :func:`sealed` was given; raises SpoiltError when it is something else now."""
    if isinstance(written, bytes):
        data = written[WIDTH:]
        if written[:WIDTH] == fingerprint.joined([name, data]):
            return data
    raise SpoiltError
