"""Statistics: figures with what they mean, charts, and the records of terms."""

from __future__ import annotations

from dataclasses import dataclass

from .frame import LabelledText, Link


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its unit, and what it means, which is empty where its group says so.

    ``percent`` is the length of its bar, beside the longest of its group; ``None`` for no bar.
    """

    label: str
    value: str
    definition: str
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that belong together; ``definition`` is empty where each has its own."""

    label: str
    definition: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar of a chart: its label, its value as text, and its length in percent of the longest."""

    label: str
    value: str
    percent: float


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart of bars below each other; ``description`` says all its numbers in a sentence.

    ``label_width`` is that of the longest label, in em.
    """

    title: str
    description: str
    label_width: float
    bars: tuple[BarView, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """How the handling of a term stands: a sentence, at most four figures, one chart.

    ``notice`` says what the figures leave out, and is empty otherwise; ``href`` leads to all
    figures and is empty on the page that shows them.
    """

    sentence: str
    notice: str
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    href: str


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A term in a table of terms; ``values`` stand in the order of the columns, some empty."""

    term: Link
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeTable:
    """All terms of one kind with their figures; ``id`` is the place on the page."""

    id: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[ScopeRow, ...]


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """statistics.html: the whole site's record, and a table for each kind of terms.

    ``definitions`` say what the columns of the tables mean.  Without any case there is no
    ``record``.
    """

    record: RecordView | None
    definitions: tuple[LabelledText, ...]
    tables: tuple[ScopeTable, ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """figures.html: all figures of one term; ``documents`` leads to its list, or is empty."""

    heading: str
    record: RecordView
    groups: tuple[FigureGroup, ...]
    documents: str
