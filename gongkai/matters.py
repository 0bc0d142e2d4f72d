"""Matters: all documents about one suggestion or proposal, where there is more than one.

One proposal may have several replies (分办), opinions that co-handling units gave to the lead unit
(会办意见), and follow-ups (落实情况) of what the replies promised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from . import urls
from .catalog import document_reference
from .deck import Deck
from .drawer import Mark, plain_number
from .model import Card, Term
from .vocabulary import CO_HANDLING


class Answer(NamedTuple):
    """A reply to the matter, with the opinions that co-handling units gave for it."""

    reply: Card
    opinions: tuple[Card, ...] = ()


class Matter(NamedTuple):
    """One suggestion or proposal with all documents about it, each kind oldest first.

    ``scope`` is the session, or the year where the documents name none.  ``opinions`` are those of
    which nothing says for which reply they were given.
    """

    scope: Term
    category: Term
    number: str
    answers: tuple[Answer, ...]
    opinions: tuple[Card, ...]
    follow_ups: tuple[Card, ...]

    @property
    def address(self) -> str:
        """Where its page is."""
        return urls.matter_address(self.scope.slug, self.category.slug, plain_number(self.number))

    @property
    def name(self) -> str:
        """``市七届人大四次会议第022号人大代表建议``."""
        return f"{self.scope.name}第{self.number}号{self.category.name}"

    @property
    def subject(self) -> str:
        """The matter's own title (案由), as the first document has it that states one."""
        return next((card.handling.subject for card in self.documents if card.handling.subject), "")

    @property
    def documents(self) -> Iterator[Card]:
        """All of them: each reply before its opinions, follow-ups last."""
        for reply, opinions in self.answers:
            yield reply
            yield from opinions
        yield from self.opinions
        yield from self.follow_ups


class Matters(Struct, frozen=True):
    """Every matter of more than one document, by address; and by a document's address its own."""

    every: tuple[Matter, ...] = ()
    of_document: Mapping[str, tuple[Matter, ...]] = field(default_factory=dict)

    def of(self, address: str) -> tuple[Matter, ...]:
        """The matters that the document at ``address`` is about."""
        return self.of_document.get(address, ())


_Key = tuple[Term, Term, str]


def grouped(documents: Deck, sharing: Iterable[Card]) -> Matters:
    """The matters of ``documents``, which stand oldest first.

    Among ``sharing`` are those of them that share a number (:func:`.catalog.sharing_numbers`).

    Replies are of one matter when they share category, session (else year) and number, in
    whatever case and width it is written; follow-ups belong to what they speak of.
    """
    follow_ups: dict[str, list[Card]] = defaultdict(list)
    for card in documents.marked(Mark.UPDATES):
        targets = (document_reference(each.document) for each in card.handling.commitment_updates)
        for target in dict.fromkeys(targets):
            follow_ups[target].append(card)
    # Of nearly every proposal there is one document, so that few need be grouped.
    several = {card.address for card in sharing} | follow_ups.keys()
    replies: dict[_Key, list[Card]] = defaultdict(list)
    for card in documents.where(map(several.__contains__, documents.addresses)) if several else ():
        for key in _keys(card):
            replies[key].append(card)
    found = (
        _matter(members, key, follow_ups)
        for key, members in replies.items()
        if len(members) > 1 or follow_ups.get(members[0].address)
    )
    every = tuple(sorted(found, key=lambda matter: matter.address))
    of_document: dict[str, list[Matter]] = defaultdict(list)
    for matter in every:
        for card in matter.documents:
            of_document[card.address].append(matter)
    return Matters(every, {address: tuple(matters) for address, matters in of_document.items()})


def role_of(card: Card, matter: Matter) -> str:
    """What ``card`` is to ``matter``, for readers."""
    if card in matter.follow_ups:
        return "落实情况"
    return "会办意见" if card.handling.role in CO_HANDLING else "答复"


def _keys(card: Card) -> Iterator[_Key]:
    """The matters that a reply answers; none of what has no number."""
    if not (card.category and card.is_reply and card.number):
        return
    number = plain_number(card.number)
    for scope in card.sessions or (Term(f"year-{card.year}", f"{card.year}年"),):
        yield scope, card.category, number


def _matter(members: list[Card], key: _Key, follow_ups: Mapping[str, list[Card]]) -> Matter:
    scope, category, _ = key
    leading = [card for card in members if card.handling.role not in CO_HANDLING]
    opinions = [card for card in members if card.handling.role in CO_HANDLING]
    given_for = {opinion.address: _given_for(opinion, leading) for opinion in opinions}
    answers = tuple(
        Answer(reply, tuple(each for each in opinions if given_for[each.address] is reply))
        for reply in leading
    )
    said = {each.address: each for card in members for each in follow_ups.get(card.address, ())}
    return Matter(
        scope,
        category,
        members[0].number,
        answers,
        tuple(each for each in opinions if given_for[each.address] is None),
        tuple(sorted(said.values(), key=lambda card: card.order)),
    )


def _given_for(opinion: Card, leading: list[Card]) -> Card | None:
    """The reply of which ``opinion`` is a part: the only one, or the one that names its unit."""
    if len(leading) == 1:
        return leading[0]
    units = {unit.slug for unit in opinion.units}
    naming = [card for card in leading if units & {unit.slug for unit in card.co_units}]
    return naming[0] if len(naming) == 1 else None
