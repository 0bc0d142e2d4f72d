"""What each figure of the statistics is called and means, and all of them as one flat table.

Pages and data take names and definitions from here, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct

from .statistics import Counts, Figures, Statistics

CASES, DAYS, PERCENT = "件", "天", "%"


class Measure(Struct, frozen=True):
    """A figure: its stable id, its name for readers, its unit and what it means.

    ``of`` takes it from the figures of a scope; ``None`` where the scope does not have it.
    """

    id: str
    label: str
    unit: str
    definition: str
    of: Callable[[Figures], int | float | None]


class Distribution(Struct, frozen=True):
    """Cases told apart by one of their properties: a figure for each value that occurs."""

    id: str
    label: str
    definition: str
    of: Callable[[Figures], Counts]


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` in percent, to one decimal; ``None`` of nothing."""
    return round(100 * part / whole, 1) if whole else None


RECEIVED = Measure(
    "received",
    "收到建议提案",
    CASES,
    "台账所列的建议、提案，加上台账未列而已有答复的；类别、届次、编号都相同的算一件",
    lambda figures: figures.received,
)
ASSIGNED = Measure(
    "assigned",
    "交办",
    CASES,
    "台账的行数，加上台账未列的答复；分办的各算一件",
    lambda figures: figures.assigned,
)
REPLIED_PROPOSALS = Measure(
    "replied_proposals",
    "已答复建议提案",
    CASES,
    "至少有一件答复的建议、提案",
    lambda figures: figures.replied_proposals,
)
REPLIED = Measure(
    "replied",
    "答复",
    CASES,
    "有答复日期或者答复已公开的各件",
    lambda figures: figures.replied,
)
PUBLISHED_PROPOSALS = Measure(
    "published_proposals",
    "已公开建议提案",
    CASES,
    "至少有一件答复已公开的建议、提案",
    lambda figures: figures.published_proposals,
)
PUBLISHED = Measure(
    "published",
    "公开答复",
    CASES,
    "全文或者摘要已在本站公开的答复，一份答复多件建议提案的算一件",
    lambda figures: figures.published,
)
WITHHELD = Measure(
    "withheld",
    "不公开",
    CASES,
    "经审查不予公开的答复，只计件数",
    lambda figures: figures.withheld,
)
CO_HANDLED = Measure(
    "co_handled",
    "会办",
    CASES,
    "由其他单位答复、本单位列为会办单位的公开答复，不计入其他各项",
    lambda figures: figures.co_handled or None,
)
TIMED = Measure(
    "timed",
    "可核对时限的答复",
    CASES,
    "期限和答复日期都已知的各件，还没有答复的（逾期的也在内）和答复早于交办的不计；"
    "台账没有写期限的，从交办之日起 3 个月，疑难的 6 个月，会办、协办的 1 个月",
    lambda figures: figures.timed or None,
)
IN_TIME = Measure(
    "in_time",
    "按期答复",
    CASES,
    "已经答复、期限和答复日期都已知的各件中，在期限当天或者以前答复的；还没有答复的不计",
    lambda figures: figures.in_time if figures.timed else None,
)
IN_TIME_RATE = Measure(
    "in_time_rate",
    "按期答复率",
    PERCENT,
    "已经答复、期限和答复日期都已知的各件中，在期限当天或者以前答复的比例；还没有答复的不计，"
    "逾期的也不计",
    lambda figures: share(figures.in_time, figures.timed),
)
DAYS_TO_REPLY = Measure(
    "days_to_reply",
    "答复用时",
    DAYS,
    "从交办到答复的天数，取中位数",
    lambda figures: figures.days_to_reply,
)
DAYS_TO_PUBLISH = Measure(
    "days_to_publish",
    "公开用时",
    DAYS,
    "从答复到公开的天数，取中位数",
    lambda figures: figures.days_to_publish,
)
RATED = Measure(
    "rated",
    "已评价的答复",
    CASES,
    "已答复的各件中，代表、委员评为满意、基本满意、理解或者不满意的",
    lambda figures: figures.rated or None,
)
SATISFIED = Measure(
    "satisfied",
    "满意和基本满意",
    CASES,
    "已有评价的各件中，评为满意或者基本满意的",
    lambda figures: figures.satisfied if figures.rated else None,
)
SATISFIED_RATE = Measure(
    "satisfied_rate",
    "满意率",
    PERCENT,
    "已有评价的各件中，评为满意或者基本满意的比例",
    lambda figures: share(figures.satisfied, figures.rated),
)

MEASURES = (
    *(RECEIVED, ASSIGNED, REPLIED_PROPOSALS, REPLIED, PUBLISHED_PROPOSALS, PUBLISHED),
    *(WITHHELD, CO_HANDLED, TIMED, IN_TIME, IN_TIME_RATE, DAYS_TO_REPLY, DAYS_TO_PUBLISH),
    *(RATED, SATISFIED, SATISFIED_RATE),
)
"""Every figure that is one number, in the order in which they are shown."""

YEARS = Distribution(
    "published_by_year",
    "各年公开的答复",
    "公开答复按年度分",
    lambda figures: figures.years,
)
ROLES = Distribution(
    "by_role",
    "办理方式",
    "交办的各件按办理方式分，台账没有填的以答复为准；没有台账的年份只计公开的答复",
    lambda figures: figures.roles,
)
OUTCOMES = Distribution(
    "by_outcome",
    "答复类别",
    "公开答复按写明的办理结果分",
    lambda figures: figures.outcomes,
)
RATINGS = Distribution(
    "by_rating",
    "满意度",
    "答复的各件按收到的评价分，台账没有填的以答复为准",
    lambda figures: figures.ratings,
)
REASONS = Distribution(
    "by_reason",
    "不公开的理由",
    "不公开的各件，按《政府信息公开条例》第十四条至第十六条归类",
    lambda figures: figures.reasons,
)

DISTRIBUTIONS = (YEARS, ROLES, OUTCOMES, RATINGS, REASONS)
"""Every figure that is a number for each of several values, in the order of the pages."""


class FigureRow(NamedTuple):
    """One figure of one scope, for data files; the fields are the columns, all of them stable.

    ``scope`` is ``site``, ``years``, ``sessions``, ``units`` or ``categories``, ``slug`` and
    ``name`` are the term's (``all`` and 全站 of the whole site).  ``figure`` is an id of
    :data:`MEASURES` or :data:`DISTRIBUTIONS`; ``item`` is the value that is counted by one of the
    latter (a year, a way of handling, an outcome with its meaning, a rating, a reason) and empty
    otherwise.  ``label`` is the figure's name, ``value`` a number in ``unit``: ``件``, ``天`` or
    ``%``.  ``uncovered`` are the years of the scope that have no ledger: of these the totals cover
    published replies only.
    """

    scope: str
    slug: str
    name: str
    figure: str
    item: str
    label: str
    value: int | float
    unit: str
    definition: str
    uncovered: tuple[str, ...]


def rows(statistics: Statistics) -> Iterator[FigureRow]:
    """All figures as one flat table: the whole site, then years, sessions, units, categories.

    A figure that a scope does not have (no ledger, no dates) has no row.  Pure, and the same
    rows in the same order for the same content.
    """
    for figures in (statistics.site, *statistics.of_terms()):
        kind, (slug, name) = figures.scope
        uncovered = tuple(map(str, figures.uncovered))
        for measure in MEASURES:
            value = measure.of(figures)
            if value is not None:
                said = measure.label, value, measure.unit, measure.definition
                yield FigureRow(kind, slug, name, measure.id, "", *said, uncovered)
        for parts in DISTRIBUTIONS:
            for item, count in parts.of(figures):
                said = parts.label, count, CASES, parts.definition
                yield FigureRow(kind, slug, name, parts.id, item, *said, uncovered)
