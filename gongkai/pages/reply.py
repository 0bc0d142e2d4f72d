"""A document's page: its fields under their official labels, its body, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup

from .. import urls, vocabulary
from ..cards import SEPARATOR, outcome_text
from ..composition import Composed
from ..dates import Moment
from ..labels import Article
from ..markdown import Heading
from ..matters import Matter
from ..model import Attachment, Card, Document
from ..opendata.records import RECONCILING
from ..patterns import pattern
from ..promises import Pledges
from ..settings import Unit
from ..taxonomy import CATEGORIES, SESSIONS, TOPICS, UNITS, YEARS, TermKind
from ..views import (
    AcknowledgedView,
    AttachmentView,
    CorrectionView,
    DocumentView,
    FieldRow,
    Link,
    OutlineEntry,
)
from ..vocabulary import Openness
from .entries import Near, entries
from .frame import Frames, Page
from .matters import matter_links
from .pledges import commitment_views, fulfilment_views

_DESCRIPTION_CHARACTERS = 110
# A comma between figures groups them.
_CLAUSE_END = pattern(r"[。！？；，;]|,(?!\d)")

Values = tuple[Link, ...]
_Row = tuple[str, Callable[[Document, str], Values]]


def document_page(
    document: Document,
    composed: Composed,
    *,
    near: Near,
    related: Iterable[Card],
    pledges: Pledges,
    matters: Iterable[Matter],
    frames: Frames,
    sizes: Mapping[str, int],
    draft_notice: str = "",
) -> Page:
    """The page of ``document``; ``sizes`` gives the bytes of its files by address.

    ``near`` and ``related`` are the documents that it leads to, the newest first; ``pledges`` are
    the promises that it makes and follows up, ``matters`` what other documents are about, too.
    """
    origin = document.address
    view = DocumentView(
        title=document.title,
        doc_number=document.doc_number,
        fields=_field_rows(document),
        html=Markup(composed.html),
        outline=outline(composed.outline),
        summary_only=document.openness is Openness.SUMMARY,
        commitments=commitment_views(pledges, origin),
        fulfilments=fulfilment_views(pledges, origin),
        matters=matter_links(matters, origin),
        corrections=tuple(
            CorrectionView(_printed(correction.date), correction.content)
            for correction in document.corrections
        ),
        acknowledged=tuple(
            AcknowledgedView(each.what, each.reason)
            for each in document.exemptions
            if each.rule in RECONCILING and each.what and each.reason
        ),
        attachments=tuple(
            _attachment(attachment, urls.relative(origin, file.address), sizes[file.address])
            for attachment, file in zip(document.attachments, composed.attachments, strict=False)
        ),
        related=entries(related, origin),
        previous=near.previous,
        next=near.next,
        citation=_citation(document),
        data=(
            Link("JSON", urls.relative(origin, urls.data_address(origin))),
            Link("Markdown", urls.relative(origin, urls.markdown_address(origin))),
        ),
        draft_notice=draft_notice,
    )
    category = document.category
    trail = [(category.name, urls.term_address(CATEGORIES.slug, category.slug))]
    return frames.page(
        origin,
        "document",
        document.title,
        view,
        trail=trail,
        description=_description(composed),
        document=document,
        article=_article(document, composed),
    )


def _article(document: Document, composed: Composed) -> Article:
    """What the page labels say of a document."""
    names = document.unit_names()
    units = SEPARATOR.join(names)
    return Article(
        title=document.title,
        column=document.category.name,
        published=document.published,
        source=document.source or units,
        keywords=(
            document.category.name,
            *(topic.name for topic in document.topics),
            *names,
        ),
        author=units,
        image=composed.images[0].address if composed.images else "",
    )


def outline(headings: Iterable[Heading]) -> tuple[OutlineEntry, ...]:
    """The headings as a tree, each above the deeper ones that follow it."""
    # Each list on the stack gathers the entries of one level; a shallower heading closes it.
    stack: list[tuple[int, list[OutlineEntry]]] = [(0, [])]
    pending: list[Heading] = []

    def close(level: int) -> None:
        while pending and pending[-1].level >= level:
            _, children = stack.pop()
            heading = pending.pop()
            stack[-1][1].append(OutlineEntry(heading.id, heading.text, tuple(children)))

    for heading in headings:
        close(heading.level)
        pending.append(heading)
        stack.append((heading.level, []))
    close(0)
    return tuple(stack[0][1])


def _description(composed: Composed) -> str:
    """The beginning of the text, less the addressee and headings, up to the end of a clause."""
    texts = composed.texts[composed.texts[:1] != () and composed.texts[0].endswith(("：", ":")) :]
    headings = {heading.text for heading in composed.outline}
    lines, length = [], -1
    for line in texts:
        if line not in headings:
            lines.append(line.strip())
            length += 1 + len(lines[-1])
            if length > _DESCRIPTION_CHARACTERS:
                break
    text = " ".join(lines)
    if length <= _DESCRIPTION_CHARACTERS:
        return text
    text = text[:_DESCRIPTION_CHARACTERS]
    ends = list(_CLAUSE_END.finditer(text))
    if not ends:
        return text
    is_sentence = ends[-1][0] in "。！？"
    return text[: ends[-1].end()] if is_sentence else f"{text[: ends[-1].start()]}……"


def _attachment(attachment: Attachment, href: str, count: int) -> AttachmentView:
    """A file of ``count`` bytes; without a name of its own it goes by the file's."""
    name = attachment.file.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    has_type = bool(stem and dot and extension)
    label = stem if has_type and attachment.label in {name, attachment.file} else attachment.label
    return AttachmentView(href, label, name, extension.upper() if has_type else "", _size(count))


def _field_rows(document: Document) -> tuple[FieldRow, ...]:
    origin = document.address[: document.address.rfind("/") + 1]
    rows = [(label, values(document, origin)) for label, values in _ROWS]
    return tuple([FieldRow(label, values) for label, values in rows if values])


def _plain(name: str) -> _Row:
    return vocabulary.label(name), lambda document, _: _text(getattr(document, name))


def _date(name: str) -> _Row:
    return vocabulary.label(name), lambda document, _: _text(_printed(getattr(document, name)))


def _text(text: str) -> Values:
    return (Link(text),) if text else ()


# Thousands of documents lead to the same terms.
@lru_cache(maxsize=4096)
def _term(kind: TermKind, name: str, slug: str, origin: str) -> Link:
    """A term of ``kind`` on the pages that lie in the folder ``origin``."""
    return Link(name, urls.relative(origin, urls.term_address(kind.slug, slug)))


def _categories(document: Document, origin: str) -> Values:
    return (_term(CATEGORIES, document.category.name, document.category.slug, origin),)


def _sessions(document: Document, origin: str) -> Values:
    return tuple([_term(SESSIONS, noun.name, noun.slug, origin) for noun in document.sessions])


def _topics(document: Document, origin: str) -> Values:
    return tuple([_term(TOPICS, noun.name, noun.slug, origin) for noun in document.topics])


def _years(document: Document, origin: str) -> Values:
    year = str(document.year)
    return (_term(YEARS, year, year, origin),) if document.year else ()


def _units(name: str) -> _Row:
    """The units of a field under the name of their day, linked to their present page."""

    def values(document: Document, origin: str) -> Values:
        units: tuple[Unit, ...] = getattr(document, name)
        return tuple(
            [_term(UNITS, unit.name_on(document.day), unit.slug, origin) for unit in units]
        )

    return vocabulary.BY_NAME["unit" if name == "units" else name].key, values


def _proposers(document: Document, _: str) -> Values:
    names = document.proposers if document.show_proposers else ()
    return tuple([Link(name) for name in names if name])


def _outcomes(document: Document, _: str) -> Values:
    return _text(outcome_text(document.outcome, document.outcome_meaning))


_ROWS: tuple[_Row, ...] = (
    # What a reader asks first; a narrow screen shows these and folds the others.
    _plain("number"),
    (vocabulary.label("category"), _categories),
    (vocabulary.label("sessions"), _sessions),
    _units("units"),
    (vocabulary.label("outcome"), _outcomes),
    _date("published"),
    # How it was handled, then the paper's own marks.
    _units("co_units"),
    _plain("role"),
    (vocabulary.label("proposers"), _proposers),
    _plain("subject"),
    _date("assigned"),
    _date("signed"),
    ("答复用时", lambda document, _: _text(_days(document, document.signed))),
    ("公开用时", lambda document, _: _text(_days(document, document.published))),
    _plain("satisfaction"),
    _plain("doc_number"),
    _plain("index_number"),
    _plain("disclosure"),
    _plain("openness"),
    (vocabulary.label("year"), _years),
    _plain("source"),
    (vocabulary.label("topics"), _topics),
)


def _citation(document: Document) -> str:
    """The document as a text refers to it, up to its address."""
    units = SEPARATOR.join(document.unit_names())
    number = f"（{document.doc_number}）" if document.doc_number else ""
    parts = (f"《{document.title}》{number}", _printed(document.published))
    return f"{units}：{'，'.join(filter(None, parts))}" if units else "，".join(filter(None, parts))


def _days(document: Document, end: Moment | None) -> str:
    """How long after its assignment a document came to ``end``; empty where a date is unknown."""
    if document.assigned is None or end is None:
        return ""
    days = (end.at.date() - document.assigned.at.date()).days
    return f"自交办之日起 {days} 天" if days >= 0 else ""


def _printed(moment: Moment | None) -> str:
    return moment.printed if moment else ""


def _size(count: int) -> str:
    kilobytes = count / 1024
    if kilobytes < 1:
        return f"{count} 字节"
    return f"{kilobytes:.0f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"
