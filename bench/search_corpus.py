"""The benchmark's corpus as the records of the search."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bench.corpus import CorpusDocument, documents
from bench.corpus_site import OUTCOMES, TOPICS, CorpusUnit, units
from gongkai.search.records import FacetLabels, SearchRecord

CATEGORIES = {"suggestions": "人大代表建议", "proposals": "政协提案", "summaries": "办理工作总结"}


@cache
def _units() -> dict[str, CorpusUnit]:
    return {unit.slug: unit for unit in units()}


def labels() -> FacetLabels:
    """The words for the corpus's facets; sessions are shown by their slugs."""
    outcomes = {code: f"{code}（{meaning}）" for code, meaning in OUTCOMES.items()}
    names = {slug: unit.name for slug, unit in _units().items()}
    return FacetLabels(CATEGORIES, names, TOPICS, {}, outcomes)


def record_of(document: CorpusDocument) -> SearchRecord:
    """What the site would give the index of one document of the corpus."""
    slugs = tuple(slug for slug in (document.unit, *document.co_units) if slug)
    held = [_units()[slug] for slug in slugs]
    names = [
        name
        for unit in held
        for name in (unit.name, unit.short_name, *(former for former, _ in unit.former_names))
    ]
    return SearchRecord(
        address=document.address,
        title=document.title,
        number=document.number,
        doc_number=document.doc_number,
        units=slugs,
        unit_names=tuple(dict.fromkeys((document.unit_name, *names))),
        unit_label=document.unit_name,
        proposers=document.proposers if document.show_proposers else (),
        subject=document.subject,
        category=document.category,
        year=document.year,
        topics=document.topics,
        sessions=(document.session,) if document.session else (),
        outcome=document.outcome,
        published=document.published.isoformat(),
        body=tuple(line.strip() for line in document.body.split("\n") if line.strip()),
    )


def search_records(count: int, seed: int) -> Iterator[SearchRecord]:
    """The first ``count`` documents of the corpus, in the corpus's order."""
    return map(record_of, documents(count, seed))
