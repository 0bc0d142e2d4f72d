"""The pieces of work of a build, as plain data that may cross to another process."""

from __future__ import annotations

from msgspec import Struct

from .matters import Matter
from .model import Card
from .pages import Page
from .pages.entries import Near
from .promises import Pledges


class DocumentJob(Struct, frozen=True):
    """One source to make the page of, with what it shows of the documents that it leads to.

    ``size`` is that of the source in bytes, ``body`` the packed rendered body where it is
    remembered.
    ``manuscript`` is the source as this build has read it, packed; without it the file is read.
    ``notice`` says why the public does not see the document; it is empty in a publication.
    ``number`` is its place in the order of publication, if it has one: by that its text file for
    the search index is named.
    """

    path: str
    near: Near
    related: tuple[Card, ...]
    pledges: Pledges
    matters: tuple[Matter, ...]
    body: bytes | None
    size: int
    manuscript: bytes = b""
    notice: str = ""
    number: int | None = None


class RestyleJob(Struct, frozen=True):
    """The pages of a source of which nothing changed but templates: its other files stay.

    They are made of its galley, which is remembered; its own page as it is now is in the file
    ``page``.
    """

    path: str
    page: str


class PageJob(Struct, frozen=True):
    """One page of the site itself, ready to render; ``key`` is its product's.

    ``before`` is the file that holds its page by other templates, if a glimpse told that there is
    nothing in it.
    """

    key: str
    page: Page
    before: str = ""


class WithdrawalJob(Struct, frozen=True):
    """The pages that a withdrawn document leaves behind: at its address, and at its old ones."""

    card: Card


Job = DocumentJob | RestyleJob | PageJob | WithdrawalJob

HARMLESS_BYTES = 32 * 1024
"""A source of this size is read and rendered in seconds at most, whatever stands in it.

Ten times as long as a common reply.  Some texts take a time that grows with the square of their
length (tags that are never closed, say), so a longer one may well seem to take for ever.
"""


def may_hang(job: Job) -> bool:
    """Whether doing ``job`` may take so long that it must be possible to give it up."""
    return isinstance(job, DocumentJob) and job.body is None and job.size > HARMLESS_BYTES
