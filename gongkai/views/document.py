"""The page of one document, and of a page of the site itself."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .frame import Link
from .lists import Entry
from .matters import MatterLinks
from .promises import CommitmentView, FulfilmentView


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a document that has a value, under its official label."""

    label: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading of a document with the headings below it."""

    id: str
    text: str
    children: tuple[OutlineEntry, ...]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction with its date, which may be empty."""

    date: str
    content: str


@dataclass(frozen=True, slots=True)
class AcknowledgedView:
    """A figure that was found not to add up and is published as it is, with the reason."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file to download: where it is, its label, the name to save it under, what it is.

    ``type`` is the name's extension in capitals, or empty.
    """

    href: str
    label: str
    name: str
    type: str
    size: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """document.html: one document.

    ``data`` leads to the document as JSON and as Markdown.  ``draft_notice`` is empty in a
    publication; in the preview it says why the public does not see the document.
    ``summary_only`` is true where only the section 摘要 is published.
    """

    title: str
    doc_number: str
    fields: tuple[FieldRow, ...]
    html: Markup
    outline: tuple[OutlineEntry, ...]
    summary_only: bool
    commitments: tuple[CommitmentView, ...]
    fulfilments: tuple[FulfilmentView, ...]
    matters: tuple[MatterLinks, ...]
    corrections: tuple[CorrectionView, ...]
    acknowledged: tuple[AcknowledgedView, ...]
    attachments: tuple[AttachmentView, ...]
    related: tuple[Entry, ...]
    previous: Entry | None
    next: Entry | None
    citation: str
    data: tuple[Link, ...]
    draft_notice: str


@dataclass(frozen=True, slots=True)
class SitePageView:
    """page.html: a page of the site itself, such as 关于."""

    title: str
    html: Markup
    outline: tuple[OutlineEntry, ...]
    draft_notice: str
