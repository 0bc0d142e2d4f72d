"""A segment of the search index built from text files, its work spread over processes.

First the grams of each chunk of documents are laid into a scratch folder; then each partition of
the grams, the numbers and the refinements become files.  Nothing large passes between the
processes, and none holds more than a partition.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from .content import Staff
from .errors import MachineError
from .search import build, numbers
from .search.grams import PARTITIONS, Words, gram_words
from .search.overlaps import SegmentUnits, joined_units, segment_units
from .search.texts import read_text_file, searchable_lines
from .workers import Lost, Task

CHUNK = 256

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
    """Where a segment's grams wait: the folder, the segment, its documents and its chunks."""

    folder: Path
    segment: str
    documents: int
    chunks: int

    def words(self, chunk: int, partition: int) -> Path:
        """Where the words of a chunk and a partition are."""
        return self.folder / f"words-{chunk}-{partition}.npy"

    def units(self, chunk: int) -> Path:
        """Where the units of a chunk are."""
        return self.folder / f"units-{chunk}.npz"

    def runs(self, chunk: int) -> Path:
        """Where the numbers of a chunk are."""
        return self.folder / f"runs-{chunk}.pickle"


@dataclass(frozen=True, slots=True)
class Segment:
    """The files of a segment, and the first keys of its number files in their order."""

    files: tuple[build.File, ...]
    firsts: tuple[str, ...]


def build_segment(name: str, texts: Sequence[Path], staff: Staff) -> Segment:
    """The segment ``name`` over the documents whose text files are ``texts``, in order.

    Raises MachineError when a worker is lost.
    """
    if not texts:
        return Segment((), ())
    workforce = staff(len(texts))
    with TemporaryDirectory(prefix="gongkai-") as folder:
        chunks = [
            Chunk(first, tuple(texts[first : first + CHUNK]))
            for first in range(0, len(texts), CHUNK)
        ]
        scratch = Scratch(Path(folder), name, len(texts), len(chunks))
        laying = Task(scratch, _same, _lay_chunk, at_once=1, seconds=_SECONDS)
        _all(workforce.each(laying, chunks))
        # The longest pieces first, so that no process is left with them at the end.
        grams: list[Piece] = [_REST] if name == build.REST else list(range(PARTITIONS))
        pieces: list[Piece] = [_REFINEMENTS, *grams, _NUMBERS]
        making = Task(scratch, _same, _make_piece, at_once=1, seconds=_SECONDS)
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


def _same(scratch: Scratch) -> Scratch:
    return scratch


def _lay_chunk(scratch: Scratch, chunk: Chunk) -> None:
    texts = [searchable_lines(read_text_file(path.read_bytes())) for path in chunk.texts]
    place = chunk.first // CHUNK
    for partition, words in enumerate(gram_words(texts, chunk.first)):
        np.save(scratch.words(place, partition), words)
    units = segment_units(texts)
    np.savez(scratch.units(place), units=units.units, ends=units.ends)
    scratch.runs(place).write_bytes(pickle.dumps([numbers.runs(each) for each in texts]))


def _make_piece(scratch: Scratch, piece: Piece) -> Segment:
    match piece:
        case str() if piece == _NUMBERS:
            return _numbers(scratch)
        case str() if piece == _REFINEMENTS:
            parts = [_units(scratch.units(chunk)) for chunk in range(scratch.chunks)]
            files = build.refinement_files(scratch.segment, joined_units(parts))
        case str():
            words = [list(_words(scratch, partition)) for partition in range(PARTITIONS)]
            files = build.rest_shard_files(words, scratch.documents)
        case partition:
            words_of_partition = list(_words(scratch, partition))
            files = build.partition_files(partition, words_of_partition, scratch.documents)
    return Segment(tuple(files), ())


def _numbers(scratch: Scratch) -> Segment:
    runs: list[numbers.Runs] = []
    for chunk in range(scratch.chunks):
        runs.extend(pickle.loads(scratch.runs(chunk).read_bytes()))
    made = list(build.number_files(scratch.segment, runs))
    return Segment(tuple(file for _, file in made), tuple(first for first, _ in made))


def _words(scratch: Scratch, partition: int) -> Iterator[Words]:
    return (np.load(scratch.words(chunk, partition)) for chunk in range(scratch.chunks))


def _units(path: Path) -> SegmentUnits:
    with np.load(path) as held:
        return SegmentUnits(held["units"], held["ends"])
