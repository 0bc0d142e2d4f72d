"""Which tables and keys site.toml may have, and what their values are."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from .. import checks, crosschecks
from ..settings import Privacy
from .values import Kind


class Key(Struct, frozen=True):
    """One key of a table of site.toml."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False


TABLES: Mapping[str, tuple[Key, ...]] = {
    "site": (
        Key("name", required=True),
        Key("organisation"),
        Key("base_url", Kind.URL),
        Key("timezone", Kind.ZONE),
        Key("description"),
    ),
    "labels": (
        Key("required", Kind.FLAG),
        Key("site_id_code"),
        Key("site_domain"),
        Key("column_type"),
        Key("column_description"),
        Key("column_keywords"),
    ),
    "footer": (
        *map(Key, ("sponsor", "operator", "site_id_code", "icp", "police_record")),
        *map(Key, ("contact", "address")),
        Key("party_mark", Kind.LINK),
        Key("error_mark", Kind.LINK),
    ),
    "data": (Key("licence"), Key("licence_url", Kind.LINK)),
    "review": (Key("required", Kind.FLAG),),
    "privacy": tuple(Key(kind, Kind.TREATMENT) for kind in Privacy.__struct_fields__),
    "lists": (Key("page_size", Kind.COUNT),),
    "calendar": (Key("holidays", Kind.DATES), Key("make_up_days", Kind.DATES)),
    "limits": (Key("document_bytes", Kind.COUNT), Key("document_seconds", Kind.SECONDS)),
    "checks": tuple(Key(rule, Kind.SEVERITY) for rule in (*checks.RULES, *crosschecks.RULES)),
}
ARRAYS: Mapping[str, tuple[Key, ...]] = {
    "categories": (
        Key("slug", Kind.SLUG, required=True),
        Key("name", required=True),
        Key("form", Kind.FORM, required=True),
        Key("aliases", Kind.TEXTS),
    ),
    "topics": (Key("slug", Kind.SLUG, required=True), Key("name", required=True)),
    "sessions": (
        Key("slug", Kind.SLUG, required=True),
        Key("name", required=True),
        Key("year", Kind.YEAR, required=True),
        Key("aliases", Kind.TEXTS),
        Key("outcomes"),
    ),
}
NAMES = (*TABLES, *ARRAYS, "outcomes", "promising")
"""Every name that a table may have; what stands in the last two is for the site to choose."""
