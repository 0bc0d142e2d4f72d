"""The card of a source in the catalog, made from its typed fields."""

from __future__ import annotations

from functools import singledispatch

from . import jsonprint, privacy
from .model import Card, Document, Handling, SitePage, Term, Withdrawal
from .settings import Form
from .vocabulary import REVIEW_PASSED, Openness, Status

SEPARATOR = "、"


def card(noun: Document | SitePage) -> Card:
    """The card of ``noun``."""
    found = _card(noun)
    return found._replace(shown=jsonprint.of(shown(found)), told=jsonprint.of(told(found)))


@singledispatch
def _card(noun: Document | SitePage) -> Card:
    raise TypeError(type(noun))


@_card.register
def _(page: SitePage) -> Card:
    return Card(
        path=page.path,
        address=page.address,
        title=page.title,
        status=page.status,
        published=page.published,
        changed=page.published,
        aliases=page.aliases,
    )


@_card.register
def _(document: Document) -> Card:
    review = document.review
    return Card(
        path=document.path,
        address=document.address,
        title=document.title,
        status=document.status,
        published=document.published,
        changed=document.changed,
        aliases=document.aliases,
        category=Term(document.category.slug, document.category.name),
        is_reply=document.category.form is Form.REPLY,
        openness=document.openness,
        reviewed=bool(
            review and review.conclusion == REVIEW_PASSED and review.reviewer and review.date
        ),
        review_refused=bool(review and review.conclusion != REVIEW_PASSED),
        number=document.number,
        numbered_at=document.numbered_at,
        unit=SEPARATOR.join(document.unit_names()),
        units=tuple(Term(unit.slug, unit.name) for unit in document.units),
        co_units=tuple(Term(unit.slug, unit.name) for unit in document.co_units),
        year=document.year,
        topics=tuple(Term(topic.slug, topic.name) for topic in document.topics),
        sessions=tuple(Term(session.slug, session.name) for session in document.sessions),
        outcome_code=document.outcome,
        outcome=outcome_text(document.outcome, document.outcome_meaning),
        related=document.related,
        handling=Handling(
            role=document.role,
            subject=document.subject,
            difficult=document.difficult,
            assigned=document.assigned,
            signed=document.signed,
            satisfaction=document.satisfaction,
            commitments=document.commitments,
            withheld_reason=document.withheld_reason,
            commitment_updates=document.commitment_updates,
        ),
        withdrawal=withdrawal(document),
        exemptions=tuple(each for each in document.exemptions if each.rule in privacy.RULES),
    )


def withdrawal(document: Document) -> Withdrawal | None:
    """When and why ``document`` was taken from the public; ``None`` if it never was there.

    What had no 发布日期, was withdrawn before it or is 不公开 altogether leaves no page.
    """
    published, stated = document.published, document.withdrawal or Withdrawal(None, "")
    if document.status is not Status.WITHDRAWN or document.openness is Openness.WITHHELD:
        return None
    if published is None or (stated.date and stated.date.at.date() < published.at.date()):
        return None
    return stated


def shown(card: Card) -> tuple[object, ...]:
    """What a list shows of a document; lists are made again when it changes."""
    category = card.category.name if card.category else ""
    return (
        *(card.address, card.title, card.number, card.unit, category, card.year),
        *(card.published, card.outcome, card.exemptions),
    )


def told(card: Card) -> tuple[object, ...]:
    """All that the entry of a feed says of a document; feeds are written again when it changes."""
    return (
        *(card.address, card.title, card.published, card.changed, card.unit, card.category),
        *(card.topics, card.number, card.sessions, card.co_units, card.outcome),
    )


def outcome_text(code: str, meaning: str) -> str:
    """The outcome's code with its meaning, such as ``A（已解决或采纳）``; empty without one."""
    return f"{code}（{meaning}）" if code else ""
