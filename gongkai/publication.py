"""Which documents the public may see now, and why the others are held back."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from .dates import Moment
from .model import Card
from .vocabulary import Openness, Status


class Held(Struct, frozen=True):
    """A source that is not published: why, and until when if that is known."""

    path: str
    reason: str
    until: Moment | None = None


Gate = Callable[[Card], Held | None]
"""Decides about one source; ``None`` lets it through."""


def public_gate(now: Moment, review_required: bool) -> Gate:
    """The gate of a publication at ``now``, a moment of the site's time zone.

    Open are documents in the state 公开 that are not 不公开, whose 发布日期 has come and, where
    the site asks for it, whose 公开审查 says 同意公开, by whom and when (国办发〔2014〕46号).  A
    公开审查 that says anything else is respected everywhere.
    """

    public, withheld = Status.PUBLIC, Openness.WITHHELD

    def gate(card: Card) -> Held | None:
        if card.status is not public:
            return Held(card.path, card.status)
        if card.openness is withheld:
            return Held(card.path, card.openness)
        if card.review_refused:
            return Held(card.path, "公开审查未同意")
        if review_required and card.category and not card.reviewed:
            return Held(card.path, "未经公开审查")
        if card.published and card.published > now:
            return Held(card.path, "未到发布日期", card.published)
        return None

    return gate


def preview_gate(card: Card) -> Held | None:
    """The gate of the preview: everything but what is never to be published."""
    return Held(card.path, card.openness) if card.openness is Openness.WITHHELD else None
