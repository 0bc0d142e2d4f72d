"""How far a run has come, shown while it goes on."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class ProgressLine:
    """Shows how far a stage is, once the run has lasted a second.

    On a terminal one line is written over and over; elsewhere (a log) a line at most every ten
    seconds.
    """

    _PATIENCE = 1.0

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._next = time.monotonic() + self._PATIENCE
        self._shown = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note that ``done`` of ``total`` items of ``stage`` are ready."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + (0.1 if self._terminal else 10.0)
        text = f"{stage} {done}/{total}"
        self._stream.write(f"\r\033[K{text}" if self._terminal else f"{text}\n")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away before a summary."""
        if self._shown and self._terminal:
            self._stream.write("\r\033[K")
            self._stream.flush()
