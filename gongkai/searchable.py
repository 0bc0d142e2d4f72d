"""What search knows of a document: its record, made of what its page shows."""

from __future__ import annotations

from . import unitsyaml
from .cards import SEPARATOR
from .model import Document
from .search.records import SearchRecord


def record(document: Document, texts: tuple[str, ...]) -> SearchRecord:
    """The search record of ``document``; ``texts`` are the blocks of its published body.

    It is found under the present, short and former names of its units, and under the names of
    its proposers only where those are public.
    """
    units = (*document.units, *document.co_units)
    names = dict.fromkeys(name for unit in units for name in unitsyaml.names(unit))
    return SearchRecord(
        address=document.address,
        title=document.title,
        number=document.number,
        doc_number=document.doc_number,
        units=tuple(unit.slug for unit in units),
        unit_names=tuple(names),
        unit_label=SEPARATOR.join(document.unit_names()),
        proposers=document.proposers if document.show_proposers else (),
        subject=document.subject,
        category=document.category.slug,
        year=document.year,
        topics=tuple(topic.slug for topic in document.topics),
        sessions=tuple(session.slug for session in document.sessions),
        outcome=document.outcome,
        published=document.published.iso if document.published else "",
        body=texts,
    )
