"""The page of statistics: each year's figures, with what each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import urls
from ..statistics import Counts, Figures
from ..views import FigureGroup, FigureView, StatisticsView, YearFigures
from .frame import Frames, Page

TITLE = "办理统计"

_NO_LEDGER = "这一年没有台账，以下合计只包括已公开的答复；不公开的另计件数。"


def statistics_page(years: Iterable[Figures], frames: Frames) -> Page:
    """The page of the figures of all ``years``."""
    view = StatisticsView(tuple(map(_year, years)))
    return frames.page(urls.STATISTICS, "statistics", TITLE, view)


def _year(figures: Figures) -> YearFigures:
    groups = (
        FigureGroup("件数", "", tuple(_totals(figures))),
        FigureGroup("时限", "", tuple(_terms(figures))),
        _group("办理方式", "各件答复的办理方式，以台账为准，台账没有的以答复为准", figures.roles),
        _group("答复类别", "已公开的各件答复写明的办理结果", figures.outcomes),
        _group("满意度", "已答复的各件收到的评价，以台账为准", figures.ratings),
        _group("不公开的理由", "按《政府信息公开条例》第十四条至第十六条归类", figures.reasons),
    )
    return YearFigures(
        figures.year,
        _NO_LEDGER if figures.received is None else "",
        tuple(group for group in groups if group.figures),
    )


def _totals(figures: Figures) -> Iterator[FigureView]:
    if figures.received is not None:
        yield FigureView("收到建议提案", f"{figures.received} 件", "类别、届次、编号都相同的算一件")
    if figures.assigned is not None:
        yield FigureView(
            "交办", f"{figures.assigned} 件", "台账的行数，加上台账未列的答复；分办的各算一件"
        )
    yield FigureView(
        "已答复建议提案", f"{figures.replied_proposals} 件", "至少有一件答复的建议、提案"
    )
    yield FigureView("答复", f"{figures.replied} 件", "有答复日期或者已公开的答复")
    yield FigureView(
        "已公开建议提案", f"{figures.published_proposals} 件", "至少有一件答复已公开的建议、提案"
    )
    yield FigureView("公开答复", f"{figures.published} 件", "全文或者摘要已在本站公开的答复")
    yield FigureView("不公开", f"{figures.withheld} 件", "经审查不予公开的，只计件数")


def _terms(figures: Figures) -> Iterator[FigureView]:
    if figures.timed:
        yield FigureView(
            "按期答复",
            f"{figures.in_time} 件",
            f"期限和答复日期都已知的 {figures.timed} 件中，在期限以内答复的；"
            "期限从交办之日起 3 个月，疑难的 6 个月，会办、协办的 1 个月，另有规定的从其规定",
        )
    if figures.days_to_reply is not None:
        yield FigureView(
            "答复用时", f"{figures.days_to_reply:g} 天", "从交办到答复的天数，取中位数"
        )
    if figures.days_to_publish is not None:
        yield FigureView(
            "公开用时", f"{figures.days_to_publish:g} 天", "从答复到公开的天数，取中位数"
        )


def _group(label: str, definition: str, counts: Counts) -> FigureGroup:
    figures = tuple(FigureView(name, f"{count} 件", "") for name, count in counts)
    return FigureGroup(label, definition, figures)
