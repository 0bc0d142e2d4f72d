"""The pieces of work of a build, as plain data that may cross to another process."""

from __future__ import annotations

from dataclasses import dataclass

from .catalog import Neighbours
from .markdown import Body
from .model import Card
from .pages import Page


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """One source to make the page of, with the cards of the documents that it leads to.

    ``body`` is the rendered body where it is remembered.  ``notice`` says why the public does not
    see the document; it is empty in a publication.
    """

    path: str
    near: Neighbours
    related: tuple[Card, ...]
    body: Body | None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page of the site itself, ready to render; ``key`` is its product's."""

    key: str
    page: Page


Job = DocumentJob | PageJob
