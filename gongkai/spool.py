"""What a build makes in one place and needs in another, kept meanwhile: packed, by key.

There may be a hundred thousand of a kind.  So they wait in memory up to some size and then in a
file without a name that goes with the build.
"""

from __future__ import annotations

import weakref
from collections.abc import Hashable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import NamedTuple, TypeVar

from .errors import MachineError, cause_of

_IN_MEMORY = 8 * 1024 * 1024
"""Bytes up to which all wait in memory: a thousand common replies."""

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
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed below)
        weakref.finalize(self, self._file.close)
        self._places: dict[Key, _Stretch | bytes] = {}
        self._end = 0

    def keep(self, key: Key, data: bytes) -> None:
        """Keep ``data``, instead of what was kept under ``key`` before."""
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError:
            # What the disk does not take stays in memory.
            self._places[key] = data
            return
        self._places[key] = _Stretch(self._end, len(data))
        self._end += len(data)

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
