"""The search index as products of a build: text files, segments, columns and a manifest.

Documents are numbered in the order of publication.  The base holds the greatest whole number of
steps (``search.manifest.SEGMENT_STEP``) of them, the rest the others; a segment is built again
from text files when one of its own changed, so publishing the newest leaves the base alone.  A
base of which few texts were edited is mended in place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count
from operator import attrgetter
from typing import Any, NamedTuple

from . import fingerprint
from .assistant import Helper
from .bases import Base
from .content import Staff
from .deck import Deck
from .drawer import Drawer
from .fingerprint import WIDTH
from .layout import Site
from .memory import Memory
from .mending import edits_in, mended_base, segment_trace
from .model import Term
from .output import Target
from .productmemory import NOTHING, FileMemory
from .products import Gathered, Product
from .search import build
from .search.facets import Scattered
from .search.manifest import SegmentPaths, manifest_file, segment_sizes
from .search.records import FacetLabels
from .search.texts import CHUNK, Text
from .searchrest import Rest, make_columns, make_rest
from .searchtexts import FOLDER, PublishedTexts, Texts
from .segments import Segment
from .settings import Settings, Unit
from .shelves import Shelf
from .splicing import Coded
from .staging import Output, Stage, Staged
from .staleness import Trace

_FIRSTS = "\n"
_MANIFEST = f"{FOLDER}/manifest"


class Indexing:
    """The index under way: what is made of text files alone is made while pages are."""

    def __init__(
        self,
        site: Site,
        memory: Memory,
        broken: Collection[str],
        texts: Mapping[str, Staged],
        target: Target,
        *,
        staff: Staff,
        helper: Helper,
    ) -> None:
        """Have the rest and the columns made for ``target``.

        A base that is not kept is for ``staff``.  To be closed, so that nothing is left of it.

        ``broken`` are the keys of products of ``memory`` whose files are not as they were written.
        ``texts`` are the text files of the documents that were made in this build, by source path.
        """
        documents = site.catalog.documents
        self._products = memory.products
        self._target = target
        self._before = PublishedTexts(memory, broken, target)
        self._texts = Texts(documents.paths, self._before, texts, target, staff)
        self._labels = _labels(site.layout.settings, site.layout.units)
        columns = _columns(documents), documents.rows, self._labels, target.stager()
        # Asked first: it is a long question, and must not wait until the rest is made.
        self._columns = helper.ask(make_columns, *columns)
        base, _ = segment_sizes(len(documents))
        self._base = self._part(build.BASE, range(base), broken)
        self._rest = self._part(build.REST, range(base, len(documents)), broken)
        self._edited = self._edits()
        self._basing: Base | None = None
        if base and not self._base.is_kept and self._edited is None:
            self._basing = Base(self._held(self._base), staff)
        self._rested: Callable[[], Rest] | None = None
        if not self._rest.is_kept:
            self._rested = helper.ask(make_rest, self._held(self._rest), target.stager())

    def gathered(self) -> Gathered:
        """Bring all into the target; the products."""
        placed = self._texts.gathered()
        made, kept = dict(placed.made), set(placed.kept)
        segments = []
        for part in (self._base, self._rest):
            if part.shelf and part.is_kept:
                self._target.keep_all(self._products.in_folders([part.folder]))
                kept.add(part.key)
                addresses = tuple(part.shelf.columns.addresses)
                note = part.shelf.notes.get(part.key, "")
            else:
                addresses, note = self._made(part)
                made[part.key] = Product(part.trace, NOTHING, addresses, (), note)
            firsts = note.split(_FIRSTS) if note else ()
            count = len(part.numbers)
            segments.append(build.segment_paths(part.name, count, addresses, firsts))
        made[_MANIFEST] = self._manifest(segments)
        return Gathered(made, frozenset(kept))

    def _part(self, name: str, numbers: range, broken: Collection[str]) -> _Part:
        prints = self._prints_of(numbers)
        part = _Part(name, numbers, segment_trace(prints), None)
        shelf = None if part.key in broken else self._products.folders.get(part.folder)
        return part._replace(shelf=shelf)

    def _edits(self) -> Sequence[int] | None:
        """The documents by whose edits the base is mended, where it can and has to be."""
        if not self._base.shelf or self._base.is_kept:
            return None
        known = self._products[self._base.key]
        return edits_in(known, self._before, self._prints_of(self._base.numbers))

    def _prints_of(self, numbers: range) -> bytes:
        return self._texts.prints[numbers.start * WIDTH : numbers.stop * WIDTH]

    def _held(self, part: _Part) -> list[Text]:
        return list(map(self._texts.text, part.numbers))

    def _made(self, part: _Part) -> tuple[tuple[str, ...], str]:
        """The addresses of a segment that is made, and the first keys of its number files."""
        if self._rested and part is self._rest:
            rest = self._rested()
            for staged in rest.files:
                self._target.take(staged)
            made, firsts = [staged.address for staged in rest.files], rest.firsts
        else:
            stay, pieces = self._based(part)
            self._target.keep(stay)
            made, firsts = [file.address for file in stay], ()
            for piece in pieces:
                for address, data in piece.files:
                    self._target.add(Output(address, data, Stage.SEARCH))
                    made.append(address)
                firsts += piece.firsts
        # Sorted, so that a mended base and one built anew are remembered as the same.
        return tuple(sorted(made)), _FIRSTS.join(firsts)

    def _based(self, part: _Part) -> tuple[Iterable[FileMemory], Iterable[Segment]]:
        """What stays of the base, and the rest in pieces: mended where it can be, else built."""
        if self._edited is None:
            return (), self._basing.pieces() if self._basing else ()
        edited = {number: self._texts.text(number) for number in self._edited}
        known, count = self._products[part.key], len(part.numbers)
        stay, segment = mended_base(known, self._before, self._target, count, edited)
        return stay, [segment]

    def close(self) -> None:
        """Leave nothing behind of what is under way."""
        self._texts.close()
        if self._basing:
            self._basing.close()

    def _manifest(self, segments: Sequence[SegmentPaths]) -> Product:
        """The facets' columns and the manifest, which names every file."""
        columns = self._columns()
        for staged in columns.values():
            self._target.take(staged)
        paths = {facet: staged.address for facet, staged in columns.items()}
        width = CHUNK * WIDTH
        prints = self._texts.prints
        runs = [prints[at : at + width] for at in range(0, len(prints), width)]
        address, data = manifest_file(segments, runs, paths, self._labels)
        self._target.add(Output(address, data, Stage.SEARCH))
        contents = [staged.content for staged in columns.values()]
        contents.append(fingerprint.of_bytes(data))
        trace = Trace.of("manifest", fingerprint.joined(contents), fingerprint.of(self._labels))
        return Product(trace, NOTHING, (*paths.values(), address), ())


class _Part(NamedTuple):
    """A segment as it shall be, and its ``shelf`` of the last build where all of it is intact.

    It stands on a shelf of its own, which is as it was where the segment is kept.
    """

    name: str
    numbers: range
    trace: Trace
    shelf: Shelf | None

    @property
    def folder(self) -> str:
        return f"{FOLDER}/{self.name}"

    @property
    def key(self) -> str:
        return f"{self.folder}/"

    @property
    def is_kept(self) -> bool:
        return self.shelf is not None and self.shelf.columns.trace(0) == self.trace


def _columns(documents: Deck) -> dict[str, Scattered]:
    """What the columns hold of documents, by facet."""
    return {facet: _scattered(documents, *read) for facet, read in _READ.items()}


def _scattered(
    documents: Deck,
    columns: Iterable[Callable[[Drawer], Coded[Any]]],
    values: Callable[[Any], tuple[str, ...]],
) -> Scattered:
    """The values of a facet as they lie in the drawers."""
    places: defaultdict[tuple[str, ...], int] = defaultdict(count().__next__)
    pieces = [
        [
            ([places[values(value)] for value in coded.values], coded.codes)
            for coded in documents.coded(column)
        ]
        for column in columns
    ]
    return Scattered([*places], pieces)


def _slugs(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(term.slug for term in terms)


_READ: Mapping[
    str, tuple[tuple[Callable[[Drawer], Coded[Any]], ...], Callable[[Any], tuple[str, ...]]]
] = {
    "category": ((attrgetter("categories"),), lambda term: (term.slug,) if term else ()),
    "year": ((attrgetter("years"),), lambda year: (str(year),) if year else ()),
    "unit": ((attrgetter("units"), attrgetter("co_units")), _slugs),
    "topic": ((attrgetter("topics"),), _slugs),
    "session": ((attrgetter("sessions"),), _slugs),
    "outcome": ((attrgetter("outcomes"),), lambda code: (code,) if code else ()),
}
"""For each facet the columns that cards have of it, and the facet's values in one of these."""


def _labels(settings: Settings, units: Sequence[Unit]) -> FacetLabels:
    """The words for the facets' values, in the order of the configuration."""
    meanings: dict[str, dict[str, None]] = {}
    for scheme in settings.outcomes.values():
        for code, meaning in scheme.items():
            meanings.setdefault(code, {})[meaning] = None
    # Where schemes differ, the code alone does not say which one a document follows.
    outcomes = {code: f"{code}（{'／'.join(held)}）" for code, held in meanings.items()}
    return FacetLabels(
        category={category.slug: category.name for category in settings.categories},
        unit={unit.slug: unit.name for unit in units},
        topic={topic.slug: topic.name for topic in settings.topics},
        session={session.slug: session.name for session in settings.sessions},
        outcome=outcomes,
    )
