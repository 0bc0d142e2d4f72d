"""A published document as one JSON object: what its page shows, by the vocabulary's English names.

The object stands on one line, so that a year's full texts are its documents' files one after
another (JSON Lines).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.json import Encoder

from .. import checks, crosschecks, urls
from ..composition import Composed
from ..dates import Moment
from ..model import Card, Document
from ..promises import Fulfilment

RECONCILING = checks.RECONCILING | crosschecks.RECONCILING
"""The rules whose acknowledged findings (例外) a page tells its readers."""

_ENCODE = Encoder().encode


def document_json(
    document: Document,
    composed: Composed,
    related: Iterable[Card],
    fulfilments: Iterable[Fulfilment],
    *,
    record: Mapping[str, object],
    text: bytes,
) -> bytes:
    """The file beside the page of ``document``: one line of UTF-8; ``record`` holds its columns.

    ``fulfilments`` are the published promises that it follows up, ``text`` is as of
    :func:`json_text`.
    """
    whole = {
        **record,
        "commitments": [
            {
                "content": promise.content,
                "due": _day(promise.due),
                "state": promise.state or None,
                "progress": promise.progress or None,
            }
            for promise in document.commitments
        ],
        "fulfilments": [
            {
                "document": promise.address,
                "position": promise.position,
                "content": promise.content,
                "date": _day(said.date),
                "state": said.state or None,
                "due": _day(said.due),
                "progress": said.progress or None,
            }
            for promise, said in fulfilments
        ],
        "corrections": [
            {"date": _day(correction.date), "content": correction.content}
            for correction in document.corrections
        ],
        "acknowledged": [
            {"what": each.what, "reason": each.reason}
            for each in document.exemptions
            if each.rule in RECONCILING and each.what and each.reason
        ],
        "attachments": [
            {"address": file.address, "label": attachment.label}
            for attachment, file in zip(document.attachments, composed.attachments, strict=False)
        ],
        "related": [card.address for card in related],
    }
    return b'%b,"text":%b}\n' % (_ENCODE(whole)[:-1], text)


def json_text(composed: Composed) -> bytes:
    """The text of a document as it stands in its JSON."""
    return _ENCODE("\n".join(composed.texts))


def document_record(document: Document, base_url: str) -> dict[str, object]:
    """The columns of ``DOCUMENTS`` for one document; ``base_url`` may be empty."""
    day, published = document.day, document.published
    values = {
        "address": document.address,
        "url": urls.absolute(base_url, document.address) if base_url else None,
        "title": document.title,
        "number": document.number,
        "category": document.category.name,
        "year": document.year,
        "sessions": [session.name for session in document.sessions],
        "unit": list(document.unit_names()),
        "co_units": [unit.name_on(day) for unit in document.co_units],
        "role": document.role,
        "proposers": list(document.proposers) if document.show_proposers else [],
        "subject": document.subject,
        "doc_number": document.doc_number,
        "index_number": document.index_number,
        "disclosure": document.disclosure,
        "openness": str(document.openness),
        "assigned": _day(document.assigned),
        "signed": _day(document.signed),
        "published": _day(published),
        "published_time": f"{published.at:%H:%M}" if published and published.has_time else None,
        "updated": _day(document.changed),
        "source": document.source,
        "outcome": document.outcome,
        "outcome_meaning": document.outcome_meaning,
        "satisfaction": document.satisfaction,
        "topics": [topic.name for topic in document.topics],
        "category_slug": document.category.slug,
        "session_slugs": [session.slug for session in document.sessions],
        "unit_slugs": [unit.slug for unit in document.units],
        "co_unit_slugs": [unit.slug for unit in document.co_units],
        "topic_slugs": [topic.slug for topic in document.topics],
    }
    return {name: None if value in ("", 0) else value for name, value in values.items()}


def _day(moment: Moment | None) -> str | None:
    return moment.at.date().isoformat() if moment else None
