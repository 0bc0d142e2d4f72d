"""The frozen nouns of the content: a document's fields, its body, and its card in the catalog.

Fields and body are apart, and a document's card is apart from its other fields: lists depend on
the card alone, so that mending a word in a body rebuilds one page.  What a build remembers by
the ten thousand (cards and their parts) are named tuples, which load fastest.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from msgspec import Struct

from .dates import NEVER, Moment
from .settings import Category, Session, Topic, Unit
from .vocabulary import Openness, Status


class Place(NamedTuple):
    """Where something stands in a file; line and column count from 1."""

    line: int = 1
    column: int = 1


START = Place()


class BodySource(Struct, frozen=True):
    """The Markdown below the front matter; ``first_line`` is its first line in the file."""

    text: str
    first_line: int


class Commitment(Struct, frozen=True):
    """What a reply promised: by when, and how far it has come."""

    content: str
    due: Moment | None
    state: str
    progress: str


class CommitmentUpdate(NamedTuple):
    """How far a promise of another document has come, as a follow-up (落实情况) says.

    ``document`` is the path of that document as the author wrote it; ``commitment`` means one of
    its promises: its position from 1, or words that stand in it alone; empty where it has one
    only.  ``due`` is the new term of a promise put off.
    """

    document: str
    commitment: str
    state: str
    progress: str
    date: Moment | None
    due: Moment | None
    place: Place = START


class Correction(Struct, frozen=True):
    """A correction made after publication, shown on the page."""

    date: Moment | None
    content: str


class Withdrawal(NamedTuple):
    """When and why a document was withdrawn; the reason may be empty."""

    date: Moment | None
    reason: str


class Review(Struct, frozen=True):
    """The openness review before publication (公开同步审查); never printed anywhere."""

    reviewer: str
    date: Moment | None
    conclusion: str


class Exemption(Struct, frozen=True):
    """A finding that the admin acknowledges (例外), with the reason."""

    rule: str
    what: str
    reason: str
    place: Place = START


class Attachment(Struct, frozen=True):
    """A file that goes with a document: its name in the document's folder, and its label."""

    file: str
    label: str
    place: Place


class Reference(NamedTuple):
    """A path to another document as the author wrote it, and where."""

    target: str
    place: Place


class Document(Struct, frozen=True, tag="document"):
    """One document of the content with all its fields typed; absent texts are empty.

    ``path`` is the source's path relative to the root, ``address`` the page's.  ``units`` and
    ``co_units`` are resolved; the names to print are given by :meth:`unit_names`.  ``numbered_at``
    is the place of 编号, for faults found when documents are compared.
    """

    path: str
    address: str
    title: str
    category: Category
    status: Status
    openness: Openness
    year: int
    number: str = ""
    numbered_at: Place = START
    sessions: tuple[Session, ...] = ()
    units: tuple[Unit, ...] = ()
    co_units: tuple[Unit, ...] = ()
    role: str = ""
    proposers: tuple[str, ...] = ()
    show_proposers: bool = False
    subject: str = ""
    doc_number: str = ""
    index_number: str = ""
    disclosure: str = ""
    withheld_reason: str = ""
    assigned: Moment | None = None
    signed: Moment | None = None
    published: Moment | None = None
    source: str = ""
    outcome: str = ""
    outcome_meaning: str = ""
    satisfaction: str = ""
    topics: tuple[Topic, ...] = ()
    difficult: bool = False
    commitments: tuple[Commitment, ...] = ()
    commitment_updates: tuple[CommitmentUpdate, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawal: Withdrawal | None = None
    review: Review | None = None
    exemptions: tuple[Exemption, ...] = ()
    related: tuple[Reference, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    aliases: tuple[Reference, ...] = ()

    @property
    def day(self) -> date | None:
        """The day whose unit names the document bears: signed, else published."""
        moment = self.signed or self.published
        return moment.at.date() if moment else None

    @property
    def changed(self) -> Moment | None:
        """The last day of publication or correction."""
        corrected = [correction.date for correction in self.corrections if correction.date]
        return max([*corrected, *filter(None, [self.published])], default=None)

    def unit_names(self) -> tuple[str, ...]:
        """The lead units' names on the document's own day."""
        return tuple(unit.name_on(self.day) for unit in self.units)


class SitePage(Struct, frozen=True, tag="page"):
    """A page of the site itself (content/pages/), such as 关于."""

    path: str
    address: str
    title: str
    status: Status
    published: Moment | None
    aliases: tuple[Reference, ...] = ()


class Term(NamedTuple):
    """One value by which documents are listed: the address's part, and the name for readers."""

    slug: str
    name: str


class Handling(NamedTuple):
    """How a document says its matter was handled: what a ledger says too, and what was promised.

    ``commitment_updates`` are those of a follow-up, about the promises of other documents.
    """

    role: str = ""
    subject: str = ""
    difficult: bool = False
    assigned: Moment | None = None
    signed: Moment | None = None
    satisfaction: str = ""
    commitments: tuple[Commitment, ...] = ()
    withheld_reason: str = ""
    commitment_updates: tuple[CommitmentUpdate, ...] = ()


class Candidate(NamedTuple):
    """What the gate of publication asks of a source, but for its 发布日期.

    The names are those of its :class:`Card`; only a page of the site itself is no document.
    """

    status: Status
    openness: Openness
    is_document: bool
    reviewed: bool
    review_refused: bool


class Card(NamedTuple):
    """What lists, other documents and the gate of publication know of one source.

    The card of a page of the site itself has no ``category``.  ``units`` and ``co_units`` carry
    the present names, ``unit`` the printed ones of the document's day; ``outcome`` is the code
    with its meaning.  ``changed`` is the last day of publication or correction.  ``review_refused``
    is a review that is written and does not say 同意公开.  ``withdrawal`` is that of a document in
    the state 撤回 that the public has seen.  ``exemptions`` are those of personal data.  ``shown``
    and ``told`` are the fingerprints of what lists show and feeds tell of it (:mod:`gongkai.cards`).
    """

    path: str
    address: str
    title: str
    status: Status
    published: Moment | None
    changed: Moment | None
    aliases: tuple[Reference, ...]
    category: Term | None = None
    is_reply: bool = False
    openness: Openness = Openness.FULL
    reviewed: bool = False
    review_refused: bool = False
    number: str = ""
    numbered_at: Place = START
    unit: str = ""
    units: tuple[Term, ...] = ()
    co_units: tuple[Term, ...] = ()
    year: int = 0
    topics: tuple[Term, ...] = ()
    sessions: tuple[Term, ...] = ()
    outcome_code: str = ""
    outcome: str = ""
    related: tuple[Reference, ...] = ()
    handling: Handling = Handling()
    withdrawal: Withdrawal | None = None
    exemptions: tuple[Exemption, ...] = ()
    shown: bytes = b""
    told: bytes = b""

    @property
    def candidate(self) -> Candidate:
        """What decides, with the day, whether the public may see it."""
        return Candidate(
            self.status,
            self.openness,
            self.category is not None,
            self.reviewed,
            self.review_refused,
        )

    @property
    def order(self) -> tuple[Moment, str]:
        """The order of all lists: 发布日期, then address; drafts without a date come last."""
        return (self.published or NEVER, self.address)
