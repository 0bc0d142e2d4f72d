"""What a year's handling comes to in figures, from its ledger and its published replies.

The unit of account is a :class:`Case`: one reply that is owed or given, which is a row of the
ledger with its documents, or a reply that no row names.  Several replies may answer one proposal
(分办), so that both are counted, and apart.  What is withheld is in counts alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from .ledger import Entry, Ledger, paired
from .model import Card
from .standing import replied_on, reply_due
from .vocabulary import ROLES, SATISFACTION, Openness, Status

UNSTATED = "未注明"
OTHER_REASON = "其他"

REASONS: Mapping[str, tuple[str, ...]] = {
    "国家秘密": ("国家秘密", "涉密"),
    "法律、行政法规禁止公开": ("禁止公开",),
    "危及国家安全、公共安全、经济安全、社会稳定": ("国家安全", "公共安全", "经济安全", "社会稳定"),
    "商业秘密": ("商业秘密",),
    "个人隐私": ("个人隐私", "隐私"),
    "内部事务信息": ("内部事务", "内部管理"),
    "过程性信息": ("过程性",),
    "行政执法案卷信息": ("执法案卷",),
}
"""The reasons of 政府信息公开条例 14–16, with the words by which a written one is known.

What an author wrote of a withheld document is never printed, only which of these it names.
"""

Counts = tuple[tuple[str, int], ...]
"""Names with how often each occurs, in the order in which they are shown; none is zero."""


class Case(NamedTuple):
    """One reply that is owed or given; ``entry`` of a reply without a row says what it states.

    ``documents`` are published.  ``due`` is the day by which to reply.
    """

    proposal: tuple[str, str, str]
    entry: Entry
    documents: tuple[Card, ...]
    withheld: bool
    replied: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one year.

    ``received`` (proposals) and ``assigned`` (rows) are ``None`` where the year has no ledger.
    ``in_time`` counts the replies among ``timed``, those of which both reply and term are known.
    Medians are in days and ``None`` where no pair of dates is known.
    """

    year: int
    received: int | None
    assigned: int | None
    replied_proposals: int
    replied: int
    published_proposals: int
    published: int
    withheld: int
    timed: int
    in_time: int
    days_to_reply: float | None
    days_to_publish: float | None
    roles: Counts
    outcomes: Counts
    ratings: Counts
    reasons: Counts


def yearly(
    ledgers: Mapping[int, Ledger], cards: Collection[Card], published: Iterable[Card]
) -> tuple[Figures, ...]:
    """The figures of every year that has a ledger or replies, the latest first.

    ``cards`` are those of all sources, of which the withheld ones are counted; ``published`` are
    those that the public sees.
    """
    public = {card.path: card for card in published if card.is_reply}
    withheld = {card.path: card for card in cards if _is_withheld(card)}
    counted = {**public, **withheld}
    entries = [entry for ledger in ledgers.values() for entry in ledger.entries]
    pairing = paired(entries, counted.values())
    cases: dict[int, list[Case]] = {year: [] for year in ledgers}
    for year, ledger in ledgers.items():
        for entry in ledger.entries:
            cases[year].append(_case(entry, pairing.of(entry), public))
    for path, card in sorted(counted.items()):
        if path not in pairing.entries:
            cases.setdefault(card.year, []).append(_case(_entry_of(card), (card,), public))
    return tuple(_figures(year, cases[year], year in ledgers) for year in sorted(cases)[::-1])


def _is_withheld(card: Card) -> bool:
    """Whether ``card`` is a finished reply that is 不公开."""
    return card.is_reply and card.status is Status.PUBLIC and card.openness is Openness.WITHHELD


def _entry_of(card: Card) -> Entry:
    """The row that a ledger would have for ``card``; the source's path stands for what it lacks."""
    assert card.category
    handling, session = card.handling, next(iter(card.sessions), None)
    return Entry(
        card.path,
        0,
        card.number or card.path,
        session or card.category._replace(slug=card.path),
        card.category,
        card.units,
        role=handling.role,
        difficult=handling.difficult,
        assigned=handling.assigned.at.date() if handling.assigned else None,
        rated=handling.satisfaction,
        openness=card.openness,
        withheld_reason=handling.withheld_reason,
    )


def _case(entry: Entry, documents: tuple[Card, ...], public: Mapping[str, Card]) -> Case:
    """The case of ``entry``; what its row leaves empty is taken from its first document."""
    shown = tuple(card for card in documents if card.path in public)
    if documents:
        said = _entry_of(documents[0])
        entry = entry._replace(
            role=entry.role or said.role,
            rated=entry.rated or said.rated,
            assigned=entry.assigned or said.assigned,
            withheld_reason=entry.withheld_reason or said.withheld_reason,
        )
    difficult = any(card.handling.difficult for card in documents)
    return Case(
        (entry.category.slug, entry.session.slug, entry.number),
        entry,
        shown,
        not shown and (bool(documents) or entry.openness is Openness.WITHHELD),
        replied_on(entry, documents),
        reply_due(entry, difficult),
    )


def _figures(year: int, cases: list[Case], has_ledger: bool) -> Figures:
    published = [case for case in cases if case.documents]
    withheld = [case for case in cases if case.withheld]
    # Without a ledger nobody knows what else there was, so that a share would mislead.
    told = cases if has_ledger else published
    replied = [case for case in told if case.replied or case.documents]
    timed = [case for case in told if case.replied and case.due]
    return Figures(
        year,
        _proposals(cases) if has_ledger else None,
        len(cases) if has_ledger else None,
        _proposals(replied),
        len(replied),
        _proposals(published),
        len(published),
        len(withheld),
        len(timed),
        sum(1 for case in timed if case.replied and case.due and case.replied <= case.due),
        _median(_days(case.entry.assigned, case.replied) for case in told),
        _median(_days(case.replied, _published_on(case)) for case in published),
        _counts((case.entry.role for case in told), ROLES),
        _counts(card.outcome for case in published for card in case.documents[:1]),
        _counts((case.entry.rated for case in replied), SATISFACTION),
        _counts(
            (_reason(case.entry.withheld_reason) for case in withheld), (*REASONS, OTHER_REASON)
        ),
    )


def _proposals(cases: Iterable[Case]) -> int:
    return len({case.proposal for case in cases})


def _published_on(case: Case) -> date | None:
    days = [card.published.at.date() for card in case.documents if card.published]
    return min(days, default=None)


def _days(start: date | None, end: date | None) -> int | None:
    """The days from ``start`` to ``end``; ``None`` where one is unknown or they are in disorder."""
    return (end - start).days if start and end and start <= end else None


def _median(days: Iterable[int | None]) -> float | None:
    known = [each for each in days if each is not None]
    return median(known) if known else None


def _reason(written: str) -> str:
    if not written:
        return ""
    return next(_reasons_named(written), OTHER_REASON)


def _reasons_named(written: str) -> Iterator[str]:
    for reason, words in REASONS.items():
        if any(word in written for word in words):
            yield reason


def _counts(names: Iterable[str], order: tuple[str, ...] = ()) -> Counts:
    """How often each name occurs: in ``order``, then by name, what is unstated last."""
    found = Counter(names)
    unstated = found.pop("", 0)
    ranks = {name: rank for rank, name in enumerate(order)}
    rows = sorted(found.items(), key=lambda row: (ranks.get(row[0], len(ranks)), row[0]))
    return (*rows, (UNSTATED, unstated)) if unstated else tuple(rows)
