"""What intake has read and typed, kept until pages are made, so that no source is read twice.

Manuscripts are made in one process and used in another, and there may be a hundred thousand of
them.  So each is packed where it is read, waits in a file without a name that goes with the
build, and is unpacked where its page is made.  One that could not be kept costs another reading.
"""

from __future__ import annotations

import pickle
import weakref
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

from .model import BodySource, Document, SitePage

_IN_MEMORY = 8 * 1024 * 1024
"""Bytes up to which they wait in memory: a thousand common replies."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A source as it was read: its fields, its body, and the fingerprint of its bytes.

    What personal data may not be published is masked in all of it; ``is_suspect`` says that there
    is or was something that looks like some.
    """

    noun: Document | SitePage
    body: BodySource
    source: bytes
    is_suspect: bool = False


def packed(manuscript: Manuscript) -> bytes:
    """A manuscript as bytes, for :func:`unpacked`."""
    return pickle.dumps(manuscript, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Manuscript:
    """The manuscript that :func:`packed` was given in this build."""
    manuscript: Manuscript = pickle.loads(data)
    return manuscript


class _Stretch(NamedTuple):
    """Where a packed manuscript stands in the file."""

    start: int
    length: int


class Manuscripts:
    """The packed manuscripts of one build by the paths of their sources."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed below)
        weakref.finalize(self, self._file.close)
        self._stretches: dict[str, _Stretch] = {}
        self._end = 0

    def keep(self, path: str, data: bytes) -> None:
        """Keep the packed manuscript of the source at ``path``, if the disk takes it."""
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError:
            return
        self._stretches[path] = _Stretch(self._end, len(data))
        self._end += len(data)

    def of(self, path: str) -> bytes:
        """The packed manuscript of the source at ``path``; empty when none was kept."""
        stretch = self._stretches.get(path)
        if stretch is None:
            return b""
        try:
            self._file.seek(stretch.start)
            data = self._file.read(stretch.length)
        except OSError:
            return b""
        return data if len(data) == stretch.length else b""
