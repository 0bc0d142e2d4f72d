"""What is published although it looks like personal data, because the site allows or masks its kind.

That is said only to who asks for everything (``--strict``), so it is not remembered: sources and
attachments are looked through once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import attachments, documents, privacy, sources
from .content import Content, Staff
from .errors import Fault
from .intake import Desk
from .jobs import HARMLESS_BYTES
from .model import Document
from .names import names_of
from .vocabulary import Openness, Status
from .workers import Lost, Task, as_it_is, one_by_one


def notices(root: Path, content: Content, staff: Staff) -> Iterator[Fault]:
    """The notices of every source below ``root``, published or not yet, with its attachments.

    A source on which the worker is lost is passed over: it has a fault of its own.
    """
    settings = content.configuration.settings
    desk = Desk(root, names_of(settings, content.configuration.units), settings.privacy)
    paths = [path for path, source in content.sources.items() if source.card]
    task = Task(
        desk,
        as_it_is,
        one_by_one(_of_source),
        seconds=settings.limits.document_seconds,
        may_hang=lambda path: content.sources[path].signature[0] > HARMLESS_BYTES,
    )
    for result in staff(len(paths)).each(task, paths):
        if not isinstance(result, Lost):
            yield from result


def _of_source(desk: Desk, path: str) -> list[Fault]:
    source = sources.source(desk.root, path)
    told = source.path, source.below_content, source.data, desk.names, desk.privacy
    found = list(privacy.let_by(*told))
    noun = documents.read(*told[:-1]).noun
    if isinstance(noun, Document) and _publishes_attachments(noun):
        folder = noun.address.removesuffix(".html")
        below = (f"{folder}/{attachment.file}" for attachment in noun.attachments)
        there = (each for each in below if (desk.root / sources.CONTENT / each).is_file())
        files = ((each, sources.file_bytes(desk.root, each)) for each in there)
        found += attachments.let_by(noun, files, desk.privacy)
    return found


def _publishes_attachments(document: Document) -> bool:
    """Whether the attachments of ``document`` are published with it, now or later."""
    return document.openness is Openness.FULL and document.status is not Status.WITHDRAWN
