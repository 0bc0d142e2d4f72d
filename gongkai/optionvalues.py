"""What is typed after options, as values; each raises ArgumentTypeError for what is none."""

from __future__ import annotations

import argparse
import os
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import Path

from .errors import UsageError

_DIGITS = 9
"""Digits of the greatest count that an option takes."""


def folder(text: str) -> Path:
    """The path of a folder, which need not be there."""
    if Path(text).is_file():
        raise argparse.ArgumentTypeError(f"“{text}”是一个文件，应当写它所在的文件夹")
    return Path(text)


def count(text: str) -> int:
    """A number from 1."""
    if text.isdecimal() and len(text) > _DIGITS:
        raise argparse.ArgumentTypeError(f"这个数有 {len(text)} 位，太大了，最多写 {_DIGITS} 位")
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是正整数")


def moment(text: str) -> datetime:
    """A moment as ISO 8601 writes it."""
    try:
        return _reckonable(datetime.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是时间，写成 2023-09-21T17:18") from None


def now() -> datetime:
    """The present, or the moment of SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return datetime.now(UTC)
    try:
        return _reckonable(datetime.fromtimestamp(int(epoch), UTC))
    except (ValueError, OverflowError, OSError):
        told = f"环境变量 SOURCE_DATE_EPOCH 的值“{epoch}”不是时间"
        raise UsageError(f"{told}，应当是 1970 年以来的秒数") from None


def _reckonable(at: datetime) -> datetime:
    """``at``, if it has a time in every time zone; else raises ValueError."""
    if not MINYEAR < at.year < MAXYEAR:
        raise ValueError(at.year)
    return at
