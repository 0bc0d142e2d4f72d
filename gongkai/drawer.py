"""The sources of one folder, as they are remembered: a drawer.

What every build asks of all sources is written outside, column by column; their cards lie inside,
packed until somebody looks at one.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from enum import Flag, auto
from itertools import chain
from typing import Any, NamedTuple

from .claims import NO_CLAIMS, Claims
from .columns import Signature
from .dates import UNDATED
from .errors import Fault
from .fingerprint import NO_PRINT, WIDTH
from .model import Candidate, Card, Term
from .splicing import Coded, Packed, replaced, runs_of
from .vocabulary import Status

LONG_NUMBER = 10
"""The characters of the shortest number of a paper that may look like somebody's."""


class SourceMemory(NamedTuple):
    """A source as it was last read.

    ``card`` is ``None`` when no noun could be made of it; ``content``, ``fields`` and ``body`` are
    the fingerprints of its bytes, of the typed fields and of the published body.
    ``claims`` is what it says that other documents are held against.
    """

    signature: Signature
    content: bytes
    card: Card | None
    fields: bytes
    body: bytes
    faults: tuple[Fault, ...]
    claims: Claims = NO_CLAIMS


class Mark(Flag):
    """What few cards have, so that who asks for it need not look at the others."""

    RELATED = auto()
    ALIASES = auto()
    COMMITMENTS = auto()
    UPDATES = auto()
    EXEMPTIONS = auto()
    WITHDRAWAL = auto()
    LONG_NUMBER = auto()

    @classmethod
    def of(cls, card: Card) -> Mark:
        """All that ``card`` has."""
        said = card.handling
        marks = (
            (cls.RELATED, card.related),
            (cls.ALIASES, card.aliases),
            (cls.COMMITMENTS, said.commitments),
            (cls.UPDATES, said.commitment_updates),
            (cls.EXEMPTIONS, card.exemptions),
            (cls.WITHDRAWAL, card.withdrawal),
            (cls.LONG_NUMBER, len(card.number) >= LONG_NUMBER),
        )
        found = cls(0)
        for mark, has in marks:
            if has:
                found |= mark
        return found


Terms = tuple[Term, ...]
"""What a card has of one kind of terms."""

Replying = tuple[Term | None, Terms]
"""The category and the sessions of a reply."""


class Drawer(NamedTuple):
    """The sources of one folder in the order of their paths, column by column.

    ``signatures`` holds size and time of each, one after the other.  Fingerprints are joined:
    ``contents``, ``fields``, ``bodies``, ``texts`` (that of :class:`Claims`),
    ``shown`` and ``told`` (those of :class:`Card`).  ``faults``, and ``claims`` that are more than
    a text, are by path, of those sources that have any.

    The rest is what cards say: those with a mark, which passes look at, are ``marked`` by path, all
    others are ``packed``.  A source without a card has no address.  ``replying`` is ``None``
    of what is no reply; ``scopes`` are the sessions, else the year, within which the number of a
    reply is its own, and none without a number.
    """

    paths: tuple[str, ...]
    signatures: array[int]
    contents: bytes
    fields: bytes
    bodies: bytes
    texts: bytes
    faults: Mapping[str, tuple[Fault, ...]]
    claims: Mapping[str, Claims]
    marked: Mapping[str, Card]
    packed: Packed
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]
    plain_numbers: tuple[str, ...]
    shown: bytes
    told: bytes
    ranks: array[int]
    days: Coded[str]
    candidates: Coded[Candidate]
    categories: Coded[Term | None]
    years: Coded[int]
    sessions: Coded[Terms]
    topics: Coded[Terms]
    units: Coded[Terms]
    co_units: Coded[Terms]
    outcomes: Coded[str]
    replying: Coded[Replying | None]
    scopes: Coded[tuple[Term | int, ...]]
    marks: Coded[Mark]

    @classmethod
    def of(cls, sources: Mapping[str, SourceMemory]) -> Drawer:
        """The drawer that holds ``sources``, which stand in the order of their paths."""
        held = sources.values()
        cards = [source.card or _BLANK for source in held]
        said = [(path, source.card) for path, source in sources.items() if source.card]
        return cls(
            paths=tuple(sources),
            signatures=array("q", chain.from_iterable(source.signature for source in held)),
            contents=b"".join([source.content for source in held]),
            fields=b"".join([source.fields for source in held]),
            bodies=b"".join([source.body for source in held]),
            texts=b"".join([source.claims.text or NO_PRINT for source in held]),
            faults={path: source.faults for path, source in sources.items() if source.faults},
            claims={path: said for path, (*_, said) in sources.items() if any(said[1:])},
            marked={path: card for path, card in said if Mark.of(card)},
            packed=Packed({path: card for path, card in said if not Mark.of(card)}),
            addresses=tuple([card.address for card in cards]),
            numbers=tuple([card.number for card in cards]),
            plain_numbers=tuple([plain_number(card.number) for card in cards]),
            shown=b"".join([card.shown or NO_PRINT for card in cards]),
            told=b"".join([card.told or NO_PRINT for card in cards]),
            ranks=array(
                "q", [card.published.rank if card.published else UNDATED for card in cards]
            ),
            days=Coded.of([str(card.changed.at.date()) if card.changed else "" for card in cards]),
            candidates=Coded.of([card.candidate for card in cards]),
            categories=Coded.of([card.category for card in cards]),
            years=Coded.of([card.year for card in cards]),
            sessions=Coded.of([card.sessions for card in cards]),
            topics=Coded.of([card.topics for card in cards]),
            units=Coded.of([card.units for card in cards]),
            co_units=Coded.of([card.co_units for card in cards]),
            outcomes=Coded.of([card.outcome_code for card in cards]),
            replying=Coded.of(map(_replying, cards)),
            scopes=Coded.of(map(_scopes, cards)),
            marks=Coded.of(map(Mark.of, cards)),
        )

    def replaced(self, sources: Mapping[str, SourceMemory | None]) -> Drawer:
        """This drawer with ``sources`` in place of those before; ``None`` takes one out."""
        made = Drawer.of({path: source for path in sorted(sources) if (source := sources[path])})
        runs, rows = list(runs_of(self.paths, sources)), len(self.paths)
        columns: Iterable[tuple[Any, Any]] = zip(self, made, strict=True)
        return Drawer(*[replaced(old, new, runs, rows, sources) for old, new in columns])

    def source(self, at: int) -> SourceMemory:
        """The source in place ``at``."""
        path, print_ = self.paths[at], slice(at * WIDTH, (at + 1) * WIDTH)
        text = self.texts[print_]
        size, time = self.signatures[2 * at : 2 * at + 2]
        said = self.claims.get(path, NO_CLAIMS)
        return SourceMemory(
            (size, time),
            self.contents[print_],
            self.card(at),
            self.fields[print_],
            self.bodies[print_],
            self.faults.get(path, ()),
            said if text == NO_PRINT else said._replace(text=text),
        )

    def card(self, at: int) -> Card | None:
        """The card of the source in place ``at``."""
        path = self.paths[at]
        return self.marked.get(path) or self.packed.cards.get(path)

    def is_as_seen(self, files: Mapping[str, Signature]) -> bool:
        """Whether it holds just these files, in the order of paths, under these signatures."""
        signatures = array("q", chain.from_iterable(files.values()))
        return self.paths == tuple(files) and self.signatures.tobytes() == signatures.tobytes()

    def seen(self) -> Iterator[tuple[str, Signature]]:
        """The path of each with its signature."""
        column = iter(self.signatures)
        return zip(self.paths, zip(column, column, strict=True), strict=True)


def plain_number(number: str) -> str:
    """``number`` in lower case and half width."""
    plain = number if number.isascii() else unicodedata.normalize("NFKC", number)
    # Nearly all are plain as they are, and kept once then.
    return number if (lower := plain.lower()) == number else lower


_BLANK = Card("", "", "", Status.DRAFT, None, None, ())
"""Stands for the card of a source of which no noun could be made."""


def _replying(card: Card) -> Replying | None:
    return (card.category, card.sessions) if card.is_reply else None


def _scopes(card: Card) -> tuple[Term | int, ...]:
    return (card.sessions or (card.year,)) if card.number and card.is_reply else ()
