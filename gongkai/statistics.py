"""What the handling of a year, a session, a unit, a category or all comes to in figures.

:func:`statistics` counts the cases (:mod:`.cases`) of every scope in one pass;
:mod:`.figures` says what each figure is called and means, and gives them all as one flat table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from .cases import OTHER_REASON, REASONS, Case, Proposal, Terms, cases
from .ledger import Ledger
from .model import Card, Term
from .taxonomy import CATEGORIES, SESSIONS, UNITS, YEARS, year_term
from .vocabulary import ROLES, SATISFACTION

SITE = "site"
"""The kind of the one scope that holds everything."""

KINDS = (YEARS, SESSIONS, UNITS, CATEGORIES)
"""The kinds of terms that have figures of their own."""

UNSTATED = "未注明"

_SATISFIED = frozenset({"满意", "基本满意"})
_NOT_RATED = frozenset({"", "未反馈"})

Counts = tuple[tuple[str, int], ...]
"""Names with how often each occurs, in the order in which they are shown; none is zero."""


class Scope(NamedTuple):
    """What figures are of: a term of one of ``KINDS``, by the kind's slug, or the whole site."""

    kind: str
    term: Term


WHOLE = Scope(SITE, Term("all", "全站"))


@dataclass(frozen=True, slots=True)
class Figures:
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


@dataclass(frozen=True, slots=True)
class Statistics:
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


def statistics(
    ledgers: Mapping[int, Ledger],
    cards: Collection[Card],
    published: Collection[Card],
    order: Mapping[str, tuple[str, ...]],
) -> Statistics:
    """The figures of all that the ledgers and the documents tell.

    ``cards`` are those of all sources, of which the withheld ones are counted; ``published`` are
    those that the public sees.  ``order`` gives for a kind's slug the slugs of its terms in the
    order of the configuration; years stand latest first.  A session, unit or category of which
    no case may be named has no figures of its own: its name is not to be known.
    """
    # Cases of the same terms are counted once, and what they come to is added to each scope.
    alike: dict[tuple[int, Terms, Term, Terms], _Tally] = defaultdict(_Tally)
    for case in cases(ledgers, cards, published):
        alike[case.year, case.sessions, case.category, case.units].add(case)
    site = _Tally()
    tallies: dict[str, dict[Term, _Tally]] = {kind.slug: defaultdict(_Tally) for kind in KINDS}
    years, sessions, units, categories = (tallies[kind.slug] for kind in KINDS)
    for (year, in_sessions, category, of_units), tally in alike.items():
        site.include(tally)
        years[year_term(year)].include(tally)
        categories[category].include(tally)
        for session in in_sessions:
            sessions[session].include(tally)
        for unit in of_units:
            units[unit].include(tally)
    for card in published:
        if card.is_reply and card.co_units:
            for unit in {*card.co_units} - {*card.units}:
                units[unit].co_handled += 1
    found = {
        kind: [
            tally.figures(Scope(kind, term))
            for term, tally in members.items()
            if kind == YEARS.slug or tally.may_be_named
        ]
        for kind, members in tallies.items()
    }
    return Statistics(
        site.figures(WHOLE), {kind: _ordered(found[kind], order.get(kind)) for kind in found}
    )


def _ordered(figures: list[Figures], order: tuple[str, ...] | None) -> dict[str, Figures]:
    by_slug = {each.scope.term.slug: each for each in figures}
    slugs = sorted(by_slug, reverse=True) if order is None else order
    return {slug: by_slug[slug] for slug in slugs if slug in by_slug}


_YEAR, _OUTCOME = attrgetter("year"), attrgetter("outcome")


class _Tally:
    """What has been counted of one scope so far."""

    __slots__ = (
        *("assigned", "received", "replied", "replied_proposals", "published_proposals"),
        *("documents", "withheld", "co_handled", "timed", "in_time", "uncovered"),
        *("days_to_reply", "days_to_publish", "roles", "ratings", "reasons", "named"),
    )

    def __init__(self) -> None:
        self.assigned = self.replied = self.withheld = self.co_handled = 0
        self.timed = self.in_time = 0
        self.named = False
        self.uncovered: set[int] = set()
        self.received: set[Proposal] = set()
        self.replied_proposals: set[Proposal] = set()
        self.published_proposals: set[Proposal] = set()
        self.documents: dict[str, Card] = {}
        self.days_to_reply: list[int] = []
        self.days_to_publish: list[int] = []
        self.roles: dict[str, int] = defaultdict(int)
        self.ratings: dict[str, int] = defaultdict(int)
        self.reasons: dict[str, int] = defaultdict(int)

    @property
    def may_be_named(self) -> bool:
        """Whether the scope has a case that may be named, or a document that names it."""
        return self.named or self.co_handled > 0

    def add(self, case: Case) -> None:
        """Count ``case``."""
        document = case.document
        if case.is_withheld:
            self.withheld += 1
            self.reasons[case.reason] += 1
        if case.has_ledger:
            self.assigned += 1
            self.received.add(case.proposal)
        else:
            self.uncovered.add(case.year)
            if document is None:
                # Without a ledger nobody knows what else there was: a share would mislead.
                return
        self.named = self.named or case.may_be_named
        self.roles[case.role] += 1
        if case.days_to_reply is not None:
            self.days_to_reply.append(case.days_to_reply)
        if case.in_time is not None:
            self.timed += 1
            self.in_time += case.in_time
        if not case.is_replied:
            return
        self.replied += 1
        self.replied_proposals.add(case.proposal)
        self.ratings[case.rated] += 1
        if document is not None:
            self.documents[document.path] = document
            self.published_proposals.add(case.proposal)
            if case.days_to_publish is not None:
                self.days_to_publish.append(case.days_to_publish)

    def include(self, other: _Tally) -> None:
        """Count all that ``other`` has counted."""
        self.assigned += other.assigned
        self.replied += other.replied
        self.withheld += other.withheld
        self.timed += other.timed
        self.in_time += other.in_time
        self.named = self.named or other.named
        self.uncovered |= other.uncovered
        self.received |= other.received
        self.replied_proposals |= other.replied_proposals
        self.published_proposals |= other.published_proposals
        self.documents.update(other.documents)
        self.days_to_reply += other.days_to_reply
        self.days_to_publish += other.days_to_publish
        for own, more in (
            (self.roles, other.roles),
            (self.ratings, other.ratings),
            (self.reasons, other.reasons),
        ):
            for name, count in more.items():
                own[name] += count

    def figures(self, scope: Scope) -> Figures:
        """The figures of what was counted, as those of ``scope``."""
        documents = self.documents.values()
        years = sorted(Counter(map(_YEAR, documents)).items())
        return Figures(
            scope=scope,
            uncovered=tuple(sorted(self.uncovered)),
            received=len(self.received) if self.assigned else None,
            assigned=self.assigned or None,
            replied_proposals=len(self.replied_proposals),
            replied=self.replied,
            published_proposals=len(self.published_proposals),
            published=len(documents),
            withheld=self.withheld,
            co_handled=self.co_handled if scope.kind == UNITS.slug else None,
            timed=self.timed,
            in_time=self.in_time,
            rated=sum(self.ratings[name] for name in self.ratings if name not in _NOT_RATED),
            satisfied=sum(self.ratings[name] for name in self.ratings if name in _SATISFIED),
            days_to_reply=median(self.days_to_reply) if self.days_to_reply else None,
            days_to_publish=median(self.days_to_publish) if self.days_to_publish else None,
            years=tuple((str(year), count) for year, count in years),
            roles=_counts(self.roles, ROLES),
            outcomes=_counts(Counter(map(_OUTCOME, documents))),
            ratings=_counts(self.ratings, SATISFACTION),
            reasons=_counts(self.reasons, (*REASONS, OTHER_REASON)),
        )


def _counts(found: Mapping[str, int], order: tuple[str, ...] = ()) -> Counts:
    """How often each name occurs: in ``order``, then by name, what is unstated last."""
    ranks = {name: rank for rank, name in enumerate(order)}
    rows = sorted(
        found.items(), key=lambda row: (not row[0], ranks.get(row[0], len(ranks)), row[0])
    )
    return tuple((name or UNSTATED, count) for name, count in rows)
