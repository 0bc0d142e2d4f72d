"""The kinds of index page: by category, year, unit, topic and session."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct

from .model import Card, Term
from .settings import Settings, Unit


class TermKind(Struct, frozen=True):
    """A kind of index: its folder in addresses, its name, and the terms of a document."""

    slug: str
    label: str
    terms: Callable[[Card], Iterable[Term]]


@lru_cache
def year_term(year: int) -> Term:
    """The term under which the documents of ``year`` are listed."""
    return Term(str(year), f"{year}年")


def _years(card: Card) -> Iterable[Term]:
    # A draft without any date has no year yet; nothing published is without one.
    return (year_term(card.year),) if card.year else ()


def _units(card: Card) -> Iterable[Term]:
    """The units under which a document is found, each once: leading first."""
    if len(card.units) == 1 and not card.co_units:
        return card.units
    return dict.fromkeys(card.units + card.co_units)


CATEGORIES = TermKind("categories", "类别", lambda card: [card.category] if card.category else [])
YEARS = TermKind("years", "年份", _years)
UNITS = TermKind("units", "单位", _units)
TOPICS = TermKind("topics", "主题", attrgetter("topics"))
SESSIONS = TermKind("sessions", "届次", attrgetter("sessions"))

KINDS = (CATEGORIES, YEARS, UNITS, TOPICS, SESSIONS)


def term_order(settings: Settings, units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    """For each kind's slug the slugs of its terms in the order of the configuration.

    Years are not among them, for none is configured.
    """
    return {
        CATEGORIES.slug: tuple(category.slug for category in settings.categories),
        UNITS.slug: tuple(unit.slug for unit in units),
        TOPICS.slug: tuple(topic.slug for topic in settings.topics),
        SESSIONS.slug: tuple(session.slug for session in settings.sessions),
    }
