"""Promises (承诺事项) as they stand: each with its term, and what follow-ups said of it since.

A reply promises; a document of form follow-up (落实情况) says later how far it has come.  What a
promise is now follows from both, and from one comparison with a day: whether its term is past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct, field

from .catalog import document_reference
from .dates import NEVER, Moment
from .errors import Fault, Severity
from .model import Card, Commitment, CommitmentUpdate, Term

UNDERWAY = "进行中"
"""The state of a promise of which none is stated."""

SETTLED = frozenset({"已完成", "终止"})
"""The states in which nothing is owed any more."""


class FollowUp(NamedTuple):
    """What one follow-up says of a promise; ``address`` and ``title`` are the follow-up's.

    ``date`` is when that was so: as stated, else when the follow-up was signed or published.
    """

    address: str
    title: str
    date: Moment | None
    state: str
    progress: str
    due: Moment | None


class Promise(NamedTuple):
    """One promise as it stands; ``position`` counts from 1 within its document.

    ``address``, ``title`` and what follows up to ``units`` are the document's, ``unit`` the names
    of its day, ``units`` its lead units.  ``stated_due`` is the term that the document gives,
    ``due`` the present one.  ``follow_ups`` stand oldest first.  ``is_overdue`` is the outcome of
    comparing ``due`` with the day: the term is past, and nothing says that the promise is settled.
    """

    path: str
    address: str
    title: str
    number: str
    category: Term
    sessions: tuple[Term, ...]
    unit: str
    units: tuple[Term, ...]
    position: int
    content: str
    stated_due: Moment | None
    due: Moment | None
    state: str
    progress: str
    follow_ups: tuple[FollowUp, ...]
    is_overdue: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed any more."""
        return self.state in SETTLED

    @property
    def development(self) -> tuple[object, ...]:
        """What became of it since it was made: all that the fields of its document do not tell.

        Empty where there is nothing new.
        """
        if not (self.follow_ups or self.is_overdue):
            return ()
        return self.address, self.position, self.follow_ups, self.is_overdue

    @property
    def order(self) -> tuple[Moment, str, int]:
        """The order by term: what has none comes last."""
        return (self.due or NEVER, self.address, self.position)


class Fulfilment(NamedTuple):
    """A promise that a follow-up is about, and what that follow-up says of it."""

    promise: Promise
    follow_up: FollowUp


class Pledges(NamedTuple):
    """What one document has to do with promises: its own, and those that it says the state of."""

    promises: tuple[Promise, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()

    @property
    def told_elsewhere(self) -> tuple[object, ...]:
        """All of it that the document's own fields do not tell; empty where that is nothing."""
        developments = tuple(filter(None, [each.development for each in self.promises]))
        return (developments, self.fulfilments) if developments or self.fulfilments else ()


class Promises(Struct, frozen=True):
    """Every promise that is published, by term.

    ``of_document`` and ``fulfilments`` are keyed by address, ``open_of_unit`` by the slugs of lead
    units; it holds what is not settled.  ``faults`` are what follow-ups say of no promise.
    """

    every: tuple[Promise, ...] = ()
    of_document: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)
    fulfilments: Mapping[str, tuple[Fulfilment, ...]] = field(default_factory=dict)
    open_of_unit: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def told_elsewhere(self, address: str) -> tuple[object, ...]:
        """What other documents say of promises that concern the one at ``address``; few have any."""
        if address in self.of_document or address in self.fulfilments:
            return self.of(address).told_elsewhere
        return ()

    @property
    def told_elsewhere_of(self) -> set[str]:
        """The addresses of the documents of which others say something; few promises are such."""
        developed = {promise.address for promise in self.every if promise.development}
        return developed.union(self.fulfilments)

    def of(self, address: str) -> Pledges:
        """What the document at ``address`` has to do with promises."""
        return Pledges(self.of_document.get(address, ()), self.fulfilments.get(address, ()))

    @property
    def lapse(self) -> date | None:
        """The first day on which a promise that is not overdue yet will be, as things stand."""
        terms = [
            promise.due.at.date()
            for promise in self.every
            if promise.due and not promise.is_overdue and not promise.is_settled
        ]
        return min(terms) + timedelta(days=1) if terms else None


def promised(
    documents: Iterable[Card], follow_ups: Iterable[Card], today: date, sources: Iterable[str]
) -> Promises:
    """The promises of ``documents`` with what ``follow_ups`` say of them, as of ``today``.

    Of both only those are needed that promise and say something.  ``sources`` are the
    addresses of all sources, for what a fault says.
    """
    promising = {card.address: card for card in documents if card.handling.commitments}
    said: dict[tuple[str, int], list[FollowUp]] = defaultdict(list)
    about: dict[str, list[tuple[str, int, FollowUp]]] = defaultdict(list)
    astray: list[tuple[Card, CommitmentUpdate, Card | None]] = []
    reporting = (card for card in follow_ups if card.handling.commitment_updates)
    for card in sorted(reporting, key=lambda card: card.order):
        for update in card.handling.commitment_updates:
            address = document_reference(update.document)
            target = promising.get(address)
            position = _meant(update, target.handling.commitments) if target else 0
            if not position:
                astray.append((card, update, target))
                continue
            follow_up = _follow_up(card, update)
            said[address, position].append(follow_up)
            about[card.address].append((address, position, follow_up))
    of_document = {
        address: tuple(
            _promise(card, position, promise, said.get((address, position), ()), today)
            for position, promise in enumerate(card.handling.commitments, start=1)
        )
        for address, card in promising.items()
    }
    promises = (promise for promises in of_document.values() for promise in promises)
    every = tuple(sorted(promises, key=lambda promise: promise.order))
    return Promises(
        every,
        of_document,
        {
            address: tuple(
                Fulfilment(of_document[document][position - 1], follow_up)
                for document, position, follow_up in parts
            )
            for address, parts in about.items()
        },
        _open_by_unit(every),
        tuple(_faults(astray, sources)),
    )


def _open_by_unit(every: Iterable[Promise]) -> dict[str, tuple[Promise, ...]]:
    found: dict[str, list[Promise]] = defaultdict(list)
    for promise in every:
        if not promise.is_settled:
            for unit in promise.units:
                found[unit.slug].append(promise)
    return {slug: tuple(promises) for slug, promises in found.items()}


def _meant(update: CommitmentUpdate, commitments: tuple[Commitment, ...]) -> int:
    """The position of the promise that ``update`` is about; 0 when it cannot be told."""
    words = update.commitment
    if not words:
        return 1 if len(commitments) == 1 else 0
    if words.isdecimal():
        return int(words) if 1 <= int(words) <= len(commitments) else 0
    found = [at for at, each in enumerate(commitments, start=1) if words in each.content]
    return found[0] if len(found) == 1 else 0


def _follow_up(card: Card, update: CommitmentUpdate) -> FollowUp:
    day = update.date or card.handling.signed or card.published
    return FollowUp(card.address, card.title, day, update.state, update.progress, update.due)


def _promise(
    card: Card, position: int, stated: Commitment, said: Iterable[FollowUp], today: date
) -> Promise:
    """The promise as the last follow-up that says so leaves each of its parts."""
    follow_ups = sorted(said, key=lambda each: each.date.iso if each.date else "")
    due, state, progress = stated.due, stated.state or UNDERWAY, stated.progress
    for each in follow_ups:
        due, state = each.due or due, each.state or state
        progress = each.progress or progress
    assert card.category
    return Promise(
        card.path,
        card.address,
        card.title,
        card.number,
        card.category,
        card.sessions,
        card.unit,
        card.units,
        position,
        stated.content,
        stated.due,
        due,
        state,
        progress,
        tuple(follow_ups),
        due is not None and due.at.date() < today and state not in SETTLED,
    )


def _faults(
    astray: Collection[tuple[Card, CommitmentUpdate, Card | None]], sources: Iterable[str]
) -> Iterator[Fault]:
    existing = {*sources} if astray else ()
    for card, update, target in astray:
        yield _astray(card, update, target, document_reference(update.document) in existing)


def _astray(card: Card, update: CommitmentUpdate, target: Card | None, exists: bool) -> Fault:
    """The warning about an update that is about no promise that is published."""
    hint = "“文件”写对方在 content/ 下的路径，如 suggestions/2023/20230489"
    if target:
        count = len(target.handling.commitments)
        what = f"“{update.commitment}”" if update.commitment else "哪一项承诺"
        message = f"在“{update.document}”的 {count} 项承诺里认不出{what}，这一条不显示"
        hint = "“承诺”写它是第几项，或者照抄只有那一项才有的几个字"
    elif exists:
        message = f"“{update.document}”尚未公开，或者没有承诺事项，这一条落实情况不显示"
    else:
        message = f"没有“{update.document}”这篇文件，这一条落实情况不显示"
    place = update.place
    return Fault(
        card.path, place.line, place.column, "update-astray", message, hint, Severity.WARNING
    )
