"""The page of one document, and of a page of the site itself."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from .frame import Link
from .lists import Entry
from .matters import MatterLinks
from .promises import CommitmentView, FulfilmentView


class FieldRow(Struct, frozen=True, array_like=True):
    """A field of a document that has a value, under its official label."""

    label: str
    values: tuple[Link, ...]


class OutlineEntry(Struct, frozen=True, array_like=True):
    """A heading of a document with the headings below it."""

    id: str
    text: str
    children: tuple[OutlineEntry, ...]


class CorrectionView(Struct, frozen=True, array_like=True):
    """A correction with its date, which may be empty."""

    date: str
    content: str


class AcknowledgedView(Struct, frozen=True, array_like=True):
    """A figure that was found not to add up and is published as it is, with the reason."""

    what: str
    reason: str


class AttachmentView(Struct, frozen=True, array_like=True):
    """A file to download: where it is, its label, the name to save it under, what it is.

    ``type`` is the name's extension in capitals, or empty.
    """

    href: str
    label: str
    name: str
    type: str
    size: str


class DocumentView(Struct, frozen=True, array_like=True):
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


class SitePageView(Struct, frozen=True, array_like=True):
    """page.html: a page of the site itself, such as 关于."""

    title: str
    html: Markup
    outline: tuple[OutlineEntry, ...]
    draft_notice: str
