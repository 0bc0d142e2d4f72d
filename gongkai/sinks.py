"""Where the products of a build go when they are not published: nowhere, or into a comparison."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from . import fingerprint
from .manifest import read_manifest
from .memory import FileMemory
from .output import Output


class Sink(Protocol):
    """Takes what a build makes and what it keeps."""

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Take files that stay as they are."""

    def add(self, output: Output) -> None:
        """Take one file that was made."""


class Nowhere:
    """A sink for a check, where nothing is to be kept."""

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Leave the files alone."""

    def add(self, output: Output) -> None:
        """Let the file go."""


class Comparison:
    """A sink that compares what should be in a folder with what is there, and writes nothing."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError when ``folder`` is not ours."""
        self._folder = folder
        self._extra = set(read_manifest(folder))
        self.missing: list[str] = []
        self.different: list[str] = []

    @property
    def extra(self) -> list[str]:
        """The files that we wrote once and that should not be there any more."""
        return sorted(address for address in self._extra if (self._folder / address).exists())

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Compare files by their fingerprints."""
        for file in files:
            self._compare(file.address, file.content)

    def add(self, output: Output) -> None:
        """Compare one file that was made."""
        self._compare(output.address, fingerprint.of_bytes(output.data))

    def _compare(self, address: str, content: bytes) -> None:
        self._extra.discard(address)
        try:
            present = (self._folder / address).read_bytes()
        except OSError:
            self.missing.append(address)
        else:
            if fingerprint.of_bytes(present) != content:
                self.different.append(address)
