"""The data files of one year made of files alone: those of its documents, and those before.

Light to import and free of the build, for an assistant makes them (:mod:`.assistant`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from .fileacts import read
from .opendata import files
from .staging import FileRange, Stage, Staged, Staging

Part = range | str
"""Consecutive documents of the year's files before, by their places, or where the JSON of one is."""

_AT_ONCE = 256
"""Of how many documents in a row the rows are written together."""


class YearBefore(Struct, frozen=True):
    """Where the files of a year are as they were, by address, and of how many documents."""

    files: Mapping[str, str]
    documents: int


def make_year(
    year: str, before: YearBefore, parts: Sequence[Part], staging: Staging
) -> tuple[Staged, ...] | None:
    """The files of ``year``, whose documents are the ``parts``.

    ``None`` where the documents of the files ``before`` cannot be told apart.
    """
    runs = [part for part in parts if isinstance(part, range)]
    taken: list[files.Entry] = []
    if runs:
        sizes = {address: Path(path).stat().st_size for address, path in before.files.items()}
        was = files.YearBefore(before.documents, sizes, lambda address: read(before.files[address]))
        taken = files.entries_of(year, was, runs)
        if not taken:
            return None
    made = files.of_year(year, _entries(parts, iter(taken)))
    return tuple(
        staging.join(address, Stage.LIST, [_lying(part, before) for part in of_file])
        for address, of_file in made.items()
    )


def _lying(part: files.Part, before: YearBefore) -> bytes | FileRange:
    """A part of a file, and where on the disk it lies if it is not new."""
    if isinstance(part, bytes):
        return part
    return FileRange(before.files[part.address], part.start, part.stop)


def _entries(parts: Sequence[Part], taken: Iterator[files.Entry]) -> Iterator[files.Entry]:
    lines: list[bytes] = []
    for part in parts:
        if lines and (isinstance(part, range) or len(lines) == _AT_ONCE):
            yield files.entry(lines)
            lines = []
        if isinstance(part, range):
            yield next(taken)
        else:
            lines.append(read(part))
    if lines:
        yield files.entry(lines)
