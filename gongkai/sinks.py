"""Where the products of a build go: into a folder, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from .output import Output
from .shelves import FileMemory, Shelves


class Sink(Protocol):
    """Takes what a build makes and what it keeps."""

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Take files that stay as they are."""

    def keep_all(self, products: Shelves) -> None:
        """Take the files of products that stay as they are."""

    def add(self, output: Output) -> None:
        """Take one file that was made."""


class Nowhere:
    """A sink for a check, where nothing is to be kept."""

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Leave the files alone."""

    def keep_all(self, products: Shelves) -> None:
        """Leave their files alone."""

    def add(self, output: Output) -> None:
        """Let the file go."""
