"""The search index as products of a build: text files, segments, columns and a manifest.

Documents are numbered in the order of publication.  The base holds the greatest whole number of
steps (``search.manifest.SEGMENT_STEP``) of them, the rest the others; a segment is built again
from text files when one of its own changed, so publishing the newest leaves the base alone.  A
base of which few texts were edited is mended in place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from operator import attrgetter
from typing import Any

from . import fingerprint
from .content import Staff
from .fingerprint import WIDTH
from .layout import Site
from .memory import Memory
from .mending import mended_base, segment_trace
from .model import Card, Term
from .output import Target
from .production import Gathered, Product
from .search import build
from .search.facets import FacetColumn, facet_column
from .search.manifest import SegmentPaths, manifest_file, segment_sizes
from .search.records import FacetLabels
from .search.texts import CHUNK
from .searchtexts import FOLDER, PublishedTexts, address_of, place
from .segments import Segment, build_segment
from .settings import Settings, Unit
from .shelves import NOTHING, FileMemory, ProductMemory
from .staging import Output, Stage, Staged
from .staleness import Trace

_FIRSTS = "\n"
_MANIFEST = f"{FOLDER}/manifest"
_COLUMNS = f"{FOLDER}/columns/"


def index(
    site: Site,
    memory: Memory,
    broken: Collection[str],
    texts: Mapping[str, Staged],
    target: Target,
    *,
    staff: Staff,
) -> Gathered:
    """Bring the index into ``target`` and give its products.

    ``broken`` are the keys of products of ``memory`` whose files are not as they were written.
    ``texts`` are the text files of the documents that were made in this build, by source path.
    """
    documents = site.catalog.documents
    before = PublishedTexts(memory, broken, target)
    placed, prints = place([card.path for card in documents], before, texts, target)
    base, _ = segment_sizes(len(documents))
    segmenting = _Segmenting(memory, broken, before, target, staff)
    labels = _labels(site.layout.settings, site.layout.units)
    based = segmenting.segment(build.BASE, 0, prints[: base * WIDTH])
    held = _columns_held(memory, broken, target)
    # Python is free for the rest while they are compressed.  Not for the base, which may start
    # processes: they are not to be copies of one with threads.
    with ThreadPoolExecutor(1) as beside:
        compressing = beside.submit(build.column_paths, _columns(documents), labels, held)
        rested = segmenting.segment(build.REST, base, prints[base * WIDTH :])
        columns = compressing.result()
    manifest = _manifest(columns, (based, rested), prints, labels, target)
    return Gathered(
        {**placed.made, **segmenting.made, _MANIFEST: manifest},
        placed.kept | segmenting.kept,
    )


class _Segmenting:
    """Brings segments into ``target``; gathers those ``made``, by key, and the keys of those kept.

    ``texts`` are those of the last build.
    """

    def __init__(
        self,
        memory: Memory,
        broken: Collection[str],
        texts: PublishedTexts,
        target: Target,
        staff: Staff,
    ) -> None:
        self._memory = memory
        self._broken = broken
        self._texts = texts
        self._target = target
        self._staff = staff
        self.made: dict[str, Product] = {}
        self.kept: frozenset[str] = frozenset()

    def segment(self, name: str, first: int, prints: bytes) -> SegmentPaths:
        """A segment: kept where its texts are the same ones, else mended or built from them.

        ``first`` is the number of its first document, ``prints`` its texts' fingerprints, joined.
        """
        # On a shelf of its own, which is as it was where the segment is kept.
        folder = f"{FOLDER}/{name}"
        key = f"{folder}/"
        count = len(prints) // WIDTH
        trace = segment_trace(prints)
        shelf = None if key in self._broken else self._memory.products.folders.get(folder)
        if shelf and shelf.trace(0) == trace:
            self._target.keep_all(self._memory.products.in_folders([folder]))
            self.kept |= {key}
            return _paths(name, count, shelf.addresses, shelf.notes.get(key, ""))
        numbers = range(first, first + count)
        stay, built = self._made(name, numbers, prints, shelf.product(0) if shelf else None)
        self._target.keep(stay)
        for address, data in built.files:
            self._target.add(Output(address, data, Stage.SEARCH))
        made = (*(file.address for file in stay), *(address for address, _ in built.files))
        # Sorted, so that a mended base and one built anew are remembered as the same.
        addresses, note = tuple(sorted(made)), _FIRSTS.join(built.firsts)
        self.made[key] = Product(trace, NOTHING, addresses, (), note)
        return _paths(name, count, addresses, note)

    def _made(
        self, name: str, numbers: range, prints: bytes, known: ProductMemory | None
    ) -> tuple[tuple[FileMemory, ...], Segment]:
        """The files of an earlier segment that stay, and those that were made."""
        if (
            known
            and name == build.BASE
            and (mended := mended_base(known, self._texts, prints, self._target, self._staff))
        ):
            return mended
        paths = [self._target.path_of(address_of(number)) for number in numbers]
        return (), build_segment(name, paths, self._staff)


def _paths(name: str, documents: int, addresses: Sequence[str], note: str) -> SegmentPaths:
    return build.segment_paths(name, documents, addresses, note.split(_FIRSTS) if note else ())


def _manifest(
    columns: Mapping[str, build.File],
    segments: Sequence[SegmentPaths],
    prints: bytes,
    labels: FacetLabels,
    target: Target,
) -> Product:
    """The facets' ``columns`` and the manifest, which names every file."""
    paths = {facet: path for facet, (path, _) in columns.items()}
    width = CHUNK * WIDTH
    runs = [prints[first : first + width] for first in range(0, len(prints), width)]
    files = [*columns.values(), manifest_file(segments, runs, paths, labels)]
    for address, data in files:
        target.add(Output(address, data, Stage.SEARCH))
    contents = [fingerprint.of_bytes(data) for _, data in files]
    trace = Trace.of("manifest", fingerprint.joined(contents), fingerprint.of(labels))
    return Product(trace, NOTHING, tuple(address for address, _ in files), ())


def _columns_held(memory: Memory, broken: Collection[str], target: Target) -> dict[str, bytes]:
    """The files of the last build's columns by facet; none where they are not as they were."""
    known = None if _MANIFEST in broken else memory.products.get(_MANIFEST)
    return {
        file.address.removeprefix(_COLUMNS).partition(".")[0]: target.read(file)
        for file in (known.files if known else ())
        if file.address.startswith(_COLUMNS)
    }


def _columns(documents: Sequence[Card]) -> dict[str, FacetColumn]:
    """What the columns hold of documents, by facet."""
    return {
        facet: facet_column(map(read, documents), values) for facet, (read, values) in _READ.items()
    }


def _slugs(terms: Iterable[Term]) -> tuple[str, ...]:
    """The slugs of terms, each once."""
    return tuple(dict.fromkeys(term.slug for term in terms))


_READ: Mapping[str, tuple[Callable[[Card], Hashable], Callable[[Any], tuple[str, ...]]]] = {
    "category": (attrgetter("category"), lambda term: (term.slug,) if term else ()),
    "year": (attrgetter("year"), lambda year: (str(year),) if year else ()),
    "unit": (attrgetter("units", "co_units"), lambda units: _slugs(chain(*units))),
    "topic": (attrgetter("topics"), _slugs),
    "session": (attrgetter("sessions"), _slugs),
    "outcome": (attrgetter("outcome_code"), lambda code: (code,) if code else ()),
}
"""What of a card each facet reads, and which values that comes to."""


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
