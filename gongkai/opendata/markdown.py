"""A document's published view as Markdown: its fields as front matter, its body, what follows.

What stands here is read off the page's own parts, never off the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from msgspec.json import Encoder

from .. import urls
from ..composition import Composed
from ..dates import Moment
from ..model import Document
from ..promises import Fulfilment
from ..vocabulary import Openness
from . import markup
from .documents import DOCUMENTS
from .records import RECONCILING

SUMMARY_NOTICE = "本件以摘要方式公开，以下为公开的摘要。"

_ENCODER = Encoder()
_ENCODE, _ENCODE_LINES = _ENCODER.encode, _ENCODER.encode_lines
_COLUMNS = tuple(
    column
    for column in DOCUMENTS.columns
    if column.name != "address" and not column.name.endswith(("_slug", "_slugs"))
)
_SHOWN = itemgetter(*(column.name for column in _COLUMNS))
_TITLES = tuple(column.title.encode() for column in _COLUMNS)


def document_markdown(
    document: Document,
    composed: Composed,
    text: bytes,
    fulfilments: Iterable[Fulfilment],
    record: Mapping[str, object],
) -> bytes:
    """The file beside the page of ``document``; ``record`` holds its columns.

    ``text`` is its body as Markdown, ``fulfilments`` are the published promises that it follows up.
    """
    head = [markup.heading("#", markup.plain(" ".join(document.title.split())))]
    if document.openness is Openness.SUMMARY:
        head.append(f"> {SUMMARY_NOTICE}")
    after = (
        *_section("附件", _attachments(document, composed)),
        *_section("承诺事项", _commitments(document)),
        *_section("落实的承诺", _fulfilments(document, fulfilments)),
        *_section("更正记录", _corrections(document)),
        *_section("核对说明", _acknowledged(document)),
    )
    front_matter = b"---\n%b---" % _front_matter(record)
    blocks = (front_matter, "\n\n".join(head).encode(), text, "\n\n".join(after).encode())
    return b"\n\n".join(filter(None, blocks)) + b"\n"


def _front_matter(record: Mapping[str, object]) -> bytes:
    """The fields that are there, each as JSON, which YAML reads as it is meant."""
    values = _SHOWN(record)
    told = zip(_TITLES, values, _ENCODE_LINES(values).splitlines(), strict=True)
    return b"".join(
        [
            b"%b: %b\n" % (title, _spaced(value) if isinstance(value, list) else line)
            for title, value, line in told
            if value
        ]
    )


def _spaced(texts: Iterable[object]) -> bytes:
    """A list as JSON with a space between its texts."""
    return b"[%b]" % b", ".join(map(_ENCODE, texts))


def _section(title: str, entries: Iterable[str]) -> list[str]:
    listed = "\n".join(f"- {entry}" for entry in entries)
    return [f"## {title}", listed] if listed else []


def _attachments(document: Document, composed: Composed) -> Iterator[str]:
    for attachment, file in zip(document.attachments, composed.attachments, strict=False):
        target = urls.relative(document.address, file.address)
        yield markup.link(_line(attachment.label), target)


def _commitments(document: Document) -> Iterator[str]:
    for promise in document.commitments:
        parts = (
            promise.content,
            f"状态：{promise.state}" if promise.state else "",
            f"期限：{_printed(promise.due)}" if promise.due else "",
            f"进展：{promise.progress}" if promise.progress else "",
        )
        yield "；".join(_line(part) for part in parts if part)


def _fulfilments(document: Document, fulfilments: Iterable[Fulfilment]) -> Iterator[str]:
    for promise, said in fulfilments:
        target = urls.relative(document.address, urls.markdown_address(promise.address))
        parts = (
            f"状态：{said.state}" if said.state else "",
            f"期限改为：{_printed(said.due)}" if said.due else "",
            f"进展：{said.progress}" if said.progress else "",
            f"日期：{_printed(said.date)}" if said.date else "",
        )
        source = f"（{markup.link(_line(promise.title), target)}）"
        yield "；".join((_line(promise.content) + source, *(_line(part) for part in parts if part)))


def _corrections(document: Document) -> Iterator[str]:
    for correction in document.corrections:
        yield _line(f"{_printed(correction.date)} {correction.content}".strip())


def _acknowledged(document: Document) -> Iterator[str]:
    for each in document.exemptions:
        if each.rule in RECONCILING and each.what and each.reason:
            yield _line(f"“{each.what}”：{each.reason}")


def _line(text: str) -> str:
    return markup.block(markup.plain(" ".join(text.split())))


def _printed(moment: Moment | None) -> str:
    return moment.printed if moment else ""
