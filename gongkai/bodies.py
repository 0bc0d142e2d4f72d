"""Rendered bodies and galleys in the build's memory, read one by one where they are needed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .chunks import opened

_SERIALIZED = 3
"""What ``sqlite3.threadsafety`` is where threads may share a connection, as those of an executor do."""

_ONE = "SELECT seal, data FROM body WHERE print = ?"


class Bodies:
    """Gives bodies by the fingerprint of their Markdown, and galleys; may cross to another process.

    To be closed, where it is used.
    """

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is the memory's file; where there is none nothing is remembered."""
        self._path = path
        self._database: sqlite3.Connection | None = None

    def __reduce__(self) -> tuple[type[Bodies], tuple[Path | None]]:
        # A connection serves one process only.
        return type(self), (self._path,)

    def __call__(self, key: bytes) -> bytes | None:
        """What is remembered under ``key``, packed; nothing where it is not as it was written."""
        if self._path is None:
            return None
        try:
            if self._database is None:
                self._database = sqlite3.connect(
                    self._path, check_same_thread=sqlite3.threadsafety < _SERIALIZED
                )
            # To the end, so that no lock stays for which saving would wait.
            rows = self._database.execute(_ONE, (key,)).fetchall()
            return opened(key, *rows[0]) if rows else None
        except (sqlite3.Error, ValueError):
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None
