"""What templates see: plain data for one page, and nothing else.

This module is the whole vocabulary of the theme.  Every template is given ``site`` (a
:class:`SiteView`), ``page`` (a :class:`PageView`) and ``view`` (the view of its kind).  Links are
relative to the page at hand; texts are unescaped and the templates escape them; the one exception
are ``html``, which was sanitised, and ``linked_data``.  An absent text is empty, an absent list has no entries.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A text with the place that it leads to; ``href`` is empty where it leads nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text under its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SharingView:
    """What the head of a page says to machines.

    ``type`` is Open Graph's, ``published`` and ``changed`` are ISO 8601 and empty but for
    documents, ``linked_data`` is schema.org as JSON that may stand in a script element.  ``feed``
    is the page's Atom feed, or empty.
    """

    type: str
    published: str
    changed: str
    linked_data: Markup
    feed: str


@dataclass(frozen=True, slots=True)
class FooterRow:
    """A line of the foot: its label, and its text with the place that it leads to, if any."""

    label: str
    value: Link


@dataclass(frozen=True, slots=True)
class MarkView:
    """An official mark of the foot: its name, where it leads, its picture among the assets."""

    text: str
    href: str
    image: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page says of the site; the same for all pages of one folder.

    ``icon`` is the address of the site's icon, or the drawing itself as a ``data:`` URL.
    ``scripts`` are classic scripts that are loaded deferred.  ``reload_script`` is the preview's
    client for live reload and empty in a publication; ``opensearch`` is empty without a base_url.
    """

    name: str
    organisation: str
    description: str
    home: str
    search: str
    opensearch: str
    sitemap: str
    data: str
    stylesheet: str
    icon: str
    assets: str
    scripts: tuple[str, ...]
    reload_script: str
    navigation: tuple[Link, ...]
    footer: tuple[FooterRow, ...]
    marks: tuple[MarkView, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """What every page says of itself.

    ``kind`` is the template's name without its suffix, ``breadcrumb`` leads from the home page to
    the page itself, whose entry has no ``href``.  ``canonical`` is the full address, or empty;
    without it there is no ``sharing``.
    ``labels`` are the page labels of 国办发〔2017〕47号 that have a value, by their names.
    """

    kind: str
    title: str
    description: str
    canonical: str
    breadcrumb: tuple[Link, ...]
    labels: tuple[LabelledText, ...]
    sharing: SharingView | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list; ``date`` is the day for readers, ``iso_date`` for machines."""

    href: str
    title: str
    number: str
    unit: str
    category: str
    year: int
    date: str
    iso_date: str
    outcome: str


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term of an index with the number of its documents; ``note`` names a unit's former names."""

    name: str
    href: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class TermGroup:
    """All terms of one kind of index, and the page that lists them."""

    label: str
    href: str
    terms: tuple[TermCount, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """home.html: totals, the newest documents, and the ways into every index.

    ``examples`` are searches that find something, ``years`` the terms of that index, the earliest
    first.  ``groups`` are the indexes whose terms are shown, ``others`` lead to the rest.
    """

    documents: int
    units: int
    first_year: int
    examples: tuple[Link, ...]
    years: tuple[TermCount, ...]
    latest: tuple[Entry, ...]
    groups: tuple[TermGroup, ...]
    others: tuple[Link, ...]


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
class FollowUpView:
    """What a follow-up (落实情况) said of a promise; all but ``source`` may be empty.

    ``source`` leads to the follow-up.
    """

    date: str
    state: str
    due: str
    progress: str
    source: Link


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A promise as it stands; ``due`` and ``progress`` may be empty.

    ``stated_due`` is the term first given, where the present one is another.  ``is_overdue`` says
    that the term is past and the promise open.  ``id`` is for links to it.
    """

    id: str
    content: str
    due: str
    stated_due: str
    state: str
    is_overdue: bool
    progress: str
    follow_ups: tuple[FollowUpView, ...]


@dataclass(frozen=True, slots=True)
class FulfilmentView:
    """A promise that the document, a follow-up, is about; ``source`` leads to it in its document.

    ``date``, ``state``, ``due`` and ``progress`` are what the follow-up says and may be empty.
    """

    content: str
    source: Link
    date: str
    state: str
    due: str
    progress: str


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """A promise in a list; ``source`` leads to it in its document.

    ``due``, ``number`` and ``unit`` may be empty.  ``follow_up`` leads to the latest follow-up and
    has no text where there is none; ``updated`` is the day it speaks of.
    """

    content: str
    source: Link
    number: str
    unit: str
    due: str
    iso_due: str
    state: str
    is_overdue: bool
    progress: str
    updated: str
    follow_up: Link


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
class MatterMember:
    """Another document about the same matter, and what it is to it: 答复, 会办意见 or 落实情况."""

    role: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class MatterLinks:
    """A matter that more documents are about: its name, its page, and the others."""

    name: str
    href: str
    members: tuple[MatterMember, ...]


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
class ListView:
    """list.html: one page of the documents of one term, newest first.

    The newest documents stand on the term's own page, older ones on pages numbered from the
    oldest.  An older page never changes when a reply is published, so it tells neither the total
    (``None``) nor the other pages (empty); ``newest`` leads to the term's own page and is empty
    on it.  ``older`` and ``newer`` lead to the neighbouring pages.  ``number`` is the page's, or
    0 on the term's own.  ``notes`` are sentences about the term (a unit's former names).
    ``years`` lead to where each year of publication begins, newest first; like ``pages`` they are
    empty on an older page, and where there is one year only.
    ``promises`` are the first of a unit's ``promises_total`` open ones, on its own page alone;
    ``promises_href`` leads to the page of all promises.
    ``record`` stands on the own page of terms that have figures, and there alone.
    """

    heading: str
    kind: str
    total: int | None
    notes: tuple[str, ...]
    years: tuple[TermCount, ...]
    entries: tuple[Entry, ...]
    number: int
    newest: str
    newer: str
    older: str
    pages: tuple[Link, ...]
    promises: tuple[PromiseEntry, ...]
    promises_total: int
    promises_href: str
    record: RecordView | None


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """The promises whose term ends in one year, or that have none: how many are in each state.

    ``counts`` stand in the order of the overview's ``states``.
    """

    term: Link
    counts: tuple[int, ...]
    overdue: int
    total: int


@dataclass(frozen=True, slots=True)
class PromisesView:
    """promises.html: how many promises there are by year of their term and by state.

    ``overdue`` are the last whose term is past, the latest first, ``coming`` the open ones whose
    term ends next; the totals count them all.
    """

    states: tuple[str, ...]
    years: tuple[PromiseCount, ...]
    overdue: tuple[PromiseEntry, ...]
    overdue_total: int
    coming: tuple[PromiseEntry, ...]
    coming_total: int


@dataclass(frozen=True, slots=True)
class PromiseGroup:
    """The promises in one state, by term."""

    label: str
    id: str
    promises: tuple[PromiseEntry, ...]


@dataclass(frozen=True, slots=True)
class PromiseListView:
    """promise-list.html: the promises whose term ends in one year, or that have none, by state."""

    heading: str
    groups: tuple[PromiseGroup, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A reply, with the opinions that co-handling units gave for it (会办意见)."""

    reply: Entry
    opinions: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MatterView:
    """matter.html: all documents about one suggestion or proposal.

    ``subject`` is its own title (案由) and may be empty.  ``opinions`` are those of which nothing
    says for which reply they were given.
    """

    heading: str
    subject: str
    answers: tuple[AnswerView, ...]
    opinions: tuple[Entry, ...]
    follow_ups: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class TermsView:
    """terms.html: all terms of one kind; ``statistics`` leads to their figures, or is empty."""

    heading: str
    terms: tuple[TermCount, ...]
    statistics: str


@dataclass(frozen=True, slots=True)
class SitemapView:
    """sitemap.html: the pages of the site itself, and every index page."""

    pages: tuple[Link, ...]
    groups: tuple[TermGroup, ...]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """All terms of one kind of index without counts, for pages that publishing must not change."""

    label: str
    href: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """search.html: the ways to every index page, for readers without JavaScript."""

    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its unit, and what it means, which is empty where its group says so.

    ``percent`` is the length of its bar, beside the longest of its group; ``None`` for no bar.
    """

    label: str
    value: str
    definition: str
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that belong together; ``definition`` is empty where each has its own."""

    label: str
    definition: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar of a chart: its label, its value as text, and its length in percent of the longest."""

    label: str
    value: str
    percent: float


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart of bars below each other; ``description`` says all its numbers in a sentence.

    ``label_width`` is that of the longest label, in em.
    """

    title: str
    description: str
    label_width: float
    bars: tuple[BarView, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """How the handling of a term stands: a sentence, at most four figures, one chart.

    ``notice`` says what the figures leave out, and is empty otherwise; ``href`` leads to all
    figures and is empty on the page that shows them.
    """

    sentence: str
    notice: str
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    href: str


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A term in a table of terms; ``values`` stand in the order of the columns, some empty."""

    term: Link
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeTable:
    """All terms of one kind with their figures; ``id`` is the place on the page."""

    id: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[ScopeRow, ...]


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """statistics.html: the whole site's record, and a table for each kind of terms.

    ``definitions`` say what the columns of the tables mean.  Without any case there is no
    ``record``.
    """

    record: RecordView | None
    definitions: tuple[LabelledText, ...]
    tables: tuple[ScopeTable, ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """figures.html: all figures of one term; ``documents`` leads to its list, or is empty."""

    heading: str
    record: RecordView
    groups: tuple[FigureGroup, ...]
    documents: str


@dataclass(frozen=True, slots=True)
class DownloadsView:
    """Files that belong together, such as those of one year."""

    label: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table: its name in the files, its title, its type, what it means."""

    name: str
    title: str
    type: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """The first rows of a table; every row has as many cells as ``header``."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DataTableView:
    """A table that can be downloaded; ``sample`` has no rows where none are shown."""

    title: str
    description: str
    downloads: tuple[DownloadsView, ...]
    columns: tuple[ColumnView, ...]
    sample: SampleView


@dataclass(frozen=True, slots=True)
class DataView:
    """data.html: the open data; ``package`` describes all of it, and is ``None`` without any.

    ``licence`` is ``None`` where the site states none.
    """

    tables: tuple[DataTableView, ...]
    package: Link | None
    licence: Link | None


@dataclass(frozen=True, slots=True)
class SitePageView:
    """page.html: a page of the site itself, such as 关于."""

    title: str
    html: Markup
    outline: tuple[OutlineEntry, ...]
    draft_notice: str


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """404.html: the ways back; its links assume the site's root, for it is shown anywhere."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RedirectView:
    """redirect.html: an old address that leads to the present one."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """withdrawn.html: a document was here and was withdrawn; nothing tells which.

    ``date`` and ``reason`` may be empty.
    """

    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault, for the preview's fault page."""

    path: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class FaultsView:
    """fault.html (preview only): what is wrong with the source of the page asked for.

    ``everywhere`` is true where the configuration or the theme is at fault, so that every page
    shows it.
    """

    faults: tuple[FaultView, ...]
    everywhere: bool = False


View = (
    HomeView
    | DocumentView
    | ListView
    | TermsView
    | SitemapView
    | StatisticsView
    | DataView
    | MatterView
    | PromisesView
    | PromiseListView
    | FiguresView
    | SearchView
    | SitePageView
    | NotFoundView
    | RedirectView
    | WithdrawnView
    | FaultsView
)
