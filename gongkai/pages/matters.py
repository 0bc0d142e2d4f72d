"""The page of a matter, and how its documents lead to it and to each other."""

from __future__ import annotations

from collections.abc import Iterable

from .. import urls
from ..matters import Matter, role_of
from ..taxonomy import CATEGORIES
from ..views import AnswerView, MatterLinks, MatterMember, MatterView
from .entries import entries, entry
from .frame import Frames, Page


def matter_links(matters: Iterable[Matter], origin: str) -> tuple[MatterLinks, ...]:
    """What the document at ``origin`` shows of the matters that it is about."""
    return tuple(
        MatterLinks(
            name=matter.name,
            href=urls.relative(origin, matter.address),
            members=tuple(
                MatterMember(role_of(card, matter), entry(card, origin))
                for card in matter.documents
                if card.address != origin
            ),
        )
        for matter in matters
    )


def matter_page(matter: Matter, frames: Frames) -> Page:
    """The page of ``matter``."""
    origin = matter.address
    view = MatterView(
        heading=matter.name,
        subject=matter.subject,
        answers=tuple(
            AnswerView(entry(reply, origin), entries(opinions, origin))
            for reply, opinions in matter.answers
        ),
        opinions=entries(matter.opinions, origin),
        follow_ups=entries(matter.follow_ups, origin),
    )
    category = matter.category
    trail = [(category.name, urls.term_address(CATEGORIES.slug, category.slug))]
    return frames.page(origin, "matter", matter.name, view, trail=trail)
