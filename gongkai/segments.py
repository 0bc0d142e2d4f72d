"""The base of the search index built from text files, in pieces of work for several processes.

First the grams of each chunk of documents are laid into a scratch folder; then each partition of
the grams and the numbers become files, and refinements are found a range of units at a time; then
what was found becomes files.  Nothing large passes between the processes, and none holds more
than one piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from . import parted
from .search import build, numbers
from .search.grams import PARTITIONS, GramLists, document_grams, partition_starts
from .search.middles import SegmentUnits, Stretch, joined_units, stretch_of, unit_ranges
from .search.refinements import KEYS, Refinements, joined
from .search.texts import Text
from .search.unit_rows import UnitRow
from .searchrest import texts_in

DOCUMENTS_PER_SHARE = 1024
"""The refinements are found, and written, in a share of the work for each so many."""


_GRAMS = ((np.uint64, 0), (np.uint16, 0), (np.uint16, 1))
"""The columns of grams: as numbers, the counts, the postings."""

_FOUND = ((KEYS, 0), (np.int64, 0), (np.uint16, 1))
"""The columns of refinements: the keys, the counts, the documents."""

_ROW = "all"
"""Stands for all chunks in the names of files."""


class Chunk(Struct, frozen=True):
    """Consecutive documents of the base: the number of the first, and their text files."""

    first: int
    texts: tuple[Text, ...]


class Scratch(Struct, frozen=True):
    """What is laid down of a base: the folder, its documents and its chunks.

    The units are laid down where refinements are worked out of them (``refined``).
    """

    folder: Path
    documents: int
    chunks: int
    refined: bool

    def grams(self, partition: int) -> Iterator[GramLists]:
        """The grams of a partition, chunk by chunk."""
        for chunk in range(self.chunks):
            columns = parted.read(self._grams_at(chunk), partition, PARTITIONS, _GRAMS)
            yield GramLists(chunk * build.CHUNK, *columns)

    def join_units(self) -> None:
        """Lay down the units of the chunks as one row, for all who find refinements."""
        row = joined_units(map(self._stretch, range(self.chunks)))
        for column in ("units", "ends", "starts", "begins"):
            np.save(self._column_at(column, _ROW), getattr(row, column))

    def units(self) -> SegmentUnits:
        """The units of the chunks as one row, a map of its files."""
        units, ends, starts, begins = (
            self._mapped(column, _ROW) for column in ("units", "ends", "starts", "begins")
        )
        orders = [self._mapped("order", chunk) for chunk in range(self.chunks)]
        return SegmentUnits(units, ends, starts, orders, begins)

    def _stretch(self, chunk: int) -> Stretch:
        return Stretch(*(self._mapped(column, chunk) for column in Stretch.__struct_fields__))

    def _mapped(self, column: str, chunk: int | str) -> NDArray[Any]:
        column_map: NDArray[Any] = np.load(self._column_at(column, chunk), mmap_mode="r")
        return column_map.view(np.ndarray)

    def numbers(self) -> Iterator[numbers.Postings]:
        """The postings of the numbers, chunk by chunk."""
        for chunk in range(self.chunks):
            yield numbers.Postings(**_loaded(self._numbers_at(chunk)))

    def lay(self, chunk: Chunk) -> None:
        """Lay down what the later steps need of a chunk."""
        row = UnitRow(tuple(map(texts_in, chunk.texts)))
        place = chunk.first // build.CHUNK
        grams = document_grams(row, chunk.first)
        columns = (grams.gram, grams.count, grams.posting)
        parted.lay(self._grams_at(place), grams.borders(partition_starts()), columns)
        if self.refined:
            held = stretch_of(row)
            for column in Stretch.__struct_fields__:
                np.save(self._column_at(column, place), getattr(held, column))
        counted = numbers.postings(row, chunk.first)
        at = self._numbers_at(place)
        np.savez(at, key=counted.key, document=counted.document, rank=counted.rank)

    @property
    def shares(self) -> int:
        """Into how many shares the work on refinements is parted."""
        return 1 + self.documents // DOCUMENTS_PER_SHARE

    def files_of(self, share: int) -> range:
        """The refinement files that one of the shares writes."""
        count = build.refinement_count(build.BASE, self.documents)
        return range(count * share // self.shares, count * (share + 1) // self.shares)

    def lay_found(self, share: int, found: Refinements) -> None:
        """Lay down what one of the shares found."""
        file = found.files(build.refinement_count(build.BASE, self.documents))
        order = np.argsort(file, kind="stable")
        starts = [self.files_of(writing).start for writing in range(self.shares)]
        strings = np.append(np.searchsorted(file[order], starts), len(order))
        found = found.chosen(order)
        documents = np.append(0, np.cumsum(found.count))[strings]
        columns = (found.keys, found.count, found.documents)
        parted.lay(self._found_at(share), np.array([strings, documents]), columns)

    def found(self, share: int) -> Refinements:
        """What all shares found for the files that one writes."""
        parts = (
            parted.read(self._found_at(finding), share, self.shares, _FOUND)
            for finding in range(self.shares)
        )
        return joined([Refinements(*columns) for columns in parts])

    def _grams_at(self, chunk: int) -> Path:
        return self.folder / f"grams-{chunk}"

    def _column_at(self, column: str, chunk: int | str) -> Path:
        return self.folder / f"{column}-{chunk}.npy"

    def _numbers_at(self, chunk: int) -> Path:
        return self.folder / f"numbers-{chunk}.npz"

    def _found_at(self, finding: int) -> Path:
        return self.folder / f"found-{finding}"


def _loaded(path: Path) -> dict[str, NDArray[Any]]:
    """The columns laid down in a file, by name."""
    with np.load(path) as held:
        return dict(held)


class Segment(Struct, frozen=True):
    """Files of the base, and the first keys of its number files in their order."""

    files: tuple[build.File, ...]
    firsts: tuple[str, ...] = ()


class Piece(Protocol):
    """A piece of the work on a base that is laid down; goes to another process."""

    def make(self, scratch: Scratch) -> Segment:
        """The files that this piece makes."""


class Refining(Protocol):
    """How a base comes by its refinements."""

    def reads_units(self, documents: int) -> bool:
        """Whether those of a base of so many documents are worked out of its units."""

    def rounds(self, scratch: Scratch) -> Sequence[Sequence[Piece]]:
        """The pieces of the work, in rounds: each needs what those before it have laid down."""


class Partition(Struct, frozen=True):
    """The grams of one partition of the base."""

    number: int

    def make(self, scratch: Scratch) -> Segment:
        """Their files."""
        grams = list(scratch.grams(self.number))
        return Segment(tuple(build.partition_files(self.number, grams, scratch.documents)))


class Numbers(Struct, frozen=True):
    """The numbers of the base."""

    def make(self, scratch: Scratch) -> Segment:
        """Their files, and the first keys."""
        postings = numbers.joined(scratch.numbers())
        made = list(build.number_files(build.BASE, postings, scratch.documents))
        return Segment(tuple(file for _, file in made), tuple(first for first, _ in made))


class Joining(Struct, frozen=True):
    """The units of all chunks."""

    def make(self, scratch: Scratch) -> Segment:
        """No file yet: they are laid down."""
        scratch.join_units()
        return Segment(())


class Finding(Struct, frozen=True):
    """A share of the refinements, to be found."""

    share: int

    def make(self, scratch: Scratch) -> Segment:
        """No file yet: what is found is laid down."""
        row = scratch.units()
        units = unit_ranges(row, scratch.shares)[self.share]
        scratch.lay_found(self.share, build.segment_refinements(build.BASE, row, units))
        return Segment(())


class Writing(Struct, frozen=True):
    """A share of the refinement files."""

    share: int

    def make(self, scratch: Scratch) -> Segment:
        """The files, of what was found for them."""
        found, files = scratch.found(self.share), scratch.files_of(self.share)
        made = build.refinement_files(build.BASE, scratch.documents, found, files)
        return Segment(tuple(made))


class WorkedOut(Struct, frozen=True):
    """Refinements worked out from the texts."""

    def reads_units(self, documents: int) -> bool:
        """Where there are any."""
        return build.refinement_count(build.BASE, documents) > 0

    def rounds(self, scratch: Scratch) -> Sequence[Sequence[Piece]]:
        """The units are joined, then they are found, then written."""
        if not scratch.refined:
            return ()
        shares = range(scratch.shares)
        return (
            [Joining()],
            [Finding(share) for share in shares],
            [Writing(share) for share in shares],
        )
