"""The page of open data: what can be downloaded, what each column means, the first rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import urls
from ..model import Card
from ..opendata import files
from ..opendata.columns import DETAILS, DOCUMENTS, LIST_SEPARATOR, STATISTICS, Column, Type
from ..settings import DataTerms
from ..views import ColumnView, DataTableView, DataView, DownloadsView, Link, SampleView
from .frame import Frames, Page

TITLE = "数据下载"

FIRST_ROWS = 5
"""How many rows of a table the page shows."""

_DESCRIPTION = "文件目录、公开的全文、办理统计可以成批下载，每一列都有说明。"
_TYPES = {
    Type.STRING: "文字",
    Type.INTEGER: "整数",
    Type.NUMBER: "数",
    Type.DATE: "日期，如 2023-09-21",
}
_SAMPLED = ("number", "title", "category", "unit", "published")


def data_page(
    years: Sequence[str], first: Iterable[Card], terms: DataTerms, frames: Frames
) -> Page:
    """The page for a site with documents in ``years``, the latest first.

    ``first`` are the first documents of the latest of them.
    """
    tables = (_documents(years, first), _statistics()) if years else ()
    view = DataView(
        tables=tables,
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
        "每行一篇已公开的文件，每年一组文件，按发布日期从早到晚排列。",
        tuple(downloads),
        tuple(map(_column, (*DOCUMENTS.columns, *DETAILS))),
        SampleView(
            f"{years[0]}年的前几行（部分列）",
            tuple(column.title for column in DOCUMENTS.columns if column.name in _SAMPLED),
            tuple(_row(card) for card in first),
        ),
    )


def _statistics() -> DataTableView:
    files_of_all = (
        _link("CSV", files.STATISTICS_CSV),
        _link("JSON", files.STATISTICS_JSON),
    )
    return DataTableView(
        STATISTICS.title,
        "每行一个数：全站和各年份、届次、单位、类别的每项统计，同“办理统计”页面上的一致。",
        (DownloadsView("全部", files_of_all),),
        tuple(map(_column, STATISTICS.columns)),
        SampleView("", (), ()),
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
