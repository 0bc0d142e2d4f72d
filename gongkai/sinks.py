"""Where the products of a build go: into a folder, or nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from .productmemory import FileMemory
from .shelves import Shelves
from .staging import Output, Staged, Stager, Unwritten


class Sink(Protocol):
    """Takes what a build makes and what it keeps."""

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Take files that stay as they are."""

    def keep_all(self, products: Shelves) -> None:
        """Take the files of products that stay as they are."""

    def add(self, output: Output) -> None:
        """Take one file that was made."""

    def stager(self) -> Stager:
        """Takes files in the process that makes them."""

    def take(self, staged: Staged) -> None:
        """Take one file that a stager has."""

    def published_at(self, address: str) -> str:
        """Where the file of an earlier build is until all that was taken is put in place.

        Empty where it is nowhere.
        """

    def published(self, file: FileMemory) -> bytes:
        """The bytes of a file of an earlier build; none where they are not as they were written."""


class Nowhere:
    """A sink for a check, where nothing is to be kept."""

    def keep(self, files: Iterable[FileMemory]) -> None:
        """Leave the files alone."""

    def keep_all(self, products: Shelves) -> None:
        """Leave their files alone."""

    def add(self, output: Output) -> None:
        """Let the file go."""

    def stager(self) -> Stager:
        """Of what is made nothing is kept."""
        return Unwritten()

    def take(self, staged: Staged) -> None:
        """Let the file go."""

    def published_at(self, _: str) -> str:
        """No file is anywhere."""
        return ""

    def published(self, file: FileMemory) -> bytes:
        """Nothing is here."""
        return b""
