"""Cases that a summary names (第…号建议) whose reply is not published.

A reply counts when it is of one of the summary's sessions, or of its year.  Nothing is said of a
case that is not to be published: one whose document or row in the ledger says 不公开.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from gongkai.errors import Severity
from gongkai.model import Card
from gongkai.vocabulary import Openness

from .whole import CrossCheck, Discrepancy, Whole

_HINT = "发布它的答复，或者改正编号；不由本单位答复、不公开的，写一条“例外”"

_Scope = tuple[str, str]
"""A session's slug or a year, and a number."""


def find(whole: Whole) -> Iterator[Discrepancy]:
    """Every such case, where the summary names it first."""
    named = {path: claims.cases for path, claims in whole.claims.items() if claims.cases}
    if not named:
        return
    numbers = {case.number for cases in named.values() for case in cases}
    settled = {
        (scope, card.number) for card in _answered(whole, numbers) for scope in _scopes(card)
    }
    settled |= set(_withheld(whole))
    for card in whole.cards.where(map(named.__contains__, whole.cards.paths)):
        for case in named[card.path]:
            if not any((scope, case.number) in settled for scope in _scopes(card)):
                message = f"总结里的“第{case.number}号”没有公开的答复"
                yield Discrepancy(card.path, case.place, message, _HINT)


def _answered(whole: Whole, numbers: Collection[str]) -> Iterator[Card]:
    """What answers one of ``numbers``, or is not to be published."""
    published = whole.published
    for card in published.where(map(numbers.__contains__, published.numbers)):
        if card.is_reply:
            yield card
    yield from whole.cards.having(
        lambda drawer: drawer.candidates, lambda one: one.openness is Openness.WITHHELD
    )


def _scopes(card: Card) -> Iterable[str]:
    return (*(session.slug for session in card.sessions), f"{card.year}年")


def _withheld(whole: Whole) -> Iterator[_Scope]:
    for year, ledger in whole.ledgers.items():
        for entry in ledger.entries:
            if entry.openness is Openness.WITHHELD:
                yield entry.session.slug, entry.number
                yield f"{year}年", entry.number


CHECK = CrossCheck("case-without-reply", Severity.WARNING, find)
