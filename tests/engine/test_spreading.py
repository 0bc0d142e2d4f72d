"""Folders that ask for room of their own: the flag is added to those there are, or nothing happens."""

from __future__ import annotations

import errno
import os
import sys
from array import array
from pathlib import Path

import pytest

from gongkai import spreading

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine not in spreading._MACHINES,
    reason="the system has no such flag",
)
_EXTENTS = 0x00080000


def test_the_flag_joins_those_that_are_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def ioctl(_: int, request: int, flags: array[int]) -> None:
        if request == spreading._GET_FLAGS:
            flags[0] = _EXTENTS
        asked.append((request, flags[0]))

    monkeypatch.setattr("fcntl.ioctl", ioctl)
    spreading.spread(tmp_path)
    assert asked == [
        (spreading._GET_FLAGS, _EXTENTS),
        (spreading._SET_FLAGS, _EXTENTS | spreading._TOP_OF_A_TREE),
    ]


def test_a_disk_without_flags_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ioctl(*_: object) -> None:
        raise OSError(errno.ENOTTY, "no flags here")

    monkeypatch.setattr("fcntl.ioctl", ioctl)
    spreading.spread(tmp_path)


def test_a_folder_that_is_not_there_is_left_alone(tmp_path: Path) -> None:
    spreading.spread(tmp_path / "none")
