"""How the handling of a ledger's rows stands on one day: what is due, late, or not in order.

The terms are those of 代表法 (2025) 51 (three months, six for a difficult matter), of local rules
for co-handling (one month), and of 政府信息公开条例 26 (publication within 20 working days).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import Enum
from typing import NamedTuple

from msgspec import Struct

from . import workdays
from .ledger import Entry, Pairing, paired
from .model import Card
from .promises import promised
from .settings import WorkCalendar
from .vocabulary import CO_HANDLING, Openness

_MONTHS, _MONTHS_OF_DIFFICULT, _MONTHS_OF_CO_HANDLING = 3, 6, 1
_WORKING_DAYS_TO_PUBLISH = 20
_NOT_RATED = frozenset({"", "未反馈"})


class Matter(Enum):
    """What an item is on the list for; its value is the stable key of data, and the order here."""

    OVERDUE = "overdue"
    DUE = "due"
    UNPUBLISHED = "unpublished"
    UNRATED = "unrated"
    UNKNOWN = "unknown"
    PROMISE = "promise"


class Item(NamedTuple):
    """One thing to see to.

    ``day`` is when it is or was due, ``days_left`` how many days are left until then (below 0:
    how many have passed); ``None`` for what has no term.  ``path`` and ``line`` say where it is
    written: a ledger's row, or a document.
    """

    matter: Matter
    number: str
    session: str
    category: str
    unit: str
    subject: str
    day: date | None
    days_left: int | None
    path: str
    line: int


class Question(Struct, frozen=True):
    """As of which day, how many days ahead, and by which calendar the list is asked for."""

    today: date
    days: int
    calendar: WorkCalendar


def reply_due(entry: Entry, difficult: bool = False) -> date | None:
    """By when ``entry`` is to be replied to: as the row states, else by its assignment.

    ``difficult`` is what its document says of it.  ``None`` while neither is known.
    """
    return entry.due or term_end(entry.assigned, entry.role, entry.difficult or difficult)


def term_end(assigned: date | None, role: str, difficult: bool) -> date | None:
    """The last day of the term of what was ``assigned`` on a day to a unit in ``role``."""
    if assigned is None:
        return None
    if role in CO_HANDLING:
        return workdays.after_months(assigned, _MONTHS_OF_CO_HANDLING)
    return workdays.after_months(assigned, _MONTHS_OF_DIFFICULT if difficult else _MONTHS)


def publication_due(replied: date, calendar: WorkCalendar) -> date:
    """By when a reply given on ``replied`` is to be published."""
    return workdays.after_working_days(replied, _WORKING_DAYS_TO_PUBLISH, calendar)


def replied_on(entry: Entry, documents: Iterable[Card]) -> date | None:
    """When ``entry`` was replied to: as its row says, else as the first of its documents."""
    signed = [card.handling.signed.at.date() for card in documents if card.handling.signed]
    return entry.replied or min(signed, default=None)


def standing(
    entries: Collection[Entry],
    cards: Collection[Card],
    public: Collection[str],
    years: Collection[int],
    question: Question,
) -> tuple[Item, ...]:
    """What is to be seen to, by matter and then by day.

    ``public`` are the addresses of what is published; ``years`` those that have a ledger, for
    documents of other years are not missed in it.
    """
    pairing = paired(entries, cards)
    items = [item for entry in entries for item in _of_entry(entry, pairing, public, question)]
    for card in cards:
        known = card.path in pairing.entries or card.year not in years
        if card.is_reply and card.address in public and not known:
            items.append(_of_card(Matter.UNKNOWN, card, card.title, None, question))
    items += _overdue_promises(cards, public, question)
    order = list(Matter)
    return tuple(
        sorted(
            items,
            key=lambda item: (
                order.index(item.matter),
                item.day or date.max,
                item.path,
                item.line,
                item.subject,
            ),
        )
    )


def _overdue_promises(
    cards: Collection[Card], public: Collection[str], question: Question
) -> Iterator[Item]:
    """The promises whose term has gone by while no published follow-up settles or extends them."""
    by_address = {card.address: card for card in cards}
    follow_ups = (card for card in cards if card.address in public)
    for promise in promised(cards, follow_ups, question.today, by_address).every:
        if promise.is_overdue and promise.due:
            card = by_address[promise.address]
            yield _of_card(Matter.PROMISE, card, promise.content, promise.due.at.date(), question)


def _of_entry(
    entry: Entry, pairing: Pairing, public: Collection[str], question: Question
) -> Iterator[Item]:
    documents = pairing.of(entry)
    replied = replied_on(entry, documents)
    if replied is None:
        due = reply_due(entry, any(card.handling.difficult for card in documents))
        if due and due < question.today:
            yield _item(Matter.OVERDUE, entry, due, question)
        elif due and (due - question.today).days <= question.days:
            yield _item(Matter.DUE, entry, due, question)
        return
    if entry.role in CO_HANDLING:
        return
    is_public = any(card.address in public for card in documents)
    if not is_public and entry.openness is not Openness.WITHHELD:
        due = publication_due(replied, question.calendar)
        yield _item(Matter.UNPUBLISHED, entry, due, question)
    ratings = {entry.rated, *(card.handling.satisfaction for card in documents)}
    if ratings <= _NOT_RATED:
        yield _item(Matter.UNRATED, entry, None, question)


def _item(matter: Matter, entry: Entry, day: date | None, question: Question) -> Item:
    return Item(
        matter,
        entry.number,
        entry.session.name,
        entry.category.name,
        "、".join(unit.name for unit in entry.units),
        entry.subject,
        day,
        (day - question.today).days if day else None,
        entry.path,
        entry.line,
    )


def _of_card(
    matter: Matter, card: Card, subject: str, day: date | None, question: Question
) -> Item:
    return Item(
        matter,
        card.number,
        "、".join(session.name for session in card.sessions),
        card.category.name if card.category else "",
        card.unit,
        subject,
        day,
        (day - question.today).days if day else None,
        card.path,
        card.numbered_at.line,
    )
