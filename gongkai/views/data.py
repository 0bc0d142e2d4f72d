"""The page of the open data."""

from __future__ import annotations

from dataclasses import dataclass

from .frame import Link


@dataclass(frozen=True, slots=True)
class DownloadsView:
    """Files that belong together, such as those of one year."""

    label: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table: its name in the files, its title, its type, what it means."""

    name: str
    title: str
    type: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """The first rows of a table; every row has as many cells as ``header``."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DataTableView:
    """A table that can be downloaded; ``sample`` has no rows where none are shown."""

    title: str
    description: str
    downloads: tuple[DownloadsView, ...]
    columns: tuple[ColumnView, ...]
    sample: SampleView


@dataclass(frozen=True, slots=True)
class DataView:
    """data.html: the open data; ``package`` describes all of it, and is ``None`` without any.

    ``licence`` is ``None`` where the site states none.
    """

    tables: tuple[DataTableView, ...]
    package: Link | None
    licence: Link | None
