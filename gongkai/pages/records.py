"""The record of a term: a sentence, at most four figures with what they mean, and one chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from .. import figures as measures
from ..figures import Measure
from ..statistics import Figures
from ..taxonomy import SESSIONS, YEARS
from ..views import ChartView, FigureView, RecordView
from .charts import bar_chart

_FOUR = (
    *(measures.PUBLISHED, measures.IN_TIME_RATE, measures.DAYS_TO_REPLY, measures.SATISFIED_RATE),
    *(measures.DAYS_TO_PUBLISH, measures.PUBLISHED_PROPOSALS, measures.CO_HANDLED),
)
"""What a record tells: the first four that are known."""

_OF_ONE_YEAR = frozenset({YEARS.slug, SESSIONS.slug})
_LONGEST_RANGE = 40
_LONGEST_LABEL = 6


def record(figures: Figures, href: str) -> RecordView:
    """The record of a scope; ``href`` leads to all its figures, or is empty."""
    shown = (figure_view(measure, figures) for measure in _FOUR)
    return RecordView(
        sentence=_sentence(figures),
        notice=_notice(figures),
        figures=tuple(islice((view for view in shown if view), 4)),
        chart=_chart(figures),
        href=href,
    )


def figure_view(measure: Measure, figures: Figures) -> FigureView | None:
    """A figure for readers, with what it means; ``None`` where the scope does not have it."""
    value = printed(measure, figures)
    return FigureView(measure.label, value, _definition(measure, figures)) if value else None


def printed(measure: Measure, figures: Figures) -> str:
    """The value of a figure with its unit; empty where the scope does not have it."""
    value = measure.of(figures)
    if value is None:
        return ""
    number = f"{value:.1f}".removesuffix(".0")
    return f"{number}%" if measure.unit == measures.PERCENT else f"{number} {measure.unit}"


def _definition(measure: Measure, figures: Figures) -> str:
    """What a figure means; a share says of how many."""
    if measure is measures.IN_TIME_RATE:
        return f"{measure.definition}（{figures.timed} 件中的 {figures.in_time} 件）"
    if measure is measures.SATISFIED_RATE:
        return f"{measure.definition}（{figures.rated} 件中的 {figures.satisfied} 件）"
    return measure.definition


def _sentence(figures: Figures) -> str:
    return "，".join(_clauses(figures)) + "。"


def _clauses(figures: Figures) -> Iterator[str]:
    if figures.assigned is not None:
        where = "有台账的年份" if figures.uncovered else ""
        yield f"{where}收到建议提案 {figures.received} 件"
        if figures.assigned != figures.received:
            yield f"交办 {figures.assigned} 件"
        yield f"{'共' if figures.uncovered else '已'}答复 {figures.replied} 件"
    if figures.published or not figures.co_handled:
        yield f"公开答复 {figures.published} 件"
        if figures.assigned is None and figures.published_proposals != figures.published:
            yield f"涉及建议提案 {figures.published_proposals} 件"
    if figures.withheld:
        yield f"不公开 {figures.withheld} 件"
    if figures.co_handled:
        yield f"会办 {figures.co_handled} 件"


def _notice(figures: Figures) -> str:
    if not figures.uncovered:
        return ""
    years = "" if figures.scope.kind == YEARS.slug else _spans(figures.uncovered)
    return f"{years}没有台账，合计只包括已公开的答复；不公开的只计件数。"


def _spans(years: Iterable[int]) -> str:
    """``2012年至2015年、2018年``."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return "、".join(
        f"{span[0]}年至{span[-1]}年" if len(span) > 1 else f"{span[0]}年" for span in spans
    )


def _chart(figures: Figures) -> ChartView | None:
    """The chart that says most: over the years, else how far the cases came, else outcomes."""
    if figures.scope.kind not in _OF_ONE_YEAR and (chart := years_chart(figures)):
        return chart
    if figures.assigned is not None:
        return bar_chart("办理进展", measures.CASES, _progress(figures))
    if any(len(_code(name)) > _LONGEST_LABEL for name, _ in figures.outcomes):
        return None
    outcomes = ((_code(name), count) for name, count in figures.outcomes)
    return bar_chart("公开答复的答复类别", measures.CASES, outcomes)


def years_chart(figures: Figures) -> ChartView | None:
    """The published replies of each year, of those without any too; ``None`` of one year."""
    counts = {int(year): count for year, count in figures.years}
    if not counts or max(counts) - min(counts) >= _LONGEST_RANGE:
        return None
    years = range(min(counts), max(counts) + 1)
    rows = ((f"{year}年", counts.get(year, 0)) for year in years)
    return bar_chart(measures.YEARS.label, measures.CASES, rows)


def _progress(figures: Figures) -> Iterator[tuple[str, int]]:
    assert figures.assigned is not None
    yield measures.ASSIGNED.label, figures.assigned
    yield measures.REPLIED.label, figures.replied
    if figures.timed:
        yield "按期", figures.in_time
    yield "公开", figures.published
    if figures.withheld:
        yield measures.WITHHELD.label, figures.withheld


def _code(outcome: str) -> str:
    """The code of an outcome that is written with its meaning."""
    return outcome.partition("（")[0]
