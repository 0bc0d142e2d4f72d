"""Where the data of the whole site lies, and the files of one year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .columns import Filled, Table
from .documents import DOCUMENTS
from .records import read_lines
from .tables import csv_bytes, json_bytes, selected

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"

_TEXTS = re.compile(rf"{FOLDER}/texts-(\d+)\.jsonl")


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


def of_table(filled: Filled) -> Iterator[tuple[str, bytes]]:
    """The files of a table of the whole site by address."""
    table, records = filled.table, filled.records
    yield whole_csv(table), csv_bytes(table, records)
    yield whole_json(table), json_bytes(records)


def of_year(year: str, lines: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of ``year`` by address; ``lines`` are its documents as JSON, one on each line."""
    whole = b"".join(lines)
    records = read_lines(whole)
    yield table_csv(year), csv_bytes(DOCUMENTS, records)
    yield table_json(year), json_bytes(selected(DOCUMENTS, records))
    yield texts(year), whole
