"""Charts as they are drawn at build time: bars below each other, each with its number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..views import BarView, ChartView

_WIDE = frozenset("WFA")
_EM_OF_NARROW = 0.62
_EM_BESIDE_LABEL = 0.8


def bar_chart(title: str, unit: str, counts: Iterable[tuple[str, int]]) -> ChartView | None:
    """A chart of ``counts`` in ``unit``; ``None`` where there is nothing to compare."""
    rows = tuple(counts)
    longest = max((count for _, count in rows), default=0)
    if len(rows) < 2 or not longest:
        return None
    said = "，".join(f"{label} {count} {unit}" for label, count in rows)
    return ChartView(
        title=title,
        description=f"{said}。",
        label_width=round(max(_width(label) for label, _ in rows) + _EM_BESIDE_LABEL, 2),
        bars=tuple(
            BarView(label, f"{count} {unit}", percent(count, longest)) for label, count in rows
        ),
    )


def percent(count: int, longest: int) -> float:
    """The length of a bar in percent of the longest one's."""
    return round(100 * count / longest, 1)


def _width(text: str) -> float:
    """About how wide ``text`` is set, in em: ideographs are as wide as they are high."""
    is_wide = (unicodedata.east_asian_width(character) in _WIDE for character in text)
    return sum(1 if wide else _EM_OF_NARROW for wide in is_wide)
