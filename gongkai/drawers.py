"""The sources that a build remembers, in columns.

A site has tens of thousands of sources, of which a build reads a few anew.  So those of one folder
lie together in a *drawer*, as products stand on shelves (:mod:`.shelves`): what every build asks of
all of them is written outside, column by column, and their cards lie inside, packed until somebody
looks at one.
"""

from __future__ import annotations

import pickle
import unicodedata
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Flag, auto
from functools import cached_property
from itertools import accumulate, chain
from struct import iter_unpack
from typing import Generic, NamedTuple, TypeVar

from .claims import NO_CLAIMS, Claims
from .columns import Signature, folder_of
from .dates import NEVER, Moment
from .errors import Fault
from .fingerprint import NO_PRINT, WIDTH
from .model import Candidate, Card, Term
from .vocabulary import Status

LONG_NUMBER = 10
"""The characters of the shortest number of a paper that may look like somebody's."""

_V = TypeVar("_V")
_T = TypeVar("_T")


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


class Coded(NamedTuple, Generic[_V]):
    """A column of few different ``values``: for each row the place of its own."""

    values: tuple[_V, ...]
    codes: array[int]

    @classmethod
    def of(cls, column: Iterable[_V]) -> Coded[_V]:
        """``column``, each of its values once."""
        places: dict[_V, int] = {}
        codes = array("I", [places.setdefault(value, len(places)) for value in column])
        return cls(tuple(places), codes)

    def each(self, answer: Callable[[_V], _T]) -> Iterator[_T]:
        """The answer for each row; it is asked for once a value."""
        return map([answer(value) for value in self.values].__getitem__, self.codes)


Terms = tuple[Term, ...]

Replying = tuple[Term | None, tuple[Term, ...]]
"""The category and the sessions of a reply."""


class Packed:
    """Cards by their place in a drawer: packed until somebody looks at one."""

    def __init__(self, cards: Mapping[int, Card], data: bytes = b"") -> None:
        """``data`` are cards that :meth:`__reduce__` packed."""
        self._cards = cards
        self._data = data

    @property
    def cards(self) -> Mapping[int, Card]:
        """The cards by place."""
        if self._data:
            self._cards, self._data = pickle.loads(self._data), b""
        return self._cards

    def __reduce__(self) -> tuple[type[Packed], tuple[dict[int, Card], bytes]]:
        return Packed, ({}, self._data or pickle.dumps(self._cards, pickle.HIGHEST_PROTOCOL))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and self.cards == other.cards

    def __hash__(self) -> int:
        return hash(tuple(self.cards))


class Drawer(NamedTuple):
    """The sources of one folder in the order of their paths, column by column.

    ``signatures`` holds size and time of each, one after the other.  Fingerprints are joined:
    ``contents``, ``fields``, ``bodies``, ``texts`` (that of :class:`Claims`),
    ``shown`` and ``told`` (those of :class:`Card`).  ``faults``, and ``claims`` that are more than
    a text, are by path, of those sources that have any.

    The rest is what cards say: those with a mark, which passes look at, are ``marked`` by place, all
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
    marked: Mapping[int, Card]
    packed: Packed
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]
    plain_numbers: tuple[str, ...]
    shown: bytes
    told: bytes
    ranks: array[int]
    days: Coded[str]
    candidates: Coded[Candidate]
    published: Coded[Moment | None]
    categories: Coded[Term | None]
    years: Coded[int]
    sessions: Coded[tuple[Term, ...]]
    topics: Coded[tuple[Term, ...]]
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
        marks = [Mark.of(card) for card in cards]
        by_place = [(at, source.card) for at, source in enumerate(held) if source.card]
        return cls(
            paths=tuple(sources),
            signatures=array("q", chain.from_iterable(source.signature for source in held)),
            contents=b"".join([source.content for source in held]),
            fields=b"".join([source.fields for source in held]),
            bodies=b"".join([source.body for source in held]),
            texts=b"".join([source.claims.text or NO_PRINT for source in held]),
            faults={path: source.faults for path, source in sources.items() if source.faults},
            claims={path: said for path, (*_, said) in sources.items() if any(said[1:])},
            marked={at: card for at, card in by_place if marks[at]},
            packed=Packed({at: card for at, card in by_place if not marks[at]}),
            addresses=tuple([card.address for card in cards]),
            numbers=tuple([card.number for card in cards]),
            plain_numbers=tuple([plain_number(card.number) for card in cards]),
            shown=b"".join([card.shown or NO_PRINT for card in cards]),
            told=b"".join([card.told or NO_PRINT for card in cards]),
            ranks=array("q", [(card.published or NEVER).rank for card in cards]),
            days=Coded.of([str(card.changed.at.date()) if card.changed else "" for card in cards]),
            candidates=Coded.of([card.candidate for card in cards]),
            published=Coded.of([card.published for card in cards]),
            categories=Coded.of([card.category for card in cards]),
            years=Coded.of([card.year for card in cards]),
            sessions=Coded.of([card.sessions for card in cards]),
            topics=Coded.of([card.topics for card in cards]),
            units=Coded.of([card.units for card in cards]),
            co_units=Coded.of([card.co_units for card in cards]),
            outcomes=Coded.of([card.outcome_code for card in cards]),
            replying=Coded.of(map(_replying, cards)),
            scopes=Coded.of(map(_scopes, cards)),
            marks=Coded.of(marks),
        )

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
        return self.marked.get(at) or self.packed.cards.get(at)

    def sources(self) -> dict[str, SourceMemory]:
        """Everything that lies in it, by path."""
        return {path: self.source(at) for at, path in enumerate(self.paths)}

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


class Drawers(Mapping[str, SourceMemory]):
    """All sources by path, in the drawer of each folder.

    Each has a *row*: they count through the drawers, one after the other.
    """

    def __init__(self, folders: Mapping[str, Drawer] | None = None) -> None:
        self.folders = dict(sorted(folders.items())) if folders else {}
        self._all = tuple(self.folders.values())
        self._starts = [0, *accumulate(len(drawer.paths) for drawer in self._all)]
        self._places: dict[str, dict[str, int]] = {}

    @classmethod
    def of(cls, sources: Mapping[str, SourceMemory]) -> Drawers:
        """``sources`` put into drawers."""
        return cls().replaced(sources)

    def __getitem__(self, path: str) -> SourceMemory:
        folder = folder_of(path)
        return self.folders[folder].source(self._places_of(folder)[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path in self._places_of(folder_of(path))

    def __len__(self) -> int:
        return self._starts[-1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawers) and self.folders == other.folders

    def __hash__(self) -> int:
        raise TypeError("drawers hold mappings")

    def replaced(self, sources: Mapping[str, SourceMemory | None]) -> Drawers:
        """These drawers with ``sources`` in place of those before; ``None`` takes one out.

        A drawer to which nothing happens is the same object.
        """
        folders = dict(self.folders)
        by_folder: dict[str, dict[str, SourceMemory | None]] = defaultdict(dict)
        for path, source in sources.items():
            by_folder[folder_of(path)][path] = source
        for folder, changed in by_folder.items():
            drawer = folders.pop(folder, None)
            held = {**(drawer.sources() if drawer else {}), **changed}
            left = {path: source for path in sorted(held) if (source := held[path])}
            if left:
                folders[folder] = Drawer.of(left)
        return Drawers(folders)

    def ends(self) -> Iterator[tuple[str, int]]:
        """Each folder with the row after its last one."""
        return zip(self.folders, self._starts[1:], strict=True)

    def card(self, row: int) -> Card | None:
        """The card of the source in a row."""
        at = bisect_right(self._starts, row) - 1
        return self._all[at].card(row - self._starts[at])

    def each(self, column: Callable[[Drawer], Coded[_V]], answer: Callable[[_V], _T]) -> list[_T]:
        """The answer for the value that each row has in a ``column``."""
        return [*chain.from_iterable(column(drawer).each(answer) for drawer in self._all)]

    def has(self, mark: Mark) -> bool:
        """Whether any card has one of the marks."""
        return any(mark & each for drawer in self._all for each in drawer.marks.values)

    @cached_property
    def paths(self) -> list[str]:
        """The path of each row."""
        return [*chain.from_iterable(drawer.paths for drawer in self._all)]

    @cached_property
    def addresses(self) -> list[str]:
        """The address of each row; empty without a card."""
        return [*chain.from_iterable(drawer.addresses for drawer in self._all)]

    @cached_property
    def numbers(self) -> list[str]:
        """The number of each row as it is printed; empty without one."""
        return [*chain.from_iterable(drawer.numbers for drawer in self._all)]

    @property
    def plain_numbers(self) -> list[str]:
        """The number of each row in lower case and half width."""
        return [*chain.from_iterable(drawer.plain_numbers for drawer in self._all)]

    @cached_property
    def published(self) -> list[Moment | None]:
        """The 发布日期 of each row."""
        return self.each(lambda drawer: drawer.published, lambda moment: moment)

    @cached_property
    def ranks(self) -> list[int]:
        """The place of each row's 发布日期 in time, by :attr:`Moment.rank`; of none that of NEVER."""
        return [*chain.from_iterable(drawer.ranks for drawer in self._all)]

    @cached_property
    def fields(self) -> list[bytes]:
        """The fingerprint of the fields of each row."""
        return _cut(drawer.fields for drawer in self._all)

    @cached_property
    def bodies(self) -> list[bytes]:
        """The fingerprint of the body of each row."""
        return _cut(drawer.bodies for drawer in self._all)

    @cached_property
    def shown(self) -> list[bytes]:
        """What lists show of each row, as a fingerprint."""
        return _cut(drawer.shown for drawer in self._all)

    @cached_property
    def told(self) -> list[bytes]:
        """What feeds tell of each row, as a fingerprint."""
        return _cut(drawer.told for drawer in self._all)

    @property
    def texts(self) -> dict[str, bytes]:
        """By path the fingerprint of each folded text that others may be held against."""
        texts = _cut(drawer.texts for drawer in self._all)
        return {
            path: text for path, text in zip(self.paths, texts, strict=True) if text != NO_PRINT
        }

    @property
    def claims(self) -> dict[str, Claims]:
        """By path what sources say beyond their text."""
        return {path: each for drawer in self._all for path, each in drawer.claims.items()}

    @property
    def faults(self) -> Iterator[Fault]:
        """What was found wrong with sources by themselves."""
        return (
            fault for drawer in self._all for faults in drawer.faults.values() for fault in faults
        )

    def _places_of(self, folder: str) -> Mapping[str, int]:
        """Where each path of a folder is in its drawer."""
        if folder not in self._places:
            drawer = self.folders.get(folder)
            self._places[folder] = (
                {path: at for at, path in enumerate(drawer.paths)} if drawer else {}
            )
        return self._places[folder]


def _cut(joined: Iterable[bytes]) -> list[bytes]:
    """The fingerprints that were joined, one by one."""
    return [*chain.from_iterable(iter_unpack(f"{WIDTH}s", b"".join(joined)))]
