"""Statistics: figures with what they mean, charts, and the records of terms."""

from __future__ import annotations

from msgspec import Struct

from .frame import LabelledText, Link


class FigureView(Struct, frozen=True):
    """A figure with its unit, and what it means, which is empty where its group says so.

    ``percent`` is the length of its bar, beside the longest of its group; ``None`` for no bar.
    """

    label: str
    value: str
    definition: str
    percent: float | None = None


class FigureGroup(Struct, frozen=True):
    """Figures that belong together; ``definition`` is empty where each has its own."""

    label: str
    definition: str
    figures: tuple[FigureView, ...]


class BarView(Struct, frozen=True):
    """A bar of a chart: its label, its value as text, and its length in percent of the longest."""

    label: str
    value: str
    percent: float


class ChartView(Struct, frozen=True):
    """A chart of bars below each other; ``description`` says all its numbers in a sentence.

    ``label_width`` is that of the longest label, in em.
    """

    title: str
    description: str
    label_width: float
    bars: tuple[BarView, ...]


class RecordView(Struct, frozen=True):
    """How the handling of a term stands: a sentence, at most four figures, one chart.

    ``notice`` says what the figures leave out, and is empty otherwise; ``href`` leads to all
    figures and is empty on the page that shows them.
    """

    sentence: str
    notice: str
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    href: str


class ScopeRow(Struct, frozen=True):
    """A term in a table of terms; ``values`` stand in the order of the columns, some empty."""

    term: Link
    values: tuple[str, ...]


class ScopeTable(Struct, frozen=True):
    """All terms of one kind with their figures; ``id`` is the place on the page."""

    id: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[ScopeRow, ...]


class StatisticsView(Struct, frozen=True):
    """statistics.html: the whole site's record, and a table for each kind of terms.

    ``definitions`` say what the columns of the tables mean.  Without any case there is no
    ``record``.
    """

    record: RecordView | None
    definitions: tuple[LabelledText, ...]
    tables: tuple[ScopeTable, ...]


class FiguresView(Struct, frozen=True):
    """figures.html: all figures of one term; ``documents`` leads to its list, or is empty."""

    heading: str
    record: RecordView
    groups: tuple[FigureGroup, ...]
    documents: str
