"""Where the data of the whole site lies, and the files of one year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..patterns import pattern
from .columns import Table
from .documents import DOCUMENTS
from .tables import (
    CSV_END,
    JSON_BREAK,
    csv_head,
    csv_row,
    json_array,
    json_line,
    json_lines,
    read_lines,
    selected,
)

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"

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


class Entry(NamedTuple):
    """What one document, or several in a row, add to each of the files of their year."""

    csv: bytes
    json: bytes
    text: bytes


def entry(data: bytes) -> Entry:
    """The entry of a document; ``data`` is its JSON, one line."""
    (record,) = read_lines(data)
    return Entry(csv_row(DOCUMENTS, record), json_line(selected(DOCUMENTS, record)), data)


def of_year(year: str, entries: Iterable[Entry]) -> dict[str, bytes]:
    """The files of ``year`` by address."""
    entries = list(entries)
    return {
        table_csv(year): b"".join((csv_head(DOCUMENTS), *(each.csv for each in entries))),
        table_json(year): json_array(each.json for each in entries),
        texts(year): b"".join(each.text for each in entries),
    }


def entries_of(
    year: str, held: Mapping[str, bytes], documents: int, runs: Sequence[range]
) -> list[Entry]:
    """The entries of some ``runs`` of the ``documents`` that :func:`of_year` made ``held`` of.

    None where that cannot be told: a cell with a break in it makes more rows of one document.
    """
    rows = held[table_csv(year)].removeprefix(csv_head(DOCUMENTS))
    if rows.count(CSV_END) != documents:
        return []
    objects = json_lines(held[table_json(year)])
    pieces = zip(
        _pieces(rows, CSV_END, documents, runs),
        _pieces(objects, JSON_BREAK, documents, runs),
        _pieces(held[texts(year)], b"\n", documents, runs),
        strict=True,
    )
    return [Entry(row, line.removesuffix(JSON_BREAK), text) for row, line, text in pieces]


def _pieces(data: bytes, end: bytes, lines: int, runs: Sequence[range]) -> Iterator[bytes]:
    """Some runs of the ``lines`` of ``data``, each of which ``end`` ends."""
    if runs == [range(lines)]:
        # To all that there are new ones are added most often, and they are millions of bytes.
        yield data
        return
    ends = [0, *accumulate(len(line) + len(end) for line in data.split(end))]
    for run in runs:
        yield data[ends[run.start] : ends[run.stop]]
