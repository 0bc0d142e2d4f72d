"""Writes a whole index as a build does, and times it: ``python -m bench.search_index``.

The texts come first, then each segment by ``gongkai.segments``; the tests hold that the files are
those of ``gongkai.search.build.build_index``.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from bench import measure
from bench.search_corpus import labels, search_records
from gongkai import fingerprint
from gongkai.bases import build_base
from gongkai.content import Staff
from gongkai.search import build
from gongkai.search.facets import FacetValues, facet_columns, facet_values
from gongkai.search.manifest import in_runs, manifest_file, segment_sizes, text_digest
from gongkai.search.records import FacetLabels, SearchRecord, site_order
from gongkai.search.texts import Text, text_file, text_path
from gongkai.searchrest import texts_in
from gongkai.segments import Piece, Refining, Scratch, WorkedOut
from gongkai.workers import Lost, Task, Workforce, as_it_is, one_by_one

SEED = 1
PROCESSES = 2
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Built:
    """What building an index cost: wall and CPU seconds, peak MB of a process, bytes written."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: int
    size: int


@dataclass(frozen=True, slots=True)
class Unrefined:
    """No refinements: the counts of long terms stay approximate until a reader asks."""

    def reads_units(self, _: int) -> bool:
        """They read nothing."""
        return False

    def rounds(self, _: Scratch) -> Sequence[Sequence[Piece]]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive documents: the number of the first, and their records."""

    first: int
    records: tuple[SearchRecord, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What the manifest and the columns need of a chunk whose texts are written."""

    facets: tuple[FacetValues, ...]
    digests: tuple[bytes, ...]


def write_index(
    records: Iterable[SearchRecord],
    labels: FacetLabels,
    folder: Path,
    staff: Staff,
    refining: Refining | None = None,
) -> None:
    """Write all files of the index below ``folder``.

    ``records`` come in the order of the site (``site_order``).  Raises ``OSError`` when the disk
    fails, ``MachineError`` when a worker is lost.
    """
    writing = Task(folder, as_it_is, one_by_one(write_texts), at_once=1)
    chunks = [
        chunk
        for chunk in staff(build.CHUNK).each(writing, _chunks(records))
        if not isinstance(chunk, Lost)
    ]
    digests = [digest for chunk in chunks for digest in chunk.digests]
    paths = [folder / "search" / text_path(number) for number in range(len(digests))]
    texts = [Text(str(path), fingerprint.of_bytes(path.read_bytes())) for path in paths]
    base, rest = segment_sizes(len(texts))
    based = build_base(texts[:base], staff, refining or WorkedOut())
    rested, firsts = build.whole_segment(build.REST, list(map(texts_in, texts[base:])))
    segments = [
        build.segment_paths(name, count, [_write(folder, file) for file in files], keys)
        for name, count, files, keys in (
            (build.BASE, base, based.files, based.firsts),
            (build.REST, rest, rested, firsts),
        )
    ]
    facets = facet_columns([facets for chunk in chunks for facets in chunk.facets])
    columns = build.column_paths(facets, labels)
    paths_of_columns = {facet: _write(folder, file) for facet, file in columns.items()}
    _write(folder, manifest_file(segments, in_runs(digests), paths_of_columns, labels))


def _chunks(records: Iterable[SearchRecord]) -> Iterator[Chunk]:
    remaining = iter(records)
    first = 0
    while held := tuple(islice(remaining, build.CHUNK)):
        yield Chunk(first, held)
        first += len(held)


def write_texts(folder: Path, chunk: Chunk) -> Written:
    """Write the texts of a chunk."""
    texts = [text_file(record) for record in chunk.records]
    for number, text in enumerate(texts, chunk.first):
        _write(folder, (f"search/{text_path(number)}", text))
    return Written(tuple(map(facet_values, chunk.records)), tuple(map(text_digest, texts)))


def _write(folder: Path, file: build.File) -> str:
    path, data = file
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return path


def build_ours(folder: Path, records: Iterable[SearchRecord], refining: Refining) -> Built:
    """Build our index over two processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    # Processes that are spawned hold nothing of this one, so that their peak is their own.
    pool = ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"))
    with measure.Sampler(measure.largest) as sampler, pool as executor:
        workforce = Workforce(executor, PROCESSES, _SECONDS)
        write_index(records, labels(), folder, lambda _: workforce, refining)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(path.stat().st_size for path in (folder / "search").rglob("*") if path.is_file())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Built(seconds, cpu, sampler.peak // 1_000_000, size)


def print_built(name: str, built: Built, documents: int) -> None:
    """The rows of a build."""
    print(f"| {name}: build, wall s / CPU s | {built.seconds:.1f} / {built.cpu_seconds:.1f} |")
    print(f"| {name}: peak MB of a process | {built.peak_megabytes} |")
    print(f"| {name}: bytes a document | {built.size / documents:,.0f} |")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.search_index", description=__doc__)
    parser.add_argument("--count", type=int, nargs="*", default=[1_000], help="documents")
    options = parser.parse_args(arguments)
    for count in options.count:
        records = site_order(search_records(count, SEED))
        print(f"\n## {count:,} documents\n\n| what | measured |\n| --- | --- |")
        for name, refining in (("without exact counts", Unrefined()), ("ours", WorkedOut())):
            with tempfile.TemporaryDirectory() as folder:
                print_built(name, build_ours(Path(folder), records, refining), count)
                sizes = sorted(path.stat().st_size for path in Path(folder).rglob("*.*.bin"))
                print(f"| {name}: largest file of the index | {sizes[-1]:,} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
