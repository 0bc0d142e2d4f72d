"""What the handling of a year, a session, a unit, a category or all comes to in figures.

:func:`statistics` adds up what the dockets come to (:mod:`.tallies`); :mod:`.figures` says what
each figure is called and means, and gives them all as one flat table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from msgspec import Struct

from .cases import OTHER_REASON, REASONS
from .tallies import WHOLE, Numbers, Scope, Tallies, Tally
from .taxonomy import CATEGORIES, SESSIONS, UNITS, YEARS
from .vocabulary import ROLES, SATISFACTION

KINDS = (YEARS, SESSIONS, UNITS, CATEGORIES)
"""The kinds of terms that have figures of their own."""

UNSTATED = "未注明"

_SATISFIED = frozenset({"满意", "基本满意"})
_NOT_RATED = frozenset({"", "未反馈"})

Counts = tuple[tuple[str, int], ...]
"""Names with how often each occurs, in the order in which they are shown; none is zero."""


class Figures(Struct, frozen=True):
    """The figures of one scope; :data:`gongkai.figures.MEASURES` says what each means.

    ``received`` (proposals) and ``assigned`` (cases) are those of the years that have a ledger,
    and ``None`` where none has; ``uncovered`` are the years without one, of which only what is
    published and what is withheld is counted.  ``in_time`` are those of the ``timed`` replies,
    of which both day and term are known, ``satisfied`` those of the ``rated`` ones.  Medians are
    in days and ``None`` where no pair of dates is known.  ``co_handled`` is ``None`` but for
    units.  ``years`` counts the published replies by year.
    """

    scope: Scope
    uncovered: tuple[int, ...]
    received: int | None
    assigned: int | None
    replied_proposals: int
    replied: int
    published_proposals: int
    published: int
    withheld: int
    co_handled: int | None
    timed: int
    in_time: int
    rated: int
    satisfied: int
    days_to_reply: float | None
    days_to_publish: float | None
    years: Counts
    roles: Counts
    outcomes: Counts
    ratings: Counts
    reasons: Counts


class Statistics(Struct, frozen=True):
    """The figures of the whole site, and by the slugs of kind and term those of each term."""

    site: Figures
    terms: Mapping[str, Mapping[str, Figures]]

    def of(self, kind: str, slug: str) -> Figures | None:
        """The figures of a term; ``None`` where it has none."""
        return self.terms.get(kind, {}).get(slug)

    def of_terms(self) -> Iterator[Figures]:
        """The figures of every term, kind by kind."""
        for kind in KINDS:
            yield from self.terms[kind.slug].values()


def statistics(counted: Iterable[Tallies], order: Mapping[str, tuple[str, ...]]) -> Statistics:
    """The figures of all dockets; ``counted`` is what each of them comes to.

    ``order`` gives for a kind's slug the slugs of its terms in the order of the configuration;
    years stand latest first.  A session, unit or category of which no case may be named has no
    figures of its own: its name is not to be known.
    """
    parts: dict[Scope, list[Tally]] = {WHOLE: []}
    for tallies in counted:
        for scope, tally in tallies.items():
            parts.setdefault(scope, []).append(tally)
    found: dict[str, list[Figures]] = {kind.slug: [] for kind in KINDS}
    for scope, of_dockets in parts.items():
        kind, _ = scope
        is_namable = any(part.numbers.namable for part in of_dockets)
        if kind == YEARS.slug or (kind in found and is_namable):
            found[kind].append(_figures(scope, of_dockets))
    return Statistics(
        _figures(WHOLE, parts[WHOLE]),
        {kind: _ordered(found[kind], order.get(kind)) for kind in found},
    )


def _ordered(figures: list[Figures], order: tuple[str, ...] | None) -> dict[str, Figures]:
    by_slug = {each.scope.term.slug: each for each in figures}
    slugs = sorted(by_slug, reverse=True) if order is None else order
    return {slug: by_slug[slug] for slug in slugs if slug in by_slug}


def _figures(scope: Scope, parts: Sequence[Tally]) -> Figures:
    """The figures of ``scope``: the sums of its ``parts``."""
    numbers = Numbers(*map(sum, zip(*[part.numbers for part in parts], strict=True)))
    ratings = _sum([part.ratings for part in parts])
    years = _sum([part.years for part in parts])
    return Figures(
        scope=scope,
        uncovered=tuple(sorted({year for part in parts for year in part.uncovered})),
        received=numbers.received if numbers.assigned else None,
        assigned=numbers.assigned or None,
        replied_proposals=numbers.replied_proposals,
        replied=numbers.replied,
        published_proposals=numbers.published_proposals,
        published=numbers.published,
        withheld=numbers.withheld,
        co_handled=numbers.co_handled if scope.kind == UNITS.slug else None,
        timed=numbers.timed,
        in_time=numbers.in_time,
        rated=sum(count for name, count in ratings.items() if name not in _NOT_RATED),
        satisfied=sum(count for name, count in ratings.items() if name in _SATISFIED),
        days_to_reply=_median([part.days_to_reply for part in parts]),
        days_to_publish=_median([part.days_to_publish for part in parts]),
        years=tuple((str(year), years[year]) for year in sorted(years)),
        roles=_counts(_sum([part.roles for part in parts]), _ROLES),
        outcomes=_counts(_sum([part.outcomes for part in parts]), {}),
        ratings=_counts(ratings, _RATINGS),
        reasons=_counts(_sum([part.reasons for part in parts]), _REASONS),
    )


_Value = TypeVar("_Value")


def _sum(parts: Iterable[Mapping[_Value, int]]) -> Mapping[_Value, int]:
    """How often each value is counted in all ``parts``."""
    found: dict[_Value, int] = defaultdict(int)
    for part in parts:
        for value, count in part.items():
            found[value] += count
    return found


def _median(parts: Iterable[Iterable[int]]) -> float | None:
    """The middle one of all days, or the mean of the two in the middle; ``None`` of none."""
    days = sorted(chain.from_iterable(parts))
    middle, is_odd = divmod(len(days), 2)
    if not days:
        return None
    return days[middle] if is_odd else (days[middle - 1] + days[middle]) / 2


_ROLES, _RATINGS, _REASONS = (
    {name: rank for rank, name in enumerate(names)}
    for names in (ROLES, SATISFACTION, (*REASONS, OTHER_REASON))
)
"""The places of the names in the order of the vocabulary."""


def _counts(found: Mapping[str, int], ranks: Mapping[str, int]) -> Counts:
    """How often each name occurs: in the order of ``ranks``, then by name, what is unstated last."""
    rows = sorted(
        found.items(), key=lambda row: (not row[0], ranks.get(row[0], len(ranks)), row[0])
    )
    return tuple((name or UNSTATED, count) for name, count in rows)
