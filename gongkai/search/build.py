"""The stages of building the index, each a function of values, and all of them in a row.

    record ──prepare──▶ Prepared ──document_grams──▶ grams of a chunk ──partition_files──▶ files
                            │ texts, facets ──number/refinement/column files──▶ files
                                                        paths of all ──manifest_file──▶ manifest

The stages are apart so that a build may spread them over processes, and may make a segment again
alone: publishing the newest document changes the rest, the columns and the manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search import numbers, refinements, shards
from gongkai.search.facets import (
    FacetColumn,
    FacetValues,
    column_files,
    facet_columns,
    facet_values,
)
from gongkai.search.grams import (
    PARTITIONS,
    GramLists,
    GramTable,
    document_grams,
    gram_of,
    merged,
    partition_starts,
)
from gongkai.search.manifest import (
    SegmentPaths,
    in_runs,
    manifest_file,
    named,
    named_shards,
    segment_sizes,
    text_digest,
)
from gongkai.search.middles import ALL_UNITS, SegmentUnits, joined_units, stretch_of
from gongkai.search.records import (
    FacetLabels,
    SearchableTexts,
    SearchRecord,
    searchable_texts,
    site_order,
)
from gongkai.search.texts import text_file, text_path
from gongkai.search.unit_rows import UnitRow

BASE: Final = "base"
REST: Final = "rest"
#: How many documents' grams are best made at once.
CHUNK: Final = 256
#: A base larger than this has no refinements: they would need too much memory.
MOST_REFINED: Final = 1 << 14

_BATCH_ROWS: Final = 1_000_000

File = tuple[str, bytes]


class Prepared(Struct, frozen=True):
    """What the index needs of one document; a function of its record alone."""

    text_file: bytes
    texts: SearchableTexts
    facets: FacetValues


def prepare(record: SearchRecord) -> Prepared:
    """The first stage: one document."""
    return Prepared(text_file(record), searchable_texts(record), facet_values(record))


def partition_files(partition: int, chunks: Sequence[GramLists], documents: int) -> Iterator[File]:
    """The gram files of one partition of the base.

    ``chunks`` holds this partition's grams of successive documents; ``documents`` is the size of
    the base.  They are merged a few shards at a time, so that memory stays bounded whatever the
    size of the base.
    """
    count = shards.base_shards(documents)
    each = count // PARTITIONS
    first = each * partition
    starts = shards.first_pair(np.arange(first, first + each), count)
    borders = [chunk.borders(gram_of(starts, np.zeros_like(starts))) for chunk in chunks]
    batches = list(_batches(np.diff(np.sum(borders, axis=0)[1])))
    cuts = [0, *(stop for _, stop in batches)]
    parts = [chunk.parted(each[:, cuts]) for chunk, each in zip(chunks, borders, strict=True)]
    contents: list[bytes] = []
    for (start, stop), batch in zip(batches, zip(*parts, strict=True), strict=True):
        table = merged(batch)
        made = base_grams(table, documents, first + start, first + stop)
        yield from made.heavy
        contents.extend(made.shards)
    yield from named_shards(BASE, first, contents)


def _batches(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of shards, each of few enough rows; a shard with more is a run of its own."""
    start = rows = 0
    for place, size in enumerate(sizes.tolist()):
        if rows and rows + size > _BATCH_ROWS:
            yield start, place
            start, rows = place, 0
        rows += size
    yield start, len(sizes)


class BaseGrams(Struct, frozen=True):
    """Successive shards of the base, yet without a name, and the files of their heavy pairs."""

    shards: tuple[bytes, ...]
    heavy: tuple[File, ...]


def base_grams(table: GramTable, documents: int, first: int, last: int) -> BaseGrams:
    """The shards ``first`` to ``last - 1`` of the base, from all their grams."""
    heavy = shards.heavy_triples(table)
    held = [shards.heavy_pair(table, triples, documents) for triples in heavy]
    light = shards.without_triples(table, heavy)
    count = shards.base_shards(documents)
    return BaseGrams(
        tuple(shards.encode_shards(light, documents, count, first, last)),
        tuple(
            named(f"heavy/{each.pair:08x}/{index}", data)
            for each in held
            for index, data in enumerate(each.shards)
        ),
    )


def rest_shard_files(chunks: Sequence[GramLists], documents: int) -> Iterator[File]:
    """The gram files of the rest, from the grams of successive documents."""
    count = shards.REST_SHARDS
    files = shards.encode_shards(merged(chunks), documents, count, 0, count)
    return named_shards(REST, 0, files)


def number_files(
    segment: str, postings: numbers.Postings, documents: int
) -> Iterator[tuple[str, File]]:
    """The number files of a segment, each after its first key."""
    average = numbers.BASE_KEYS if segment == BASE else numbers.REST_KEYS
    for index, (first, data) in enumerate(numbers.number_files(postings, documents, average)):
        yield first, named(f"{segment}-numbers/{index}", data)


def refinement_threshold(segment: str) -> int:
    """Below how many documents the browser reads texts instead."""
    return refinements.BASE_THRESHOLD if segment == BASE else refinements.REST_THRESHOLD


def refinement_count(segment: str, documents: int) -> int:
    """The number of refinement files of a segment; none where it is too large for them."""
    if documents > MOST_REFINED:
        return 0
    if segment == REST:
        return refinements.REST_FILES
    return max(1, documents // refinements.DOCUMENTS_PER_FILE)


def segment_refinements(segment: str, row: SegmentUnits, units: range) -> refinements.Refinements:
    """What is found in a segment's ``row`` of the strings whose middles begin with ``units``."""
    return refinements.refinements(row, units, refinement_threshold(segment))


def refinement_files(
    segment: str, documents: int, found: refinements.Refinements, chosen: range
) -> Iterator[File]:
    """The ``chosen`` ones of a segment's refinement files, from all that was found for them."""
    count = refinement_count(segment, documents)
    files = refinements.refinement_files(found, documents, chosen, count)
    for index, data in zip(chosen, files, strict=True):
        yield named(f"{segment}-refinements/{index}", data)


def column_paths(columns: Mapping[str, FacetColumn], labels: FacetLabels) -> Mapping[str, File]:
    """The column of each facet, with its path."""
    return {
        facet: named(f"columns/{facet}", data)
        for facet, data in column_files(columns, labels).items()
    }


def segment_paths(
    segment: str, documents: int, files: Iterable[str], firsts: Sequence[str]
) -> SegmentPaths:
    """The paths of a segment's files sorted by kind.

    ``files`` may come in any order but that of the numbers within their directories is taken
    from their names; ``firsts`` are the first keys of the number files, in order.
    """
    by_directory: dict[str, list[str]] = {}
    for path in files:
        by_directory.setdefault(path.rsplit("/", 1)[0], []).append(path)
    ordered = {
        directory: sorted(paths, key=lambda path: int(path.rsplit("/", 1)[1].split(".")[0]))
        for directory, paths in by_directory.items()
    }
    return SegmentPaths(
        documents,
        ordered.get(f"search/{segment}", ()),
        {
            int(directory.rsplit("/", 1)[1], 16): paths
            for directory, paths in ordered.items()
            if directory.startswith("search/heavy/")
        },
        list(zip(firsts, ordered.get(f"search/{segment}-numbers", ()), strict=True)),
        ordered.get(f"search/{segment}-refinements", ()),
        refinement_threshold(segment),
    )


def whole_segment(segment: str, texts: Sequence[SearchableTexts]) -> tuple[list[File], list[str]]:
    """All files of a segment made at once, and the first keys of its number files in order."""
    files: list[File] = []
    firsts: list[str] = []
    if not texts:
        return files, firsts
    rows = {
        first: UnitRow(tuple(texts[first : first + CHUNK])) for first in range(0, len(texts), CHUNK)
    }
    chunks = [document_grams(row, first) for first, row in rows.items()]
    if segment == REST:
        files.extend(rest_shard_files(chunks, len(texts)))
    else:
        parted = [chunk.parted(chunk.borders(partition_starts())) for chunk in chunks]
        for partition, parts in enumerate(zip(*parted, strict=True)):
            files.extend(partition_files(partition, parts, len(texts)))
    postings = numbers.joined(numbers.postings(row, first) for first, row in rows.items())
    for first, file in number_files(segment, postings, len(texts)):
        firsts.append(first)
        files.append(file)
    if count := refinement_count(segment, len(texts)):
        row = joined_units(map(stretch_of, rows.values()))
        found = segment_refinements(segment, row, ALL_UNITS)
        files.extend(refinement_files(segment, len(texts), found, range(count)))
    return files, firsts


def segment_files(segment: str, documents: Sequence[Prepared]) -> tuple[list[File], SegmentPaths]:
    """All files of one segment, and its entry in the manifest."""
    files, firsts = whole_segment(segment, [document.texts for document in documents])
    paths = segment_paths(segment, len(documents), (path for path, _ in files), firsts)
    return files, paths


def build_index(records: Iterable[SearchRecord], labels: FacetLabels) -> Iterator[File]:
    """All files of the index, each a path below the site's root and its bytes.

    The same records give the same files, in whatever order they come.  The manifest is last.
    """
    prepared = [prepare(record) for record in site_order(records)]
    for number, document in enumerate(prepared):
        yield f"search/{text_path(number)}", document.text_file
    base, _ = segment_sizes(len(prepared))
    segments = []
    for segment, documents in ((BASE, prepared[:base]), (REST, prepared[base:])):
        files, paths = segment_files(segment, documents)
        yield from files
        segments.append(paths)
    columns = column_paths(facet_columns([document.facets for document in prepared]), labels)
    yield from columns.values()
    yield manifest_file(
        segments,
        in_runs([text_digest(document.text_file) for document in prepared]),
        {facet: path for facet, (path, _) in columns.items()},
        labels,
    )
