"""The kinds of index page: by category, year, unit, topic and session."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from msgspec import Struct

from .drawer import Drawer
from .model import Term
from .settings import Settings, Unit
from .splicing import Coded


class TermKind(Struct, frozen=True):
    """A kind of index: its folder in addresses, its name, and the terms of a document.

    ``columns`` are what cards have of the kind, ``terms`` those under which a value is found.
    """

    slug: str
    label: str
    columns: tuple[Callable[[Drawer], Coded[Any]], ...]
    terms: Callable[[Any], Iterable[Term]]


@lru_cache
def year_term(year: int) -> Term:
    """The term under which the documents of ``year`` are listed."""
    return Term(str(year), f"{year}年")


CATEGORIES = TermKind(
    "categories", "类别", (attrgetter("categories"),), lambda one: [one] if one else []
)
# A draft without any date has no year yet; nothing published is without one.
YEARS = TermKind(
    "years", "年份", (attrgetter("years"),), lambda year: [year_term(year)] if year else []
)
UNITS = TermKind("units", "单位", (attrgetter("units"), attrgetter("co_units")), iter)
TOPICS = TermKind("topics", "主题", (attrgetter("topics"),), iter)
SESSIONS = TermKind("sessions", "届次", (attrgetter("sessions"),), iter)

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
