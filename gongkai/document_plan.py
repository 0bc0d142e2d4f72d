"""The plan of the pages of documents: what each reads, and the job that makes it.

A site has tens of thousands of them, so their traces are put together column by column: all
fingerprints of one kind at once, then those of each document joined.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from msgspec import Struct

from . import jsonprint
from .accounting import told
from .catalog import Catalog
from .composition import Surroundings
from .fingerprint import NO_PRINT, joined
from .jobs import DocumentJob
from .matters import Matters
from .memory import SourceMemory
from .model import Card, Term
from .planned import Theming
from .promises import Promises
from .settings import Privacy
from .shelves import NOTHING, Discovered
from .staleness import Trace


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
    sources: Mapping[str, SourceMemory]
    files: Mapping[str, bytes]
    bodies: Callable[[bytes], bytes | None]
    manuscripts: Mapping[str, bytes]
    notices: Mapping[str, str]
    promises: Promises
    matters: Matters

    def traces(
        self, discovered: Mapping[str, Discovered], warned: Collection[str]
    ) -> dict[str, Trace]:
        """The trace of every document and page, by path.

        ``discovered`` is what bodies refer to that refer to anything, ``warned`` are the paths of
        those with faults: each fault names a line, which any change of the file may move.
        """
        cards = (*self.catalog.documents, *self.catalog.pages)
        return dict(self._traces(cards, discovered, warned))

    def trace(self, path: str, discovered: Discovered, is_warned: bool) -> Trace:
        """The trace of the document at ``path``, whose body refers to ``discovered``."""
        card = self.sources[path].card
        assert card
        found = {path: discovered} if discovered != NOTHING else {}
        return dict(self._traces((card,), found, {path} if is_warned else ()))[path]

    def job(self, path: str) -> DocumentJob:
        """The job that makes the page of the document at ``path``."""
        source = self.sources[path]
        assert source.card
        address = source.card.address
        return DocumentJob(
            path,
            self.catalog.neighbours(address),
            self.catalog.related.get(address, ()),
            self.promises.of(address),
            self.matters.of(address),
            self.bodies(source.body),
            source.signature[0],
            self.manuscripts.get(path, b""),
            self.notices.get(address, ""),
        )

    def _traces(
        self, cards: Sequence[Card], discovered: Mapping[str, Discovered], warned: Collection[str]
    ) -> Iterator[tuple[str, Trace]]:
        """The traces of ``cards``, their columns in the order of ``READS``."""
        paths = [card.path for card in cards]
        addresses = [card.address for card in cards]
        sources = list(map(self.sources.__getitem__, paths))
        previous, following = self.catalog.previous, self.catalog.next
        answers = {
            card.path: self._answers(card, discovered[card.path])
            for card in cards
            if card.path in discovered
        }
        numbers, pages, files = (
            [answers[path][column] if path in answers else NO_PRINT for path in paths]
            for column in range(3)
        )
        rows = zip(
            [source.fields for source in sources],
            [source.body for source in sources],
            self._names(cards),
            self._templates(cards),
            repeat(self.theming.frame, len(cards)),
            [previous[each].shown if each in previous else NO_PRINT for each in addresses],
            [following[each].shown if each in following else NO_PRINT for each in addresses],
            self._related(addresses),
            numbers,
            pages,
            files,
            self._noticed(addresses),
            [
                source.content if path in warned else NO_PRINT
                for path, source in zip(paths, sources, strict=True)
            ],
            self._pledged(addresses),
            self._shared(addresses),
            strict=True,
        )
        return zip(paths, map(Trace, repeat("document"), map(b"".join, rows)), strict=False)

    def _names(self, cards: Iterable[Card]) -> Iterator[bytes]:
        """Every name under which search finds each document by its units."""
        names = self.unit_names
        together: dict[tuple[Term, ...], bytes] = {}
        for card in cards:
            units = card.units + card.co_units
            if units not in together:
                together[units] = joined([names.get(unit.slug, NO_PRINT) for unit in units])
            yield together[units]

    def _templates(self, cards: Iterable[Card]) -> Iterator[bytes]:
        """What the templates of each document's page, and of its redirects, are."""
        templates = self.theming.templates
        document, page, redirect = map(
            templates.__getitem__, ("document.html", "page.html", "redirect.html")
        )
        for card in cards:
            own = document if card.category else page
            yield joined([own, redirect]) if card.aliases else own

    def _related(self, addresses: Iterable[str]) -> list[bytes]:
        related = self.catalog.related
        return [
            joined([card.shown for card in related[address]]) if address in related else NO_PRINT
            for address in addresses
        ]

    def _noticed(self, addresses: Iterable[str]) -> list[bytes]:
        """Why the public does not see each document, in a preview."""
        notices = self.notices
        return [
            jsonprint.of(notices[address]) if address in notices else NO_PRINT
            for address in addresses
        ]

    def _pledged(self, addresses: Iterable[str]) -> list[bytes]:
        """What other documents say of promises that concern each document."""
        told = map(self.promises.told_elsewhere, addresses)
        return [jsonprint.of(each) if each else NO_PRINT for each in told]

    def _shared(self, addresses: Iterable[str]) -> list[bytes]:
        """The matters that each document shares with others."""
        matters = self.matters.of_document
        return [
            jsonprint.of([told(each) for each in matters[address]])
            if address in matters
            else NO_PRINT
            for address in addresses
        ]

    def _answers(self, card: Card, discovered: Discovered) -> tuple[bytes, bytes, bytes]:
        """Fingerprints of what the references of a body come to now."""
        sessions = [session.slug for session in card.sessions]
        look = self.surroundings
        numbers = [
            look.address_of_number(sessions, number, card.address) for number in discovered.numbers
        ]
        pages = [look.page(address) for address in discovered.pages]
        files = [self.files.get(path) for path in discovered.files]
        # Most bodies refer to little, or to what leads nowhere, and there are many; attachments
        # may hold what the site says.
        return (
            jsonprint.of(numbers) if any(numbers) else NO_PRINT,
            jsonprint.of(pages) if pages else NO_PRINT,
            jsonprint.of(files, self.privacy) if files else NO_PRINT,
        )
