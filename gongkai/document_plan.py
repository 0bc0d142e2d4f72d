"""The plan of the pages of documents: what each reads, and the job that makes it.

A site has tens of thousands of them, so their traces are put together column by column: all
fingerprints of one kind at once, then those of each document joined.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import or_
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from . import jsonprint
from .accounting import told
from .catalog import Catalog
from .deck import Deck, Places
from .drawer import Mark
from .drawers import PRINT, Drawers
from .fingerprint import NO_PRINT, joined
from .jobs import DocumentJob
from .matters import Matters
from .model import Term
from .pages.entries import near
from .planned import Theming
from .productmemory import NOTHING, Discovered
from .promises import Promises
from .settings import Privacy
from .staleness import Trace
from .surroundings import Surroundings
from .traces import TraceColumn, Traces

_V = TypeVar("_V")

_NO_PARTICULARS = NO_PRINT * 8
"""The particulars of most documents: none."""


class DocumentPlan(Struct, frozen=True):
    """Plans the pages of the documents of ``catalog``, and of the pages of the site itself.

    ``unit_names`` are the fingerprints of all names of the units, by slug; ``files`` those of
    attachments and images by path below content/.
    """

    catalog: Catalog
    surroundings: Surroundings
    privacy: Privacy
    unit_names: Mapping[str, bytes]
    theming: Theming
    sources: Drawers
    files: Mapping[str, bytes]
    bodies: Callable[[bytes], bytes | None]
    manuscripts: Mapping[str, bytes]
    notices: Mapping[str, str]
    promises: Promises
    matters: Matters

    def traces(self, discovered: Mapping[str, Discovered], warned: Collection[str]) -> Traces:
        """The trace of every document and page, by path.

        ``discovered`` is what bodies refer to that refer to anything, ``warned`` are the paths of
        those with faults: each fault names a line, which any change of the file may move.
        """
        documents, pages = self.catalog.documents, self.catalog.pages
        columns = dict(self._columns(discovered, warned)) if documents else {}
        return Traces(
            columns,
            {
                path: self.trace(path, discovered.get(path, NOTHING), path in warned)
                for path in pages.paths
            },
        )

    def _columns(
        self, discovered: Mapping[str, Discovered], warned: Collection[str]
    ) -> Iterator[tuple[str, TraceColumn]]:
        """The traces of all documents, of which there are some, by folder."""
        documents = self.catalog.documents
        by_folder = documents.by_folder()
        order = np.concatenate([*by_folder.values()])
        lying, rows = documents.at(order), self._rows(documents, order)
        for at, particulars in self._particulars_of(lying, discovered, warned):
            rows[at, -len(_NO_PARTICULARS) :] = np.frombuffer(particulars, np.uint8)
        after = 0
        for folder, places in by_folder.items():
            first, after = after, after + len(places)
            keys, prints = tuple(lying.paths[first:after]), rows[first:after].tobytes()
            yield folder, TraceColumn("document", keys, prints)

    def trace(self, path: str, discovered: Discovered, is_warned: bool) -> Trace:
        """The trace of the document at ``path``, whose body refers to ``discovered``."""
        source = self.sources[path]
        card = source.card
        assert card
        before, after = self.catalog.neighbours(card.address)
        prints = (
            *(source.fields, source.body),
            *(self._names(card.units), self._names(card.co_units)),
            self._themed("document.html" if card.category else "page.html", bool(card.aliases)),
            *(before.shown if before else NO_PRINT, after.shown if after else NO_PRINT),
            self._particulars(path, card.address, card.sessions, discovered, is_warned),
        )
        return Trace.of("document", *prints)

    def job(self, path: str) -> DocumentJob:
        """The job that makes the page of the document at ``path``."""
        sources = self.sources
        address = sources.address(path)
        return DocumentJob(
            path,
            near(self.catalog.neighbours(address), address),
            self.catalog.related.get(address, ()),
            self.promises.of(address),
            self.matters.of(address),
            self.bodies(sources.body(path)),
            sources.size(path),
            self.manuscripts.get(path, b""),
            self.notices.get(address, ""),
            self.catalog.documents.places.get(address),
        )

    def _rows(self, documents: Deck, order: Places) -> NDArray[np.uint8]:
        """The traces of ``documents`` in an ``order``, those without particulars: each is a row."""
        lying = documents.at(order)
        # Behind the last document stands what the first and the last of a unit have beside them.
        shown = np.frombuffer(documents.shown + NO_PRINT, PRINT)
        columns = (
            lying.fields,
            lying.bodies,
            _told(*lying.column(lambda drawer: drawer.units), self._names),
            _told(*lying.column(lambda drawer: drawer.co_units), self._names),
            _told(*lying.column(lambda drawer: drawer.marks), self._themed_by),
            shown[self.catalog.previous[order]].tobytes(),
            shown[self.catalog.next[order]].tobytes(),
            _NO_PARTICULARS * len(order),
        )
        rows = [np.frombuffer(each, np.uint8).reshape(len(order), -1) for each in columns]
        return np.concatenate(rows, axis=1)

    def _themed_by(self, marks: Mark) -> bytes:
        """As :meth:`_themed`, of a document that has ``marks``."""
        return self._themed("document.html", Mark.ALIASES in marks)

    def _names(self, units: tuple[Term, ...]) -> bytes:
        """Every name under which search finds a document by ``units``."""
        return joined([self.unit_names.get(unit.slug, NO_PRINT) for unit in units])

    def _themed(self, name: str, has_aliases: bool) -> bytes:
        """What the templates of a document's page, and of its redirects, are, and the frame."""
        own, redirect = self.theming.templates[name], self.theming.templates["redirect.html"]
        return (joined([own, redirect]) if has_aliases else own) + self.theming.frame

    def _particulars_of(
        self,
        cards: Deck,
        discovered: Mapping[str, Discovered],
        warned: Collection[str],
    ) -> Iterator[tuple[int, bytes]]:
        """The places of those of ``cards`` that have particulars, and these."""
        concerned = {
            *self.catalog.related,
            *self.notices,
            *self.promises.told_elsewhere_of,
            *self.matters.of_document,
        }
        of_paths = map({*discovered, *warned}.__contains__, cards.paths)
        of_addresses = map(concerned.__contains__, cards.addresses)
        sessions, codes = cards.column(lambda drawer: drawer.sessions)
        for at in np.flatnonzero([*map(or_, of_paths, of_addresses)]).tolist():
            path, terms = cards.paths[at], sessions[codes[at]]
            found = discovered.get(path, NOTHING)
            yield at, self._particulars(path, cards.addresses[at], terms, found, path in warned)

    def _particulars(
        self,
        path: str,
        address: str,
        sessions: Iterable[Term],
        discovered: Discovered,
        is_warned: bool,
    ) -> bytes:
        """The end of a trace: what most documents have none of."""
        related, notices, matters = self.catalog.related, self.notices, self.matters.of_document
        elsewhere = self.promises.told_elsewhere(address)
        shared = [told(each) for each in matters.get(address, ())]
        return b"".join(
            (
                joined(card.shown for card in related[address]) if address in related else NO_PRINT,
                *self._answers(address, sessions, discovered),
                # Why the public does not see it, in a preview.
                jsonprint.of(notices[address]) if address in notices else NO_PRINT,
                self.sources[path].content if is_warned else NO_PRINT,
                jsonprint.of(elsewhere) if elsewhere else NO_PRINT,
                jsonprint.of(shared) if shared else NO_PRINT,
            )
        )

    def _answers(
        self, address: str, sessions: Iterable[Term], discovered: Discovered
    ) -> tuple[bytes, bytes, bytes]:
        """Fingerprints of what the references of a body come to now."""
        slugs = [session.slug for session in sessions]
        look = self.surroundings
        numbers = [look.address_of_number(slugs, each, address) for each in discovered.numbers]
        pages = [look.page(address) for address in discovered.pages]
        files = [self.files.get(path) for path in discovered.files]
        # Most bodies refer to little, or to what leads nowhere, and there are many; attachments
        # may hold what the site says.
        return (
            jsonprint.of(numbers) if any(numbers) else NO_PRINT,
            jsonprint.of(pages) if pages else NO_PRINT,
            jsonprint.of(files, self.privacy) if files else NO_PRINT,
        )


def _told(values: Iterable[_V], codes: Places, answer: Callable[[_V], bytes]) -> bytes:
    """The answers for the values of cards, which are all of one length, one after another."""
    answers = [*map(answer, values)]
    told = np.frombuffer(b"".join(answers), np.uint8).reshape(len(answers), -1)
    return told[codes].tobytes()
