"""Writes a whole index through an executor: the search's stages, spread over processes.

Chunks of documents become texts and grams first, the grams waiting in a scratch folder; then each
partition of the grams, the numbers and the refinements become files.  Nothing large passes
between the processes, and no process holds more than a partition.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from gongkai.search import build, numbers
from gongkai.search.facets import FacetValues
from gongkai.search.grams import PARTITIONS, Words, gram_words
from gongkai.search.manifest import SEGMENT_STEP, SegmentPaths, manifest_file, text_digest
from gongkai.search.overlaps import SegmentUnits, joined_units, segment_units
from gongkai.search.records import FacetLabels, SearchRecord
from gongkai.search.texts import text_path

_IN_FLIGHT = 8
_Result = TypeVar("_Result")
_Argument = TypeVar("_Argument")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the index goes, and where a build keeps what it needs again."""

    output: Path
    scratch: Path

    def write(self, file: build.File) -> str:
        """Write one file of the index; returns its path in the site."""
        path, data = file
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return path


@dataclass(frozen=True, slots=True)
class Chunk:
    """What remains in memory of a chunk of documents once its files are written."""

    index: int
    facets: tuple[FacetValues, ...]
    digests: tuple[bytes, ...]


def write_index(
    records: Iterable[SearchRecord],
    labels: FacetLabels,
    folders: Folders,
    executor: Executor,
    *,
    refined: bool = True,
) -> None:
    """Write all files of the index below ``folders.output``.

    ``records`` come in the order of the site (``site_order``); ``folders.scratch`` is empty and
    may be removed afterwards.  Without ``refined`` the counts of long terms stay approximate
    until a reader asks.  Raises ``OSError`` when a disk fails.
    """
    folders.scratch.mkdir(parents=True, exist_ok=True)
    chunks = list(_flowing(executor, _write_chunk, _chunks(records, folders)))
    sizes = [len(chunk.digests) for chunk in chunks]
    base = [chunk.index for chunk in chunks if sizes[chunk.index] == SEGMENT_STEP]
    rest = [chunk.index for chunk in chunks if sizes[chunk.index] < SEGMENT_STEP]
    segments = [
        _segment(executor, folders, name, held, sum(sizes[i] for i in held), refined=refined)
        for name, held in ((build.BASE, base), (build.REST, rest))
    ]
    columns = build.column_paths([facets for chunk in chunks for facets in chunk.facets], labels)
    digests = [digest for chunk in chunks for digest in chunk.digests]
    paths = {facet: folders.write(file) for facet, file in columns.items()}
    folders.write(manifest_file([segment() for segment in segments], digests, paths, labels))


def _chunks(
    records: Iterable[SearchRecord], folders: Folders
) -> Iterator[tuple[Folders, int, list[SearchRecord]]]:
    remaining = iter(records)
    index = 0
    while held := list(islice(remaining, SEGMENT_STEP)):
        yield folders, index, held
        index += 1


def _flowing(
    executor: Executor,
    work: Callable[[_Argument], _Result],
    arguments: Iterable[_Argument],
) -> Iterator[_Result]:
    """Results in order, with few tasks waiting at a time."""
    waiting: list[Future[_Result]] = []
    for argument in arguments:
        waiting.append(executor.submit(work, argument))
        if len(waiting) > _IN_FLIGHT:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def _write_chunk(task: tuple[Folders, int, list[SearchRecord]]) -> Chunk:
    """The texts of 128 documents, or of the last ones; their grams go to the scratch folder."""
    folders, index, records = task
    prepared = [build.prepare(record) for record in records]
    first = index * SEGMENT_STEP
    for number, document in enumerate(prepared, first):
        folders.write((f"search/{text_path(number)}", document.text_file))
    texts = [document.texts for document in prepared]
    rest = len(records) < SEGMENT_STEP
    words = gram_words(texts, 0 if rest else first)
    for partition, part in enumerate(words):
        np.save(_words_path(folders, index, partition), part)
    units = segment_units(texts)
    np.savez(folders.scratch / f"units-{index}.npz", units=units.units, ends=units.ends)
    runs = [numbers.runs(held) for held in texts]
    (folders.scratch / f"runs-{index}").write_bytes(pickle.dumps(runs))
    return Chunk(
        index,
        tuple(document.facets for document in prepared),
        tuple(text_digest(document.text_file) for document in prepared),
    )


def _words_path(folders: Folders, chunk: int, partition: int) -> Path:
    return folders.scratch / f"words-{chunk}-{partition}.npy"


def _segment(
    executor: Executor,
    folders: Folders,
    name: str,
    chunks: Sequence[int],
    documents: int,
    *,
    refined: bool,
) -> Callable[[], SegmentPaths]:
    """Begin to write a segment; the result waits for it."""
    if not documents:
        return lambda: build.segment_paths(name, 0, (), ())
    tasks: list[Future[list[str]]] = []
    if refined:
        tasks.append(executor.submit(_write_refinements, folders, name, chunks))
    counted = executor.submit(_write_numbers, folders, name, chunks)
    if name == build.REST:
        tasks.append(executor.submit(_write_rest, folders, chunks, documents))
    else:
        tasks.extend(
            executor.submit(_write_partition, folders, chunks, documents, partition)
            for partition in range(PARTITIONS)
        )

    def finished() -> SegmentPaths:
        firsts, paths = counted.result()
        files = [*paths, *(path for task in tasks for path in task.result())]
        return build.segment_paths(name, documents, files, firsts)

    return finished


def _write_partition(
    folders: Folders, chunks: Sequence[int], documents: int, partition: int
) -> list[str]:
    words: list[Words] = [np.load(_words_path(folders, chunk, partition)) for chunk in chunks]
    return [folders.write(file) for file in build.partition_files(partition, words, documents)]


def _write_rest(folders: Folders, chunks: Sequence[int], documents: int) -> list[str]:
    words: list[list[Words]] = [
        [np.load(_words_path(folders, chunk, partition)) for chunk in chunks]
        for partition in range(PARTITIONS)
    ]
    return [folders.write(file) for file in build.rest_shard_files(words, documents)]


def _write_numbers(
    folders: Folders, name: str, chunks: Sequence[int]
) -> tuple[list[str], list[str]]:
    runs: list[numbers.Runs] = []
    for chunk in chunks:
        runs.extend(pickle.loads((folders.scratch / f"runs-{chunk}").read_bytes()))
    firsts, paths = [], []
    for first, file in build.number_files(name, runs):
        firsts.append(first)
        paths.append(folders.write(file))
    return firsts, paths


def _write_refinements(folders: Folders, name: str, chunks: Sequence[int]) -> list[str]:
    units = joined_units([_units(folders, chunk) for chunk in chunks])
    return [folders.write(file) for file in build.refinement_files(name, units)]


def _units(folders: Folders, chunk: int) -> SegmentUnits:
    with np.load(folders.scratch / f"units-{chunk}.npz") as held:
        return SegmentUnits(held["units"], held["ends"])
