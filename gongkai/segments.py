"""A segment of the search index built from text files, its work spread over processes.

First the grams of each chunk of documents are laid into a scratch folder; then each partition of
the grams, the numbers and the refinements become files.  Nothing large passes between the
processes, and none holds more than a partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from .content import Staff
from .errors import MachineError
from .search import build, numbers
from .search.grams import PARTITIONS, Words, gram_words
from .search.overlaps import SegmentUnits, segment_units
from .search.records import SearchableTexts
from .search.texts import read_text_file, searchable_lines
from .workers import Lost, Task

_NUMBERS = "numbers"
_REFINEMENTS = "refinements"
_REST = "rest"
_SECONDS = 3600.0
"""How long one piece may take; a partition of a hundred thousand documents takes a minute."""

Piece = int | str
"""A partition of the grams, or one of the other kinds of file."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive documents of a segment: the number of the first, and their text files."""

    first: int
    texts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Scratch:
    """What is laid down of a segment: the folder, the segment, its documents and its chunks."""

    folder: Path
    segment: str
    documents: int
    chunks: int

    def words(self, partition: int) -> Iterator[Words]:
        """The words of a partition, chunk by chunk, each a map of its file."""
        for chunk in range(self.chunks):
            yield np.load(self._words_at(chunk, partition), mmap_mode="r")

    def units(self) -> Iterator[SegmentUnits]:
        """The units of the chunks."""
        for chunk in range(self.chunks):
            with np.load(self._units_at(chunk)) as held:
                yield SegmentUnits(held["units"], held["ends"])

    def numbers(self) -> Iterator[numbers.Postings]:
        """The postings of the numbers, chunk by chunk."""
        for chunk in range(self.chunks):
            with np.load(self._numbers_at(chunk)) as held:
                yield numbers.Postings(held["key"], held["document"], held["rank"])

    def lay(self, chunk: Chunk) -> None:
        """Lay down what the later steps need of a chunk."""
        texts = [texts_in(path) for path in chunk.texts]
        place = chunk.first // build.CHUNK
        for partition, words in enumerate(gram_words(texts, chunk.first)):
            np.save(self._words_at(place, partition), words)
        units = segment_units(texts)
        np.savez(self._units_at(place), units=units.units, ends=units.ends)
        held = numbers.postings(dict(enumerate(texts, chunk.first)))
        at = self._numbers_at(place)
        np.savez(at, key=held.key, document=held.document, rank=held.rank)

    def _words_at(self, chunk: int, partition: int) -> Path:
        return self.folder / f"words-{chunk}-{partition}.npy"

    def _units_at(self, chunk: int) -> Path:
        return self.folder / f"units-{chunk}.npz"

    def _numbers_at(self, chunk: int) -> Path:
        return self.folder / f"numbers-{chunk}.npz"


class Refining(Protocol):
    """How a segment comes by its refinements; goes to another process."""

    def files(self, scratch: Scratch) -> Iterable[build.File]:
        """The refinement files of the segment that is laid down."""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """Refinements worked out from the texts."""

    def files(self, scratch: Scratch) -> Iterator[build.File]:
        """The refinement files of the segment that is laid down."""
        return build.refinement_files(scratch.segment, scratch.documents, scratch.units())


@dataclass(frozen=True, slots=True)
class Segment:
    """The files of a segment, and the first keys of its number files in their order."""

    files: tuple[build.File, ...]
    firsts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Making:
    """What the pieces of a segment are made of."""

    scratch: Scratch
    refining: Refining


def build_segment(
    name: str, texts: Sequence[Path], staff: Staff, refining: Refining | None = None
) -> Segment:
    """The segment ``name`` over the documents whose text files are ``texts``, in order.

    The refinements are worked out unless ``refining`` knows better.  Raises MachineError when a
    worker is lost.
    """
    if not texts:
        return Segment((), ())
    workforce = staff(len(texts))
    with TemporaryDirectory(prefix="gongkai-") as folder:
        chunks = [
            Chunk(first, tuple(texts[first : first + build.CHUNK]))
            for first in range(0, len(texts), build.CHUNK)
        ]
        scratch = Scratch(Path(folder), name, len(texts), len(chunks))
        laying = Task(scratch, _same, Scratch.lay, at_once=1, seconds=_SECONDS)
        _all(workforce.each(laying, chunks))
        # The longest pieces first, so that no process is left with them at the end.
        grams: list[Piece] = [_REST] if name == build.REST else list(range(PARTITIONS))
        pieces: list[Piece] = [_REFINEMENTS, *grams, _NUMBERS]
        context = _Making(scratch, refining or WorkedOut())
        making = Task(context, _same, _make_piece, at_once=1, seconds=_SECONDS)
        made = list(_all(workforce.each(making, pieces)))
    files = tuple(file for piece in made for file in piece.files)
    return Segment(files, made[-1].firsts)


def _all(results: Iterable[Segment | Lost[Piece]] | Iterable[Lost[Chunk] | None]) -> list[Segment]:
    found = []
    for result in results:
        if isinstance(result, Lost):
            raise MachineError("生成检索索引的进程意外退出；网站保持原样，请重新运行")
        if result is not None:
            found.append(result)
    return found


def _same(context: object) -> object:
    return context


def _make_piece(making: _Making, piece: Piece) -> Segment:
    scratch = making.scratch
    match piece:
        case str() if piece == _NUMBERS:
            return _numbers(scratch)
        case str() if piece == _REFINEMENTS:
            files = making.refining.files(scratch)
        case str():
            words = [list(scratch.words(partition)) for partition in range(PARTITIONS)]
            files = build.rest_shard_files(words, scratch.documents)
        case partition:
            words_of_partition = list(scratch.words(partition))
            files = build.partition_files(partition, words_of_partition, scratch.documents)
    return Segment(tuple(files), ())


def _numbers(scratch: Scratch) -> Segment:
    postings = numbers.joined(scratch.numbers())
    made = list(build.number_files(scratch.segment, postings, scratch.documents))
    return Segment(tuple(file for _, file in made), tuple(first for first, _ in made))


def texts_in(path: Path) -> SearchableTexts:
    """The searchable texts in a text file."""
    return searchable_lines(read_text_file(path.read_bytes()))
