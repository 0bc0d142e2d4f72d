"""The pages of statistics: all terms beside each other, and all figures of one term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import figures as measures
from .. import urls
from ..figures import Distribution
from ..statistics import KINDS, Figures, Statistics
from ..taxonomy import TermKind
from ..views import (
    FigureGroup,
    FiguresView,
    FigureView,
    LabelledText,
    Link,
    ScopeRow,
    ScopeTable,
    StatisticsView,
)
from .charts import percent
from .frame import Frames, Page
from .records import figure_view, printed, record

LABEL = "统计"
"""The name of these pages in the navigation."""

TITLE = "办理统计"

_COLUMNS = (
    *(measures.ASSIGNED, measures.REPLIED, measures.IN_TIME_RATE, measures.DAYS_TO_REPLY),
    *(measures.PUBLISHED, measures.DAYS_TO_PUBLISH, measures.WITHHELD, measures.SATISFIED_RATE),
)
"""The figures by which terms are compared; a column without a value is left out."""

_GROUPS = (
    (
        "件数",
        (
            *(measures.RECEIVED, measures.ASSIGNED),
            *(measures.REPLIED_PROPOSALS, measures.REPLIED),
            *(measures.PUBLISHED_PROPOSALS, measures.PUBLISHED),
            *(measures.WITHHELD, measures.CO_HANDLED),
        ),
    ),
    (
        "时限",
        (
            *(measures.TIMED, measures.IN_TIME, measures.IN_TIME_RATE),
            *(measures.DAYS_TO_REPLY, measures.DAYS_TO_PUBLISH),
        ),
    ),
    ("评价", (measures.RATED, measures.SATISFIED, measures.SATISFIED_RATE)),
)


def statistics_page(statistics: Statistics, frames: Frames) -> Page:
    """The page of the whole site's record, and of all terms beside each other."""
    tables = [_table(kind, members) for kind in KINDS if (members := statistics.terms[kind.slug])]
    shown = {column for table in tables for column in table.columns}
    view = StatisticsView(
        record=record(statistics.site, "") if tables else None,
        definitions=tuple(
            LabelledText(measure.label, measure.definition)
            for measure in _COLUMNS
            if measure.label in shown
        ),
        tables=tuple(tables),
    )
    return frames.page(urls.STATISTICS, "statistics", TITLE, view)


def _table(kind: TermKind, terms: Mapping[str, Figures]) -> ScopeTable:
    columns = [each for each in _COLUMNS if any(each.of(figures) for figures in terms.values())]
    rows = (
        ScopeRow(
            Link(
                figures.scope.term.name,
                urls.relative(urls.STATISTICS, address_of(figures)),
            ),
            tuple(printed(measure, figures) for measure in columns),
        )
        for figures in terms.values()
    )
    labels = tuple(measure.label for measure in columns)
    return ScopeTable(kind.slug, f"按{kind.label}", labels, tuple(rows))


def address_of(figures: Figures) -> str:
    """Where the page of all figures of a term goes."""
    kind, term = figures.scope
    return urls.statistics_address(kind, term.slug)


def figures_page(figures: Figures, is_listed: bool, frames: Frames) -> Page:
    """The page of all figures of a term; ``is_listed`` says whether its documents have a list."""
    kind, (slug, name) = figures.scope
    address = address_of(figures)
    listed = urls.relative(address, urls.term_address(kind, slug)) if is_listed else ""
    view = FiguresView(
        heading=name,
        record=record(figures, ""),
        groups=tuple(group for group in _groups(figures) if group.figures),
        documents=listed,
    )
    trail = [(TITLE, urls.STATISTICS)]
    return frames.page(address, "figures", f"{name}{TITLE}", view, trail=trail)


def _groups(figures: Figures) -> Iterator[FigureGroup]:
    for label, members in _GROUPS:
        views = (figure_view(measure, figures) for measure in members)
        yield FigureGroup(label, "", tuple(view for view in views if view))
    for distribution in measures.DISTRIBUTIONS:
        yield _parts(distribution, figures)


def _parts(distribution: Distribution, figures: Figures) -> FigureGroup:
    counts = distribution.of(figures)
    longest = max((count for _, count in counts), default=0)
    views = (
        FigureView(name, f"{count} {measures.CASES}", "", percent(count, longest))
        for name, count in counts
    )
    return FigureGroup(distribution.label, distribution.definition, tuple(views))
