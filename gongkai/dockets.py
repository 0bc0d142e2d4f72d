"""Rows of ledgers and replies sorted into dockets, each of which can be counted apart.

A docket holds what is of one category and session, as a proposal is.  What ties several of these
together lies in one docket with all of them: a reply of several sessions, and a row that names a
reply of another category or session.  So no proposal and no reply is ever in two dockets, and
what they come to can be added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import NamedTuple

from .deck import Deck, Places
from .drawer import Replying
from .ledger import Entry, Ledger
from .model import Candidate
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
    published: Deck
    withheld: Deck


def dockets(ledgers: Mapping[int, Ledger], cards: Deck, published: Deck) -> Mapping[Name, Docket]:
    """Every docket; ``cards`` are those of all sources, of which what is 不公开 is in them too.

    ``published`` are those that the public sees.
    """
    rows: dict[Name, list[Row]] = defaultdict(list)
    for year in sorted(ledgers):
        for entry in ledgers[year].entries:
            rows[entry.category.slug, entry.session.slug].append((year, entry))
    withheld = cards.having(lambda drawer: drawer.candidates, _is_withheld)
    in_public, in_private = _by_terms(published), _by_terms(withheld)
    tied = {
        *_of_several_sessions((*in_public, *in_private)),
        *_naming_others(rows, (published, in_public), (withheld, in_private)),
    }
    of_ledgers: dict[Name, list[Row]] = defaultdict(list)
    for name, held in rows.items():
        of_ledgers[_TIED if name in tied else name] += held
    public, private = _by_docket(in_public, tied), _by_docket(in_private, tied)
    return {
        name: Docket(
            of_ledgers[name], published.at(sorted(public[name])), withheld.at(sorted(private[name]))
        )
        for name in {**of_ledgers, **public, **private}
    }


def _by_docket(replies: _Replies, tied: Collection[Name]) -> dict[Name, list[int]]:
    """The places of ``replies`` in the dockets that they belong to."""
    found: dict[Name, list[int]] = defaultdict(list)
    for terms, places in replies.items():
        found[_docket_of(terms, tied)] += places.tolist()
    return found


def _is_withheld(candidate: Candidate) -> bool:
    """Whether something is finished and 不公开."""
    return candidate.openness is Openness.WITHHELD and candidate.status is Status.PUBLIC


_Replies = Mapping[Replying, Places]
"""The places of replies in a deck, by their terms."""


def _by_terms(cards: Deck) -> _Replies:
    """The replies among ``cards``."""
    return cards.grouped([attrgetter("replying")], lambda terms: [terms] if terms else [])


def _names(terms: Replying) -> list[Name]:
    """The dockets that replies of ``terms`` belong to: several of several sessions."""
    category, sessions = terms
    slug = category.slug if category else ""
    return [(slug, session.slug) for session in sessions] or [(slug, "")]


def _docket_of(terms: Replying, tied: Collection[Name]) -> Name:
    name, *others = _names(terms)
    return _TIED if others or name in tied else name


def _of_several_sessions(found: Iterable[Replying]) -> Iterator[Name]:
    for terms in found:
        if len(terms[1]) > 1:
            yield from _names(terms)


def _naming_others(
    rows: Mapping[Name, Iterable[Row]], *replies: tuple[Deck, _Replies]
) -> Iterator[Name]:
    """The dockets of rows that name a reply of another docket, and of these replies."""
    naming = [(name, entry) for name, held in rows.items() for _, entry in held if entry.document]
    if not naming:
        return
    homes = {
        address.removesuffix(".html"): _names(terms)[0]
        for cards, by_terms in replies
        for terms, places in by_terms.items()
        for address in cards.at(places).addresses
    }
    for name, entry in naming:
        home = homes.get(entry.document, name)
        if home != name:
            yield from (name, home)
