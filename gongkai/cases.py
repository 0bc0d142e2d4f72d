"""The cases that statistics count: each is one reply that is owed or given.

A case is a row of the ledger with its document, or a reply that no row names.  Several replies may
answer one proposal (分办), and one reply several proposals (并案), so that proposals, cases and
documents are counted apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from .dates import Moment
from .dockets import Docket
from .ledger import Entry, paired, shown
from .model import Card, Handling, Term
from .standing import term_end
from .vocabulary import Openness

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

Terms = tuple[Term, ...]

Proposal = tuple[str, str, str]
"""What tells proposals apart: category, session and number."""


class Case(NamedTuple):
    """One reply that is owed or given; what its row leaves empty is taken from its document.

    ``sessions`` are those of the row, or all of a reply without one.  ``role`` and ``rated`` may
    be empty; so may ``reason``, one of :data:`REASONS` or :data:`OTHER_REASON`.  ``document`` is
    published, and ``None`` of what is not.  ``has_ledger`` says whether ``year`` has a ledger.
    Without ``may_be_named`` nothing of the case is shown but that it is counted.  ``in_time`` and
    the days are ``None`` where a date is unknown, or where dates are in disorder.
    """

    proposal: Proposal
    year: int
    sessions: Terms
    category: Term
    units: Terms
    role: str
    rated: str
    is_replied: bool
    in_time: bool | None
    days_to_reply: int | None
    days_to_publish: int | None
    document: Card | None
    is_withheld: bool
    reason: str
    has_ledger: bool
    may_be_named: bool


def cases(docket: Docket, years: Collection[int]) -> Iterator[Case]:
    """Every case of ``docket``: its rows, then its replies without a row.

    ``years`` are those that have a ledger.
    """
    public = {*docket.published.paths}
    replies = (*docket.published, *docket.withheld)
    pairing = paired([entry for _, entry in docket.rows], replies)
    for year, entry in docket.rows:
        found = pairing.of(entry)
        for card in found or (None,):
            # Where several units reply for themselves, each of their replies is a case.
            units = card.units if card and len(found) > 1 else entry.units
            yield _of_row(year, entry, units, card, card is not None and card.path in public)
    for card in replies:
        if card.path not in pairing.entries:
            yield _of_reply(card, card.path in public, card.year in years)


def _of_row(year: int, entry: Entry, units: Terms, card: Card | None, is_public: bool) -> Case:
    said = card.handling if card else _SILENT
    role, assigned = entry.role or said.role, entry.assigned or _day(said.assigned)
    replied = entry.replied or _day(said.signed)
    due = entry.due or term_end(assigned, role, entry.difficult or said.difficult)
    document = card if is_public else None
    return Case(
        (entry.category.slug, entry.session.slug, entry.number),
        year,
        (entry.session,),
        entry.category,
        units,
        role,
        entry.rated or said.satisfaction,
        is_public or replied is not None,
        _in_time(assigned, replied, due),
        _days(assigned, replied),
        _days_to_publish(replied, document),
        document,
        not is_public and (card is not None or entry.openness is Openness.WITHHELD),
        "" if is_public else reason_named(entry.withheld_reason or said.withheld_reason),
        has_ledger=True,
        may_be_named=is_public or (card is None and shown(entry) is not None),
    )


def _of_reply(card: Card, is_public: bool, has_ledger: bool) -> Case:
    assert card.category
    said = card.handling
    assigned, replied = _day(said.assigned), _day(said.signed)
    document = card if is_public else None
    # What a reply does not state cannot be shared with others: its path stands for it.
    session = card.sessions[0].slug if card.sessions else card.path
    return Case(
        (card.category.slug, session, card.number or card.path),
        card.year,
        card.sessions,
        card.category,
        card.units,
        said.role,
        said.satisfaction,
        is_public or replied is not None,
        _in_time(assigned, replied, term_end(assigned, said.role, said.difficult)),
        _days(assigned, replied),
        _days_to_publish(replied, document),
        document,
        not is_public,
        "" if is_public else reason_named(said.withheld_reason),
        has_ledger=has_ledger,
        may_be_named=is_public,
    )


_SILENT = Handling()


def reason_named(written: str) -> str:
    """Which of :data:`REASONS` a text names first; empty for an empty one."""
    if not written:
        return ""
    named = (reason for reason, words in REASONS.items() if any(word in written for word in words))
    return next(named, OTHER_REASON)


def _day(moment: Moment | None) -> date | None:
    return moment.at.date() if moment else None


def _in_time(assigned: date | None, replied: date | None, due: date | None) -> bool | None:
    if replied is None or due is None or (assigned and replied < assigned):
        return None
    return replied <= due


def _days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end and start <= end else None


def _days_to_publish(replied: date | None, document: Card | None) -> int | None:
    return _days(replied, _day(document.published)) if document else None
