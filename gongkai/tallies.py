"""What the cases of one docket come to: numbers that add up over dockets, for each of its scopes.

A docket is counted again only when something in it changed; else its tallies are remembered.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from .cases import Case, Terms, cases
from .dockets import Docket
from .model import Card, Term
from .taxonomy import CATEGORIES, SESSIONS, UNITS, YEARS, year_term

SITE = "site"
"""The kind of the one scope that holds everything."""


class Scope(NamedTuple):
    """What figures are of: a term of a kind, by the kind's slug, or the whole site."""

    kind: str
    term: Term


WHOLE = Scope(SITE, Term("all", "全站"))


class Numbers(NamedTuple):
    """Numbers that add up; :class:`gongkai.statistics.Figures` says what each means.

    ``namable`` is how many cases may be named, and how many documents name the scope.
    """

    assigned: int = 0
    received: int = 0
    replied: int = 0
    replied_proposals: int = 0
    published: int = 0
    published_proposals: int = 0
    withheld: int = 0
    co_handled: int = 0
    timed: int = 0
    in_time: int = 0
    namable: int = 0


class Tally(NamedTuple):
    """What some cases come to.

    ``uncovered`` are the years without a ledger.  ``days_to_reply`` and ``days_to_publish`` are
    those of each case of which they are known, in order.  The rest is how often each value occurs.
    """

    numbers: Numbers
    uncovered: tuple[int, ...]
    days_to_reply: tuple[int, ...]
    days_to_publish: tuple[int, ...]
    years: Mapping[int, int]
    roles: Mapping[str, int]
    outcomes: Mapping[str, int]
    ratings: Mapping[str, int]
    reasons: Mapping[str, int]


Tallies = Mapping[Scope, Tally]
"""What one docket comes to in each scope that it touches."""

_Alike = tuple[int, Terms, Term, Terms]
"""Year, sessions, category and units: cases of which these are the same are in the same scopes."""


def tallies(docket: Docket, years: Collection[int]) -> Tallies:
    """What ``docket`` comes to; ``years`` are those that have a ledger."""
    alike: dict[_Alike, list[Case]] = defaultdict(list)
    for case in cases(docket, years):
        alike[case.year, case.sessions, case.category, case.units].append(case)
    members: dict[Scope, list[_Alike]] = defaultdict(list)
    for each in alike:
        for scope in _scopes(each):
            members[scope].append(each)
    co_handled = Counter(
        Scope(UNITS.slug, unit)
        for card in docket.published
        if card.co_units
        for unit in {*card.co_units} - {*card.units}
    )
    # A docket is of one session and nearly always of one year, so that many scopes are the same.
    counted: dict[tuple[int, tuple[_Alike, ...]], Tally] = {}
    found = {}
    for scope in {**members, **co_handled}:
        same = co_handled[scope], tuple(members[scope])
        if same not in counted:
            counted[same] = _tally([case for each in same[1] for case in alike[each]], same[0])
        found[scope] = counted[same]
    return found


def _scopes(alike: _Alike) -> Iterable[Scope]:
    year, sessions, category, units = alike
    yield WHOLE
    yield Scope(YEARS.slug, year_term(year))
    yield Scope(CATEGORIES.slug, category)
    for session in sessions:
        yield Scope(SESSIONS.slug, session)
    for unit in units:
        yield Scope(UNITS.slug, unit)


def _tally(every: Sequence[Case], co_handled: int) -> Tally:
    """What ``every`` case comes to."""
    withheld = [case for case in every if case.is_withheld]
    assigned = [case for case in every if case.has_ledger]
    # Without a ledger nobody knows what else there was: a share would mislead.
    told = [case for case in every if case.has_ledger or case.document]
    replied = [case for case in told if case.is_replied]
    published = [case for case in replied if case.document]
    in_time = [case.in_time for case in told if case.in_time is not None]
    documents = _documents(published)
    numbers = Numbers(
        assigned=len(assigned),
        received=_proposals(assigned),
        replied=len(replied),
        replied_proposals=_proposals(replied),
        published=len(documents),
        published_proposals=_proposals(published),
        withheld=len(withheld),
        co_handled=co_handled,
        timed=len(in_time),
        in_time=sum(in_time),
        namable=co_handled + sum(case.may_be_named for case in told),
    )
    return Tally(
        numbers,
        uncovered=tuple(sorted({case.year for case in every if not case.has_ledger})),
        days_to_reply=_known(case.days_to_reply for case in told),
        days_to_publish=_known(case.days_to_publish for case in published),
        years=_counts(card.year for card in documents),
        roles=_counts(case.role for case in told),
        outcomes=_counts(card.outcome for card in documents),
        ratings=_counts(case.rated for case in replied),
        reasons=_counts(case.reason for case in withheld),
    )


def _proposals(found: Iterable[Case]) -> int:
    return len({case.proposal for case in found})


def _documents(published: Iterable[Case]) -> Collection[Card]:
    """The documents of ``published`` cases, each once."""
    return {case.document.path: case.document for case in published if case.document}.values()


def _known(days: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted(each for each in days if each is not None))


_Value = TypeVar("_Value")


def _counts(values: Iterable[_Value]) -> dict[_Value, int]:
    return dict(Counter(values))
