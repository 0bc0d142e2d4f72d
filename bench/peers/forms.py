"""A document and the site's data in the form of each peer; pure texts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bench.peers.source import FIELDS, KINDS, PeerDocument, PeerSite


def yaml_form(document: PeerDocument) -> str:
    """Markdown under YAML front matter, for Hugo and Eleventy; JSON scalars are YAML."""
    data = {
        "title": document.title,
        "date": document.published.isoformat(),
        **{kind: list(slugs) for kind, slugs in document.terms.items() if slugs},
        "fields": dict(document.fields),
    }
    lines = (f"{key}: {_json(value)}" for key, value in data.items())
    return "\n".join(["---", *lines, "---", "", document.body, ""])


def pelican_form(document: PeerDocument) -> str:
    """Markdown under lines of ``key: value``; every term is a tag named ``kind/slug``."""
    tags = [f"{kind}/{slug}" for kind, slugs in document.terms.items() for slug in slugs]
    data = {
        "title": document.title,
        "date": f"{document.published:%Y-%m-%d %H:%M}",
        # Pelican drops the second of two documents with one slug, and titles do repeat.
        "slug": document.path.replace("/", "-"),
        "tags": ", ".join(tags),
        **document.fields,
    }
    return "\n".join([*(f"{key}: {value}" for key, value in data.items()), "", document.body, ""])


def site_data(site: PeerSite) -> str:
    """What the templates of every peer show around a document, as JSON."""
    return _json(
        {
            "name": site.name,
            "organisation": site.organisation,
            "description": site.description,
            "base_url": site.base_url,
            "footer": _pairs(site.footer, "label", "text"),
            "kinds": _pairs(KINDS.items(), "slug", "label"),
            "fields": _pairs(FIELDS.items(), "name", "label"),
            "terms": site.names,
        }
    )


def _pairs(rows: Iterable[tuple[str, str]], first: str, second: str) -> list[dict[str, str]]:
    return [{first: one, second: other} for one, other in rows]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
