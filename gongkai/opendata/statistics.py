"""The table of statistics: every figure of the site, its years, sessions, units and categories."""

from __future__ import annotations

from ..figures import FigureRow, rows
from ..statistics import Statistics
from .columns import Column, Filled, Record, Table, Type

STATISTICS = Table(
    "statistics",
    "办理统计",
    "Statistics",
    "每行一个数：全站的、各年的、各届次的、各单位的、各类别的",
    (
        Column(
            "scope",
            "范围",
            "site 全站、years 年份、sessions 届次、units 单位、categories 类别",
            "What the figure is of: the whole site, a year, a session, a unit, a category",
        ),
        Column(
            "slug", "标识", "在网址里的标识；全站是 all", "Its identifier; all of the whole site"
        ),
        Column("name", "名称", "年份、届次、单位或类别的名称", "Its name"),
        Column("figure", "指标代码", "指标的代码，长期不变", "Stable identifier of the figure"),
        Column(
            "item",
            "分项",
            "按年份、办理方式、答复类别、满意度、理由分开计数的，写明是哪一种",
            "The value that is counted, where cases are told apart by one of their properties",
        ),
        Column("label", "指标", "指标的名称", "Name of the figure"),
        Column("value", "数", "指标的数", "The figure", Type.NUMBER),
        Column("unit", "计量单位", "件、天或者 %", "Cases (件), days (天) or percent (%)"),
        Column("definition", "指标含义", "指标怎样算", "What the figure means"),
        Column(
            "uncovered",
            "没有台账的年份",
            "这个范围里没有台账的年份，这些年只统计已公开的答复",
            "Years without a ledger, of which published replies alone are counted",
            is_list=True,
        ),
    ),
    ("scope", "slug", "figure", "item"),
)
"""One row for each figure; what nothing is known of has no row."""


def figure_table(statistics: Statistics) -> Filled:
    """Every figure of ``statistics``."""
    return Filled(STATISTICS, tuple(rows(statistics)), _record)


def _record(row: FigureRow) -> Record:
    return {**dict(zip(_NAMES, row, strict=True)), "item": row.item or None}


_NAMES = FigureRow._fields
