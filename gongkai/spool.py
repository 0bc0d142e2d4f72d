"""What a build makes in one place and needs in another, kept meanwhile: packed, by key.

There may be a hundred thousand of a kind.  So they wait in memory up to some size, and what came
before in a file without a name that goes with the build.
"""

from __future__ import annotations

import weakref
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from tempfile import TemporaryFile
from typing import IO, NamedTuple, TypeVar

from .errors import MachineError, cause_of

_IN_MEMORY = 8 * 1024 * 1024
"""Bytes that wait in memory, until all of them are written: those of a thousand common replies."""

Key = TypeVar("Key", bound=Hashable)


class _Stretch(NamedTuple):
    """Where a packed value stands in the file."""

    start: int
    length: int


class Spool(Mapping[Key, bytes]):
    """Packed values by key, in the order in which they were kept.

    To read one raises MachineError when the disk fails.
    """

    def __init__(self) -> None:
        self._places: dict[Key, _Stretch | bytes] = {}
        self._waiting: dict[Key, bytes] = {}
        self._room = _IN_MEMORY
        self._end = 0

    def keep(self, key: Key, data: bytes) -> None:
        """Keep ``data``, instead of what was kept under ``key`` before."""
        self._places[key] = self._waiting[key] = data
        self._room -= len(data)
        if self._room < 0:
            self._write()

    def _write(self) -> None:
        """Write down what waits; what the disk does not take stays in memory."""
        data = b"".join(self._waiting.values())
        lengths = [*map(len, self._waiting.values())]
        try:
            self._file.seek(self._end)
            is_written = self._file.write(data) == len(data)
        except OSError:
            is_written = False
        if is_written:
            stretches = map(_Stretch, accumulate(lengths, initial=self._end), lengths)
            self._places.update(zip(self._waiting, stretches, strict=True))
            self._end += len(data)
        self._waiting = {}
        self._room = _IN_MEMORY

    @cached_property
    def _file(self) -> IO[bytes]:
        # Written and read in large pieces, so a buffer would only be in the way.
        file = TemporaryFile(buffering=0)  # noqa: SIM115 (closed with this)
        weakref.finalize(self, file.close)
        return file

    def __getitem__(self, key: Key) -> bytes:
        place = self._places[key]
        if isinstance(place, bytes):
            return place
        try:
            self._file.seek(place.start)
            data = self._file.read(place.length)
        except OSError as error:
            raise MachineError(f"不能读回临时文件：{cause_of(error)}") from error
        if len(data) < place.length:
            raise MachineError("不能读回临时文件：它变短了")
        return data

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
