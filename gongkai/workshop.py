"""Where pages are made: jobs in, files out.

A :class:`Workshop` is a :class:`.workpieces.Layout` with its templates loaded.  A document is made from the
manuscript that came with the job, or from its source, read where the work is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from . import attachments, fingerprint, galleys, markdown, privacy, sources, urls
from .composition import Composed, compose, published_text
from .errors import Fault
from .galleys import Galley
from .jobs import DocumentJob, Job, PageJob, RestyleJob, WithdrawalJob
from .lastlook import Written, each_written
from .manuscripts import Manuscript, unpacked
from .markdown.body import packed as packed_body
from .markdown.body import unpacked as unpacked_body
from .model import Document, SitePage
from .names import Names, names_of
from .opendata.conversion import markdown_of
from .opendata.markdown import document_markdown
from .opendata.records import document_json, document_record, json_text
from .pages import Frames, Page, document_page, redirect_page, site_page
from .pages.withdrawn import withdrawn_pages
from .productmemory import Discovered
from .redirects import redirect_address
from .restyling import Bodies, Restyler, page_before
from .search.texts import packed_lines, text_lines
from .searchable import record
from .staging import Output, Stage
from .steps import Steps, in_step
from .templates import Renderer
from .workpieces import Layout, Made, last_look_of


def _nothing(_: bytes) -> None:
    """Remember nothing."""


class _Sheet(Struct, frozen=True):
    """A source's page and redirects, the files that lie beside it, and what is wrong with it.

    ``innocent`` are the lines of the source in which intake has found nothing; ``body`` is as in
    :class:`Made`.
    """

    manuscript: Manuscript
    innocent: frozenset[str]
    composed: Composed
    body: tuple[bytes, bytes] | None
    files: tuple[Output, ...]
    pages: tuple[Output, ...]
    galley: Galley
    faults: tuple[Fault, ...]


class Workshop:
    """Makes pages by one layout."""

    def __init__(self, layout: Layout, bodies: Bodies = _nothing) -> None:
        """``bodies`` gives the galleys of what is to be restyled."""
        self._layout = layout
        self.frames = Frames(layout.settings, layout.theme, layout.navigation)
        self._renderer = Renderer(layout.root, layout.themes)
        self.last_look = last_look_of(layout)
        self._restyler = Restyler(self.frames, self._renderer, self.last_look, bodies)

    def render(self, page: Page) -> Output:
        """Render one page; raises ConfigurationError where a template has a fault."""
        return self._renderer.render(page)

    def make(self, jobs: Sequence[Job]) -> list[Made]:
        """Do jobs, in step."""
        return in_step(map(self._making, jobs))

    def _making(self, job: Job) -> Steps[Made]:
        if isinstance(job, PageJob):
            output = self.render(job.page)
            yield
            seen = self.last_look.at_page(output, page_before(job.before) if job.before else b"")
            return Made(
                key=job.key,
                outputs=(output,),
                faults=seen.faults,
                leans=seen.leans,
                is_glimpsed=seen.at_a_glimpse,
            )
        if isinstance(job, WithdrawalJob):
            path = job.card.path
            outputs = tuple(map(self.render, withdrawn_pages(job.card, self.frames)))
            seen = self.last_look.at(outputs, path)
            return Made(path, outputs, faults=seen.faults, leans=seen.leans)
        if isinstance(job, RestyleJob):
            return (yield from self._restyler.restyled(job))
        return (yield from self._document(job))

    @cached_property
    def _names(self) -> Names:
        return names_of(self._layout.settings, self._layout.units)

    def _document(self, job: DocumentJob) -> Steps[Made]:
        sheet = yield from self._sheet(job)
        if not isinstance(sheet, _Sheet):
            return Made(job.path, (), faults=sheet)
        noun = sheet.manuscript.noun
        if not isinstance(noun, Document):
            return (yield from self._made(sheet))
        searched = text_lines(record(noun, sheet.composed.texts))
        yield
        data = yield from self._data(noun, sheet.composed, job)
        return (yield from self._made(sheet, data, searched))

    def _made(
        self, sheet: _Sheet, data: Sequence[Written] = (), searched: Sequence[str] = ()
    ) -> Steps[Made]:
        """What was made of a source: its sheet, its ``data``, and its lines for the search index."""
        composed, manuscript = sheet.composed, sheet.manuscript
        outputs = (*sheet.files, *(each.output for each in data), *sheet.pages)
        html = composed.html.encode()
        written = (*each_written(sheet.files), *data, *each_written(sheet.pages, html))
        # The lines of the body come last.
        body = len(composed.texts) if sheet.galley.is_clear else 0
        path = manuscript.noun.path
        seen = self.last_look.at_those_of(
            path, sheet.galley, written, sheet.innocent, searched[: len(searched) - body]
        )
        yield
        galley = replace(sheet.galley, is_glimpsed=seen.at_a_glimpse)
        return Made(
            key=path,
            outputs=outputs,
            discovered=Discovered(composed.numbers, composed.pages, composed.files),
            faults=(*sheet.faults, *seen.faults),
            source=manuscript.source,
            body=sheet.body,
            galley=galleys.packed(galley, html, sheet.pages[0].data),
            text=packed_lines(searched) if searched else b"",
            leans=seen.leans,
        )

    def _manuscript(self, job: DocumentJob) -> Manuscript | tuple[Fault, ...]:
        """What the job is about; if the file changed since it was read, what is wrong with it now."""
        return unpacked(job.manuscript) if job.manuscript else self._read(job.path)

    def _sheet(self, job: DocumentJob) -> Steps[_Sheet | tuple[Fault, ...]]:
        """The page of a source with what lies beside it; where it has none, what is wrong."""
        manuscript = self._manuscript(job)
        if not isinstance(manuscript, Manuscript):
            return manuscript
        yield
        noun, layout = manuscript.noun, self._layout
        text = published_text(noun, manuscript.body)
        lines = markdown.plain_lines(text)
        body, rendered = (
            _marked(text, job) if lines is None else (markdown.render_plain(lines), None)
        )
        yield
        composed, faults = compose(noun, manuscript.body, body, layout.surroundings)
        files = tuple(self._files(composed))
        if isinstance(noun, Document):
            attached = zip(dict.fromkeys(composed.attachments), files, strict=False)
            looked_into = ((file.below_content, output.data) for file, output in attached)
            faults += (*attachments.faults(noun, looked_into, layout.settings.privacy),)
        yield
        page = self._page(noun, composed, files, job)
        redirects = (
            redirect_page(old, noun.address, noun.title, self.frames)
            for alias in noun.aliases
            if (old := redirect_address(alias.target))
        )
        pages = (page, *redirects)
        yield
        # What is dropped from a source, such as a comment, may have parted a number: only of lines
        # that stand there as they are shown is it known that they hold nothing.
        innocent = _innocent(manuscript)
        is_clear = lines is not None and innocent.issuperset(lines)
        galley = galleys.galley(noun, pages, is_clear)
        yield
        outputs = tuple(map(self.render, pages))
        yield
        return _Sheet(manuscript, innocent, composed, rendered, files, outputs, galley, faults)

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

    def _data(
        self, document: Document, composed: Composed, job: DocumentJob
    ) -> Steps[tuple[Written, ...]]:
        """The document as JSON and as Markdown, beside its page."""
        record = document_record(document, self._layout.settings.site.base_url)
        kept = job.pledges.fulfilments
        text = json_text(composed)
        data = document_json(document, composed, job.related, kept, record=record, text=text)
        yield
        body = markdown_of(composed.html).encode()
        yield
        view = document_markdown(document, composed, body, kept, record)
        return (
            Written(Output(urls.data_address(document.address), data, Stage.DATA), text),
            Written(Output(urls.markdown_address(document.address), view, Stage.DATA), body),
        )

    def _files(self, composed: Composed) -> Iterator[Output]:
        for file in dict.fromkeys((*composed.attachments, *composed.images)):
            data = sources.file_bytes(self._layout.root, file.below_content)
            yield Output(file.address, data, Stage.ASSET)


def _marked(text: str, job: DocumentJob) -> tuple[markdown.Body, tuple[bytes, bytes] | None]:
    """The body of a text with marks of Markdown; and as in :class:`Made`, if it was not remembered.

    A plain one is written anew in less time than it takes to remember it.
    """
    if job.body:
        return unpacked_body(job.body), None
    body = markdown.render_marked(text)
    return body, (fingerprint.of_text(text), packed_body(body))


def _innocent(manuscript: Manuscript) -> frozenset[str]:
    """The lines of a body in which intake has found nothing.

    A comment, which is dropped, may have stood between a label and what it labels.
    """
    if manuscript.is_suspect or "<!--" in manuscript.body.text:
        return frozenset()
    return frozenset(map(str.strip, manuscript.body.text.split("\n")))
