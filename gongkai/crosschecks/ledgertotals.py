"""Totals of a summary (共收到建议20件) that are not what the ledger of its year has.

A summary is of its unit, or of all units that a government has: a total agrees when it is either
count.  Papers are counted once, however many units a row or several rows name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.claims import Total
from gongkai.errors import Severity
from gongkai.ledger import Entry
from gongkai.model import Card

from .whole import CrossCheck, Discrepancy, Whole

_HINT = "核对台账，改正总数或者补上台账里缺的行；口径不同的，写一条“例外”"


def find(whole: Whole) -> Iterator[Discrepancy]:
    """Every total of a year with a ledger that agrees with no count of its rows."""
    totals = {path: claims.totals for path, claims in whole.claims.items() if claims.totals}
    if not (totals and whole.ledgers):
        return
    for card in whole.cards.where(map(totals.__contains__, whole.cards.paths)):
        if ledger := whole.ledgers.get(card.year):
            for total in totals[card.path]:
                counts = _counts(card, total, ledger.entries)
                if any(counts) and total.stated not in counts:
                    message = f"总结里的“{total.words}”与{card.year}年的台账不符：{_said(counts)}"
                    yield Discrepancy(card.path, total.place, message, _HINT)


def _counts(card: Card, total: Total, entries: Iterable[Entry]) -> tuple[int, int]:
    """How many papers of the kinds in ``total`` the summary's units have, and all units."""
    sessions = {session.slug for session in card.sessions}
    units = {unit.slug for unit in card.units}
    meant = [
        entry
        for entry in entries
        if (not sessions or entry.session.slug in sessions)
        and (not total.kinds or any(kind in entry.category.name for kind in total.kinds))
    ]
    own = [entry for entry in meant if units & {unit.slug for unit in entry.units}]
    return _papers(own), _papers(meant)


def _papers(entries: Iterable[Entry]) -> int:
    return len({(entry.category.slug, entry.session.slug, entry.number) for entry in entries})


def _said(counts: tuple[int, int]) -> str:
    own, every = counts
    return f"全部 {every} 件" + (f"，其中本单位 {own} 件" if own else "")


CHECK = CrossCheck("ledger-total", Severity.WARNING, find)
