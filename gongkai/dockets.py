"""Rows of ledgers and replies sorted into dockets, each of which can be counted apart.

A docket holds what is of one category and session, as a proposal is.  What ties several of these
together lies in one docket with all of them: a reply of several sessions, and a row that names a
reply of another category or session.  So no proposal and no reply is ever in two dockets, and
what they come to can be added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from .ledger import Entry, Ledger
from .model import Card, Term
from .vocabulary import Openness, Status

Name = tuple[str, str]
"""The slugs of a category and a session, of which one may be empty."""

_TIED: Name = ("", "")
"""The docket of all that is tied together."""

Row = tuple[int, Entry]
"""A row of a ledger, and the ledger's year."""


class Docket(NamedTuple):
    """What can be counted apart: rows by year and line, replies that are published or withheld.

    Drafts and what is withdrawn are in none.
    """

    rows: list[Row]
    published: list[Card]
    withheld: list[Card]


def dockets(
    ledgers: Mapping[int, Ledger], cards: Iterable[Card], published: Iterable[Card]
) -> Mapping[Name, Docket]:
    """Every docket; ``cards`` are those of all sources, of which what is 不公开 is in them too.

    ``published`` are those that the public sees.
    """
    rows: dict[Name, list[Row]] = defaultdict(list)
    for year in sorted(ledgers):
        for entry in ledgers[year].entries:
            rows[entry.category.slug, entry.session.slug].append((year, entry))
    public = _by_terms(published)
    withheld = _by_terms([card for card in cards if _is_withheld(card)])
    tied = {*_of_several_sessions((*public, *withheld)), *_naming_others(rows, public, withheld)}
    found: dict[Name, Docket] = defaultdict(lambda: Docket([], [], []))
    for name, in_ledgers in rows.items():
        found[_TIED if name in tied else name].rows.extend(in_ledgers)
    for terms, replies in public.items():
        found[_docket_of(terms, tied)].published.extend(replies)
    for terms, replies in withheld.items():
        found[_docket_of(terms, tied)].withheld.extend(replies)
    return found


def _is_withheld(card: Card) -> bool:
    """Whether ``card`` is finished and 不公开."""
    return card.openness is Openness.WITHHELD and card.status is Status.PUBLIC


_Terms = tuple[Term | None, tuple[Term, ...]]
"""The category and the sessions of a reply."""


def _by_terms(cards: Iterable[Card]) -> dict[_Terms, list[Card]]:
    """The replies among ``cards`` by their terms."""
    found: dict[_Terms, list[Card]] = defaultdict(list)
    for card in cards:
        if card.is_reply:
            found[card.category, card.sessions].append(card)
    return found


def _names(terms: _Terms) -> list[Name]:
    """The dockets that replies of ``terms`` belong to: several of several sessions."""
    category, sessions = terms
    slug = category.slug if category else ""
    return [(slug, session.slug) for session in sessions] or [(slug, "")]


def _docket_of(terms: _Terms, tied: Collection[Name]) -> Name:
    name, *others = _names(terms)
    return _TIED if others or name in tied else name


def _of_several_sessions(found: Iterable[_Terms]) -> Iterator[Name]:
    for terms in found:
        if len(terms[1]) > 1:
            yield from _names(terms)


def _naming_others(
    rows: Mapping[Name, Iterable[Row]], *replies: Mapping[_Terms, Iterable[Card]]
) -> Iterator[Name]:
    """The dockets of rows that name a reply of another docket, and of these replies."""
    naming = [(name, entry) for name, held in rows.items() for _, entry in held if entry.document]
    if not naming:
        return
    homes = {
        card.address.removesuffix(".html"): _names(terms)[0]
        for by_terms in replies
        for terms, cards in by_terms.items()
        for card in cards
    }
    for name, entry in naming:
        home = homes.get(entry.document, name)
        if home != name:
            yield from (name, home)
