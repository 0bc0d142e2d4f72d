"""Which documents the public may see now, and why the others are held back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from .dates import UNDATED, Moment
from .deck import Deck
from .model import Candidate
from .vocabulary import Openness, Status


class Hindrance(NamedTuple):
    """Why something is not published, and until when if that is known."""

    reason: str
    until: Moment | None = None


class Held(Struct, frozen=True):
    """A source that is not published: why, and until when if that is known."""

    path: str
    reason: str
    until: Moment | None = None


class Gate(Struct, frozen=True):
    """Decides which sources may be seen ``now``; ``None`` of one for which the day is no matter.

    ``hindrance`` says what is in the way of all that is like one candidate, but for its day.
    """

    hindrance: Callable[[Candidate], Hindrance | None]
    now: Moment | None = None

    def hinders(self, cards: Deck) -> NDArray[np.bool_]:
        """Whether anything is in the way of each card."""
        found = cards.are(lambda drawer: drawer.candidates, self.hindrance)
        return found if not self.now else found | _are_early(cards.ranks, self.now)

    def decisions(self, cards: Deck) -> list[Hindrance | None]:
        """What is in the way of each card; ``None`` where nothing is."""
        found = cards.each(lambda drawer: drawer.candidates, self.hindrance)
        if not self.now:
            return found
        ranks = cards.ranks
        early = zip(found, ranks.tolist(), _are_early(ranks, self.now), strict=True)
        return [
            hindrance or (Hindrance("未到发布日期", Moment.of_rank(rank)) if is_early else None)
            for hindrance, rank, is_early in early
        ]


def _are_early(ranks: NDArray[np.int64], now: Moment) -> NDArray[np.bool_]:
    return (now.rank < ranks) & (ranks < UNDATED)


def held_back(cards: Deck, gate: Gate) -> tuple[Held, ...]:
    """Those of ``cards`` that ``gate`` does not let through."""
    said = zip(cards.paths, gate.decisions(cards), strict=True)
    return tuple(Held(path, *hindrance) for path, hindrance in said if hindrance)


def public_gate(now: Moment, review_required: bool) -> Gate:
    """The gate of a publication at ``now``, a moment of the site's time zone.

    Open are documents in the state 公开 that are not 不公开, whose 发布日期 has come and, where
    the site asks for it, whose 公开审查 says 同意公开, by whom and when (国办发〔2014〕46号).  A
    公开审查 that says anything else is respected everywhere.
    """

    def hindrance(candidate: Candidate) -> Hindrance | None:
        if candidate.status is not Status.PUBLIC:
            return Hindrance(candidate.status)
        if candidate.openness is Openness.WITHHELD:
            return Hindrance(candidate.openness)
        if candidate.review_refused:
            return Hindrance("公开审查未同意")
        if review_required and candidate.is_document and not candidate.reviewed:
            return Hindrance("未经公开审查")
        return None

    return Gate(hindrance, now)


def _never_published(candidate: Candidate) -> Hindrance | None:
    return Hindrance(candidate.openness) if candidate.openness is Openness.WITHHELD else None


PREVIEW_GATE = Gate(_never_published)
"""The gate of the preview: everything but what is never to be published."""
