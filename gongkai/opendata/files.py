"""Where the data of the whole site lies, and the files of one year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..figures import rows
from ..statistics import Statistics
from .columns import DOCUMENTS, STATISTICS
from .records import read_lines
from .tables import csv_bytes, json_bytes, selected

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"
STATISTICS_CSV = f"{FOLDER}/statistics.csv"
STATISTICS_JSON = f"{FOLDER}/statistics.json"


def table_csv(year: str) -> str:
    """The address of a year's documents as CSV."""
    return f"{FOLDER}/documents-{year}.csv"


def table_json(year: str) -> str:
    """The address of a year's documents as JSON."""
    return f"{FOLDER}/documents-{year}.json"


def texts(year: str) -> str:
    """The address of a year's full texts as JSON Lines."""
    return f"{FOLDER}/texts-{year}.jsonl"


def of_year(year: str, lines: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of ``year`` by address; ``lines`` are its documents as JSON, one on each line."""
    whole = b"".join(lines)
    records = read_lines(whole)
    yield table_csv(year), csv_bytes(DOCUMENTS, records)
    yield table_json(year), json_bytes(selected(DOCUMENTS, records))
    yield texts(year), whole


def of_statistics(statistics: Statistics) -> Iterator[tuple[str, bytes]]:
    """The files of all figures by address."""
    records = [row._asdict() for row in rows(statistics)]
    yield STATISTICS_CSV, csv_bytes(STATISTICS, records)
    yield STATISTICS_JSON, json_bytes(records)
