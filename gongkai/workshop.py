"""Where pages are made: jobs in, files out.

A :class:`Layout` is everything that making a page needs, as plain data that may cross to another
process; a :class:`Workshop` is the same with its templates loaded.  A document is made from the
manuscript that came with the job, or from its source, read where the work is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from . import attachments, documents, fingerprint, markdown, privacy, sources, urls
from .composition import Composed, Surroundings, compose, published_text
from .errors import Fault
from .jobs import DocumentJob, Job, PageJob, RestyleJob, WithdrawalJob
from .manuscripts import Manuscript, unpacked
from .markdown.body import Body
from .markdown.body import packed as packed_body
from .markdown.body import unpacked as unpacked_body
from .memory import NOTHING, Discovered
from .model import Document, SitePage
from .opendata.markdown import document_markdown
from .opendata.records import document_json, document_record
from .output import Output, Stage
from .pages import Frames, Page, document_page, redirect_page, site_page
from .pages.frame import Theme
from .pages.withdrawn import withdrawn_pages
from .privacy import Clearance
from .redirects import redirect_address
from .search.texts import packed_lines, text_lines
from .searchable import record
from .settings import Settings, Unit
from .templates import Renderer

_INDEX = "search/texts"
"""Stands for the text file of a document, whose address only the whole index knows."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The site around its documents; ``themes`` are theme folders, the one that overrides first.

    ``navigation`` holds texts and addresses, ``surroundings`` what bodies may refer to;
    ``clearance`` is what may be published although it looks like personal data.
    """

    root: Path
    settings: Settings
    units: tuple[Unit, ...]
    themes: tuple[Path, ...]
    theme: Theme
    navigation: tuple[tuple[str, str], ...]
    surroundings: Surroundings
    clearance: Clearance


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made: the product's files, what its body referred to, its faults.

    ``source`` is the fingerprint of the source as it was read for it, ``body`` the body rendered
    anew, packed, with the fingerprint of its Markdown, to be remembered; ``text`` is the document's text file for the
    search index, empty for pages that are not searched.
    """

    key: str
    outputs: tuple[Output, ...]
    discovered: Discovered = NOTHING
    faults: tuple[Fault, ...] = ()
    source: bytes = b""
    body: tuple[bytes, bytes] | None = None
    text: bytes = b""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A document's page and redirects, the files that lie beside it, and what is wrong with it."""

    composed: Composed
    files: tuple[Output, ...]
    pages: tuple[Output, ...]
    faults: tuple[Fault, ...]

    @property
    def discovered(self) -> Discovered:
        """What the body turned out to refer to."""
        return Discovered(self.composed.numbers, self.composed.pages, self.composed.files)


class Workshop:
    """Makes pages by one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.frames = Frames(layout.settings, layout.theme, layout.navigation)
        self._renderer = Renderer(layout.root, layout.themes)
        self._lookout = privacy.Lookout(layout.clearance)

    def render(self, page: Page) -> Output:
        """Render one page; raises ConfigurationError where a template has a fault."""
        return self._renderer.render(page)

    def make(self, job: Job) -> Made:
        """Do one job."""
        if isinstance(job, PageJob):
            output = self.render(job.page)
            return Made(job.key, (output,), faults=tuple(self.seen_in([output])))
        if isinstance(job, WithdrawalJob):
            path = job.card.path
            outputs = tuple(map(self.render, withdrawn_pages(job.card, self.frames)))
            return Made(path, outputs, faults=tuple(self.seen_in(outputs, path)))
        if isinstance(job, RestyleJob):
            return self._restyled(job.document)
        return self._document(job)

    def seen_in(
        self, outputs: Iterable[Output], source: str = "", innocent: Collection[str] = ()
    ) -> Iterator[Fault]:
        """The personal data in finished files; ``innocent`` are lines that hold none for certain."""
        for output in outputs:
            for finding in self._lookout.found(output.address, output.data, innocent):
                yield privacy.fault(output.address, finding, source)

    @cached_property
    def _names(self) -> documents.Names:
        return documents.names(self._layout.settings, self._layout.units)

    def _document(self, job: DocumentJob) -> Made:
        manuscript = self._manuscript(job)
        if not isinstance(manuscript, Manuscript):
            return Made(job.path, (), faults=manuscript)
        noun = manuscript.noun
        text = published_text(noun, manuscript.body)
        body = unpacked_body(job.body) if job.body else markdown.render(text)
        sheet = self._sheet(manuscript, body, job)
        data = self._data(noun, sheet.composed, job) if isinstance(noun, Document) else ()
        searched = (
            text_lines(record(noun, sheet.composed.texts)) if isinstance(noun, Document) else []
        )
        outputs = (*sheet.files, *data, *sheet.pages)
        innocent = _innocent(manuscript)
        found = self._lookout.found_in(searched, innocent)
        faults = (
            *sheet.faults,
            *self.seen_in(outputs, noun.path, innocent),
            *(privacy.fault(_INDEX, finding, noun.path) for finding in found),
        )
        return Made(
            key=job.path,
            outputs=outputs,
            discovered=sheet.discovered,
            faults=faults,
            source=manuscript.source,
            body=None if job.body else (fingerprint.of(text), packed_body(body)),
            text=packed_lines(searched) if searched else b"",
        )

    def _restyled(self, job: DocumentJob) -> Made:
        """A document's page alone, by other templates; the body is the one that is remembered."""
        manuscript = self._manuscript(job)
        if not isinstance(manuscript, Manuscript):
            return Made(job.path, (), faults=manuscript)
        noun = manuscript.noun
        text = published_text(noun, manuscript.body)
        body = unpacked_body(job.body) if job.body else markdown.render(text)
        sheet = self._sheet(manuscript, body, job)
        outputs = (*sheet.files, *sheet.pages)
        seen = self.seen_in(outputs, noun.path, _innocent(manuscript))
        return Made(
            key=job.path,
            outputs=outputs,
            discovered=sheet.discovered,
            faults=(*sheet.faults, *seen),
            source=manuscript.source,
        )

    def _manuscript(self, job: DocumentJob) -> Manuscript | tuple[Fault, ...]:
        """What the job is about; if the file changed since it was read, what is wrong with it now."""
        return unpacked(job.manuscript) if job.manuscript else self._read(job.path)

    def _sheet(self, manuscript: Manuscript, body: Body, job: DocumentJob) -> _Sheet:
        """The page of ``manuscript`` with what lies beside it."""
        noun, layout = manuscript.noun, self._layout
        composed, faults = compose(noun, manuscript.body, body, layout.surroundings)
        files = tuple(self._files(composed))
        if isinstance(noun, Document):
            attached = zip(dict.fromkeys(composed.attachments), files, strict=False)
            looked_into = ((file.below_content, output.data) for file, output in attached)
            faults += attachments.faults(noun, looked_into, layout.settings.privacy)
        page = self._page(noun, composed, files, job)
        redirects = (
            redirect_page(old, noun.address, noun.title, self.frames)
            for alias in noun.aliases
            if (old := redirect_address(alias.target))
        )
        pages = tuple(self.render(each) for each in chain([page], redirects))
        return _Sheet(composed, files, pages, tuple(faults))

    def _read(self, path: str) -> Manuscript | tuple[Fault, ...]:
        """The manuscript of a source, or what is wrong with it where it has none."""
        source = sources.source(self._layout.root, path)
        policy = self._layout.settings.privacy
        reading = privacy.read(source.path, source.below_content, source.data, self._names, policy)
        if reading.noun is None:
            return reading.faults
        content = fingerprint.of_bytes(source.data)
        return Manuscript(reading.noun, reading.body, content, reading.is_suspect)

    def _page(
        self,
        noun: Document | SitePage,
        composed: Composed,
        files: Iterable[Output],
        job: DocumentJob,
    ) -> Page:
        if isinstance(noun, SitePage):
            return site_page(noun, composed, self.frames, job.notice)
        sizes = {output.address: len(output.data) for output in files}
        return document_page(
            noun,
            composed,
            near=job.near,
            related=job.related,
            pledges=job.pledges,
            matters=job.matters,
            frames=self.frames,
            sizes=sizes,
            draft_notice=job.notice,
        )

    def _data(self, document: Document, composed: Composed, job: DocumentJob) -> tuple[Output, ...]:
        """The document as JSON and as Markdown, beside its page."""
        record = document_record(document, self._layout.settings.site.base_url)
        kept = job.pledges.fulfilments
        data = document_json(document, composed, job.related, kept, record)
        text = document_markdown(document, composed, kept, record)
        return (
            Output(urls.data_address(document.address), data, Stage.DATA),
            Output(urls.markdown_address(document.address), text, Stage.DATA),
        )

    def _files(self, composed: Composed) -> Iterator[Output]:
        for file in dict.fromkeys((*composed.attachments, *composed.images)):
            data = sources.file_bytes(self._layout.root, file.below_content)
            yield Output(file.address, data, Stage.ASSET)


def _innocent(manuscript: Manuscript) -> frozenset[str]:
    """The lines of a body in which intake has found nothing."""
    if manuscript.is_suspect:
        return frozenset()
    return frozenset(line.strip() for line in manuscript.body.text.split("\n"))
