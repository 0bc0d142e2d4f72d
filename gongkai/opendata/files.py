"""Where the data of the whole site lies, and the files of one year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from msgspec.json import Decoder

from ..patterns import pattern
from .columns import Table
from .documents import DETAILS, DOCUMENTS
from .tables import (
    CSV_END,
    JSON_BREAK,
    JSON_CLOSE,
    JSON_OPEN,
    csv_head,
    csv_rows,
    json_array,
)

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"

_DETAILS = f',"{DETAILS[0].name}":'.encode()
"""Where the columns of the table end in the JSON of a document; within a text its marks are escaped."""
_DECODE = Decoder(dict[str, Any]).decode

_TEXTS = pattern(rf"{FOLDER}/texts-(\d+)\.jsonl")


def table_csv(year: str) -> str:
    """The address of a year's documents as CSV."""
    return f"{FOLDER}/documents-{year}.csv"


def table_json(year: str) -> str:
    """The address of a year's documents as JSON."""
    return f"{FOLDER}/documents-{year}.json"


def texts(year: str) -> str:
    """The address of a year's full texts as JSON Lines."""
    return f"{FOLDER}/texts-{year}.jsonl"


def whole_csv(table: Table) -> str:
    """The address of a table of the whole site as CSV."""
    return f"{FOLDER}/{table.name}.csv"


def whole_json(table: Table) -> str:
    """The address of a table of the whole site as JSON."""
    return f"{FOLDER}/{table.name}.json"


def years(addresses: Iterable[str]) -> list[str]:
    """The years that have files among ``addresses``, in order."""
    return sorted(found[1] for address in addresses if (found := _TEXTS.fullmatch(address)))


class Span(NamedTuple):
    """The bytes from ``start`` to before ``stop`` of the file that was at ``address``."""

    address: str
    start: int
    stop: int


Part = bytes | Span
"""Bytes that are new, or that stand in a file of the last build already."""


class Entry(NamedTuple):
    """What one document, or several in a row, add to each of the files of their year."""

    csv: Part
    json: Part
    text: Part


def entry(lines: Sequence[bytes]) -> Entry:
    """The entry of documents in a row; ``lines`` are their JSON, one line each."""
    rows = [line[: line.index(_DETAILS)] + b"}" for line in lines]
    return Entry(csv_rows(DOCUMENTS, map(_DECODE, rows)), JSON_BREAK.join(rows), b"".join(lines))


def of_year(year: str, entries: Iterable[Entry]) -> dict[str, list[Part]]:
    """The files of ``year`` by address, each in parts one after another."""
    entries = list(entries)
    return {
        table_csv(year): [csv_head(DOCUMENTS), *(each.csv for each in entries)],
        table_json(year): [*json_array(each.json for each in entries)],
        texts(year): [each.text for each in entries],
    }


class YearBefore(NamedTuple):
    """The files of a year as they were: of how many ``documents``, and by address their sizes.

    ``read`` gives the bytes of one.  The texts are a hundred megabytes on a large site.
    """

    documents: int
    sizes: Mapping[str, int]
    read: Callable[[str], bytes]


def entries_of(year: str, before: YearBefore, runs: Sequence[range]) -> list[Entry]:
    """The entries of some ``runs`` of the documents that :func:`of_year` made the files ``before`` of.

    None where that cannot be told: a cell with a break in it makes more rows of one document.
    """
    csv, json, text = table_csv(year), table_json(year), texts(year)
    # The first row is the head.
    if before.read(csv).count(CSV_END) != before.documents + 1:
        return []
    # As though a break stood behind the last object, too.
    objects = Span(json, len(JSON_OPEN), before.sizes[json] - len(JSON_CLOSE) + len(JSON_BREAK))
    spans = zip(
        _spans(before, Span(csv, len(csv_head(DOCUMENTS)), before.sizes[csv]), CSV_END, runs),
        _spans(before, objects, JSON_BREAK, runs),
        _spans(before, Span(text, 0, before.sizes[text]), b"\n", runs),
        strict=True,
    )
    return [
        Entry(row, line._replace(stop=line.stop - len(JSON_BREAK)), text)
        for row, line, text in spans
    ]


def _spans(before: YearBefore, whole: Span, end: bytes, runs: Sequence[range]) -> Iterator[Span]:
    """Some runs of lines, each of which ``end`` ends, within the ``whole`` of a file."""
    if runs == [range(before.documents)]:
        # To all that there are new ones are added most often.
        yield whole
        return
    lines = before.read(whole.address)[whole.start : whole.stop - len(end)].split(end)
    ends = [*accumulate((len(line) + len(end) for line in lines), initial=whole.start)]
    for run in runs:
        yield Span(whole.address, ends[run.start], ends[run.stop])
