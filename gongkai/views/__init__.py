"""What templates see: plain data for one page, and nothing else.

This package is the whole vocabulary of the theme.  Every template is given ``site`` (a
:class:`SiteView`), ``page`` (a :class:`PageView`) and ``view`` (the view of its kind).  Links are
relative to the page at hand; texts are unescaped and the templates escape them; the one exception
are ``html``, which was sanitised, and ``linked_data``.  An absent text is empty, an absent list has
no entries.  Those of documents are packed by the ten thousand (:mod:`gongkai.galleys`), so that the
names of their fields are left out (``array_like``).
"""

from __future__ import annotations

from .data import (
    ColumnView,
    DataTableView,
    DataView,
    DownloadsView,
    SampleView,
)
from .document import (
    AcknowledgedView,
    AttachmentView,
    CorrectionView,
    DocumentView,
    FieldRow,
    OutlineEntry,
    SitePageView,
)
from .exceptional import (
    FaultsView,
    FaultView,
    NotFoundView,
    RedirectView,
    WithdrawnView,
)
from .figures import (
    BarView,
    ChartView,
    FigureGroup,
    FiguresView,
    FigureView,
    RecordView,
    ScopeRow,
    ScopeTable,
    StatisticsView,
)
from .frame import (
    FooterRow,
    LabelledText,
    Link,
    MarkView,
    PageView,
    SharingView,
    SiteView,
)
from .lists import (
    Entry,
    HomeView,
    LinkGroup,
    ListView,
    SearchView,
    SitemapView,
    TermCount,
    TermGroup,
    TermsView,
)
from .matters import (
    AnswerView,
    MatterLinks,
    MatterMember,
    MatterView,
)
from .promises import (
    CommitmentView,
    FollowUpView,
    FulfilmentView,
    PromiseCount,
    PromiseEntry,
    PromiseGroup,
    PromiseListView,
    PromisesView,
)

__all__ = [
    "AcknowledgedView",
    "AnswerView",
    "AttachmentView",
    "BarView",
    "ChartView",
    "ColumnView",
    "CommitmentView",
    "CorrectionView",
    "DataTableView",
    "DataView",
    "DocumentView",
    "DownloadsView",
    "Entry",
    "FaultView",
    "FaultsView",
    "FieldRow",
    "FigureGroup",
    "FigureView",
    "FiguresView",
    "FollowUpView",
    "FooterRow",
    "FulfilmentView",
    "HomeView",
    "LabelledText",
    "Link",
    "LinkGroup",
    "ListView",
    "MarkView",
    "MatterLinks",
    "MatterMember",
    "MatterView",
    "NotFoundView",
    "OutlineEntry",
    "PageView",
    "PromiseCount",
    "PromiseEntry",
    "PromiseGroup",
    "PromiseListView",
    "PromisesView",
    "RecordView",
    "RedirectView",
    "SampleView",
    "ScopeRow",
    "ScopeTable",
    "SearchView",
    "SharingView",
    "SitePageView",
    "SiteView",
    "SitemapView",
    "StatisticsView",
    "TermCount",
    "TermGroup",
    "TermsView",
    "View",
    "WithdrawnView",
]

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
