"""Every name that site.toml and units.yaml let a document use, by each of its spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec import Struct, field

from . import unitsyaml
from .settings import Category, Session, Settings, Topic, Unit

_Noun = TypeVar("_Noun", Category, Session, Topic, Unit)


class Names(Struct, frozen=True):
    """Every name that a document may use, and the noun that each one means.

    With the names goes what else site.toml lays down for every document: the codes of outcomes by
    scheme, those of them that go with a promise, how many bytes a source may have, and ``checks``,
    the severities of checks by rule.
    """

    categories: Mapping[str, Category]
    sessions: Mapping[str, Session]
    topics: Mapping[str, Topic]
    units: Mapping[str, Unit]
    outcomes: Mapping[str, Mapping[str, str]]
    promising: Mapping[str, tuple[str, ...]]
    document_bytes: int
    checks: Mapping[str, str] = field(default_factory=dict)


def names_of(settings: Settings, units: Iterable[Unit]) -> Names:
    """The names that ``settings`` and ``units`` define."""
    return Names(
        _index(settings.categories, lambda noun: (noun.name, noun.slug, *noun.aliases)),
        _index(settings.sessions, lambda noun: (noun.name, noun.slug, *noun.aliases)),
        _index(settings.topics, lambda noun: (noun.name, noun.slug)),
        _index(units, lambda unit: (*unitsyaml.names(unit), unit.slug)),
        settings.outcomes,
        settings.promising,
        settings.limits.document_bytes,
        settings.checks,
    )


def _index(nouns: Iterable[_Noun], spellings: Callable[[_Noun], Iterable[str]]) -> dict[str, _Noun]:
    return {name: noun for noun in nouns for name in spellings(noun) if name}
