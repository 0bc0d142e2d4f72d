"""The page of the open data."""

from __future__ import annotations

from msgspec import Struct

from .frame import Link


class DownloadsView(Struct, frozen=True):
    """Files that belong together, such as those of one year."""

    label: str
    files: tuple[Link, ...]


class ColumnView(Struct, frozen=True):
    """A column of a table: its name in the files, its title, its type, what it means."""

    name: str
    title: str
    type: str
    chinese: str
    english: str


class SampleView(Struct, frozen=True):
    """The first rows of a table; every row has as many cells as ``header``."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class DataTableView(Struct, frozen=True):
    """A table that can be downloaded; ``sample`` has no rows where none are shown."""

    title: str
    description: str
    downloads: tuple[DownloadsView, ...]
    columns: tuple[ColumnView, ...]
    sample: SampleView


class DataView(Struct, frozen=True):
    """data.html: the open data; ``package`` describes all of it, and is ``None`` without any.

    ``licence`` is ``None`` where the site states none.
    """

    tables: tuple[DataTableView, ...]
    package: Link | None
    licence: Link | None
