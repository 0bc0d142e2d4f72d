"""The page of open data: what can be downloaded, what each column means, the first rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import urls
from ..model import Card
from ..opendata import files
from ..opendata.columns import LIST_SEPARATOR, Column, Filled, Type
from ..opendata.documents import DETAILS, DOCUMENTS
from ..opendata.tables import cell
from ..settings import DataTerms
from ..views import ColumnView, DataTableView, DataView, DownloadsView, Link, SampleView
from .frame import Frames, Page

TITLE = "数据下载"

FIRST_ROWS = 5
"""How many rows of a table the page shows."""

_DESCRIPTION = "文件目录、公开的全文、统计和承诺事项可以成批下载，每一列都有说明。"
_TYPES = {
    Type.STRING: "文字",
    Type.INTEGER: "整数",
    Type.NUMBER: "数",
    Type.DATE: "日期，如 2023-09-21",
    Type.BOOLEAN: "true 或 false",
}
_SAMPLED = ("number", "title", "category", "unit", "published")


def data_page(
    years: Sequence[str],
    first: Iterable[Card],
    tables: Iterable[Filled],
    terms: DataTerms,
    frames: Frames,
) -> Page:
    """The page for a site with documents in ``years``, the latest first.

    ``first`` are the first documents of the latest of them, ``tables`` those of the whole site.
    """
    shown = (
        (_documents(years, first), *(_whole(each) for each in tables if each.told)) if years else ()
    )
    view = DataView(
        tables=shown,
        package=_link("datapackage.json", files.PACKAGE) if years else None,
        licence=Link(terms.licence, terms.licence_url) if terms.licence else None,
    )
    return frames.page(urls.DATA, "data", TITLE, view, description=_DESCRIPTION)


def _documents(years: Sequence[str], first: Iterable[Card]) -> DataTableView:
    downloads = (
        DownloadsView(
            f"{year}年",
            (
                _link("CSV", files.table_csv(year)),
                _link("JSON", files.table_json(year)),
                _link("全文 JSON Lines", files.texts(year)),
            ),
        )
        for year in years
    )
    return DataTableView(
        DOCUMENTS.title,
        f"{DOCUMENTS.rows}。",
        tuple(downloads),
        tuple(map(_column, (*DOCUMENTS.columns, *DETAILS))),
        SampleView(
            f"{years[0]}年的前几行（部分列）",
            tuple(column.title for column in DOCUMENTS.columns if column.name in _SAMPLED),
            tuple(_row(card) for card in first),
        ),
    )


def _whole(filled: Filled) -> DataTableView:
    """A table of the whole site, which is one file of each format."""
    table, columns = filled.table, filled.table.columns
    downloads = (_link("CSV", files.whole_csv(table)), _link("JSON", files.whole_json(table)))
    first = filled.records(FIRST_ROWS)
    shown = [each for each in columns if any(cell(record.get(each.name)) for record in first)]
    rows = (tuple(cell(record.get(column.name)) for column in shown) for record in first)
    title = "前几行" if len(shown) == len(columns) else "前几行（空的列没有列出）"
    return DataTableView(
        table.title,
        f"{table.rows}。",
        (DownloadsView("全部", downloads),),
        tuple(map(_column, columns)),
        SampleView(title, tuple(column.title for column in shown), tuple(rows)),
    )


def _column(column: Column) -> ColumnView:
    kind = _TYPES[column.type]
    if column.is_list:
        kind = f"列表，CSV 里以“{LIST_SEPARATOR}”隔开" if column not in DETAILS else "列表"
    if column in DETAILS:
        kind += "，只在全文和单篇的 JSON 里"
    return ColumnView(column.name, column.title, kind, column.chinese, column.english)


def _row(card: Card) -> tuple[str, ...]:
    """A document's cells of the columns that the page shows, in their order."""
    return (
        card.title,
        card.number,
        card.category.name if card.category else "",
        LIST_SEPARATOR.join(card.unit.split("、")) if card.unit else "",
        card.published.at.date().isoformat() if card.published else "",
    )


def _link(text: str, address: str) -> Link:
    return Link(text, urls.relative(urls.DATA, address))
