"""What changes cost: the search files written by publishing, editing and withdrawing."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from msgspec.structs import replace

from bench.search_corpus import labels, search_records
from gongkai.search import build
from gongkai.search.build import Prepared, prepare
from gongkai.search.facets import facet_columns
from gongkai.search.manifest import (
    SegmentPaths,
    in_runs,
    manifest_file,
    segment_sizes,
    text_digest,
)
from gongkai.search.records import SearchRecord, site_order
from gongkai.search.texts import text_path

PUBLICATIONS = 300
EDIT = "改正十个字的小错误。"

Files = dict[str, bytes]


class Indexer:
    """Builds the index again and again, keeping a base that did not change."""

    def __init__(self) -> None:
        self._base: tuple[list[Prepared], tuple[list[build.File], SegmentPaths]] | None = None

    def files(self, documents: Sequence[Prepared]) -> Files:
        """All files of the index."""
        size, _ = segment_sizes(len(documents))
        base = list(documents[:size])
        if self._base is None or self._base[0] != base:
            self._base = (base, build.segment_files(build.BASE, base))
        base_files, base_paths = self._base[1]
        rest_files, rest_paths = build.segment_files(build.REST, documents[size:])
        facets = facet_columns([document.facets for document in documents])
        columns = build.column_paths(facets, labels())
        manifest = manifest_file(
            (base_paths, rest_paths),
            in_runs([text_digest(document.text_file) for document in documents]),
            {facet: path for facet, (path, _) in columns.items()},
            labels(),
        )
        texts = {
            f"search/{text_path(number)}": document.text_file
            for number, document in enumerate(documents)
        }
        return texts | dict([*base_files, *rest_files, *columns.values(), manifest])


def written(before: Files, after: Files) -> tuple[int, int]:
    """How many files are new or changed, and their bytes."""
    changed = [data for path, data in after.items() if before.get(path) != data]
    return len(changed), sum(map(len, changed))


def _edited(record: SearchRecord) -> SearchRecord:
    paragraph = record.body[len(record.body) // 2]
    middle = len(paragraph) // 2
    changed = paragraph[:middle] + EDIT + paragraph[middle + len(EDIT) :]
    body = tuple(changed if held is paragraph else held for held in record.body)
    return replace(record, body=body)


def measure(count: int, seed: int) -> None:
    """Print what the changes write at ``count`` documents."""
    records = site_order(search_records(count + PUBLICATIONS, seed))
    prepared = [prepare(record) for record in records]
    indexer = Indexer()
    first = before = indexer.files(prepared[:count])
    costs = []
    for size in range(count + 1, count + PUBLICATIONS + 1):
        after = indexer.files(prepared[:size])
        costs.append(written(before, after))
        before = after
    files, sizes = [cost[0] for cost in costs], [cost[1] / 1e6 for cost in costs]
    print(f"\n## Changes at {count:,} documents\n\n| change | files | MB |\n| --- | --- | --- |")
    print(
        f"| {PUBLICATIONS} publications, median | {statistics.median(files):.0f} | "
        f"{statistics.median(sizes):.2f} |"
    )
    print(f"| the dearest of them | {max(files)} | {max(sizes):.2f} |")
    for place in (count // 10, count // 2):
        edited = list(prepared[:count])
        edited[place] = prepare(_edited(records[place]))
        cost = written(first, Indexer().files(edited))
        print(f"| ten characters edited in document {place} | {cost[0]} | {cost[1] / 1e6:.2f} |")
    withdrawn = [document for place, document in enumerate(prepared[:count]) if place != count // 2]
    cost = written(first, Indexer().files(withdrawn))
    print(f"| document {count // 2} withdrawn | {cost[0]} | {cost[1] / 1e6:.2f} |")
