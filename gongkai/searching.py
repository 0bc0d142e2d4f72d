"""The search index as products of a build: a text file for each document, segments, a manifest.

Documents are numbered in the order of publication.  The base holds the greatest whole number of
steps (``search.manifest.SEGMENT_STEP``) of them, the rest the others; a segment is built again
from text files when one of its own changed, so publishing the newest leaves the base alone.  A
base of which few texts were edited is mended in place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from . import fingerprint
from .catalog import Catalog
from .content import Staff
from .layout import Site
from .memory import Memory
from .mending import Base, PublishedTexts, mended_base, segment_trace
from .model import Card, Term
from .output import Target
from .production import AnyProduct, Product
from .search import build
from .search.facets import FacetValues
from .search.manifest import SegmentPaths, manifest_file, segment_sizes
from .search.records import FacetLabels
from .search.texts import text_path
from .segments import Segment, build_segment
from .settings import Settings, Unit
from .shelves import NOTHING, FileMemory, ProductMemory
from .staging import Output, Stage, Staged
from .staleness import Trace

FOLDER = "search"

_KEY = "search:"
_FIRSTS = "\n"


def index(
    site: Site,
    memory: Memory,
    broken: Collection[str],
    texts: Mapping[str, Staged],
    target: Target,
    *,
    staff: Staff,
) -> dict[str, AnyProduct]:
    """Bring the index into ``target`` and give its products by key.

    ``broken`` are the keys of products of ``memory`` whose files are not as they were written.
    ``texts`` are the text files of the documents that were made in this build, by source path.
    """
    if broken:
        memory = replace(memory, products=memory.products.without(broken))
    indexing = _Indexing(site.catalog, memory, texts, target)
    products = dict(indexing.texts())
    base, _ = segment_sizes(len(site.catalog.documents))
    segments = []
    for name, first, last in ((build.BASE, 0, base), (build.REST, base, None)):
        key, product = indexing.segment(name, slice(first, last), staff)
        products[key] = product
        firsts = product.note.split(_FIRSTS) if product.note else []
        count = len(indexing.prints[first:last])
        segments.append(build.segment_paths(name, count, product.addresses, firsts))
    labels = _labels(site.layout.settings, site.layout.units)
    key, product = indexing.manifest(segments, labels)
    return products | {key: product}


def path_of(key: str) -> str:
    """The source path of the document whose text file the product of ``key`` is."""
    return key.removeprefix(_KEY)


class _Indexing:
    """One run over a catalog; the text files' fingerprints gather as they are settled.

    The files of every product of ``memory`` are as they were written.
    """

    def __init__(
        self, catalog: Catalog, memory: Memory, texts: Mapping[str, Staged], target: Target
    ) -> None:
        self._catalog = catalog
        self._memory = memory
        self._texts = texts
        self._target = target
        self.prints: list[bytes] = []

    def texts(self) -> Iterator[tuple[str, AnyProduct]]:
        """The text file of each document, at the address of its number."""
        for number, card in enumerate(self._catalog.documents):
            key = _KEY + card.path
            address = f"{FOLDER}/{text_path(number)}"
            known = self._memory.products.get(key)
            made = self._texts.get(card.path)
            if known and made is None and known.files[0].address == address:
                self._target.keep(known.files)
                self.prints.append(known.files[0].content)
                yield key, known
                continue
            if made is not None:
                self._target.take(made._replace(address=address))
            else:
                self._target.add(Output(address, self._moved(card, known), Stage.SEARCH))
            content = self._target.content_of(address)
            self.prints.append(content)
            trace = Trace.of("text", content, fingerprint.of(number))
            yield key, Product(trace, NOTHING, (address,), ())

    def segment(self, name: str, documents: slice, staff: Staff) -> tuple[str, AnyProduct]:
        """One segment: kept where its texts are the same ones, else mended or built from them."""
        key = f"{FOLDER}/{name}"
        trace = segment_trace(self.prints[documents])
        known = self._memory.products.get(key)
        if known and known.trace == trace:
            self._target.keep(known.files)
            return key, known
        stay, built = self._made(name, documents, known, staff)
        self._target.keep(stay)
        for address, data in built.files:
            self._target.add(Output(address, data, Stage.SEARCH))
        made = (*(file.address for file in stay), *(address for address, _ in built.files))
        # Sorted, so that a mended base and one built anew are remembered as the same.
        return key, Product(trace, NOTHING, tuple(sorted(made)), (), _FIRSTS.join(built.firsts))

    def _made(
        self, name: str, documents: slice, known: ProductMemory | None, staff: Staff
    ) -> tuple[tuple[FileMemory, ...], Segment]:
        """The files of an earlier segment that stay, and those that were made."""
        if known and name == build.BASE:
            texts = PublishedTexts(self._memory, _KEY, self._target)
            base = Base(self._addresses(documents), self.prints[documents])
            if mended := mended_base(known, texts, base, self._target, staff):
                return mended
        paths = [self._target.path_of(address) for address in self._addresses(documents)]
        return (), build_segment(name, paths, staff)

    def manifest(
        self, segments: Sequence[SegmentPaths], labels: FacetLabels
    ) -> tuple[str, Product]:
        """The facets' columns and the manifest, which names every file."""
        values = [_facet_values(card) for card in self._catalog.documents]
        columns = build.column_paths(values, labels)
        paths = {facet: path for facet, (path, _) in columns.items()}
        files = [*columns.values(), manifest_file(segments, self.prints, paths, labels)]
        for address, data in files:
            self._target.add(Output(address, data, Stage.SEARCH))
        contents = [fingerprint.of_bytes(data) for _, data in files]
        trace = Trace.of("manifest", fingerprint.joined(contents), fingerprint.of(labels))
        addresses = tuple(address for address, _ in files)
        return f"{FOLDER}/manifest", Product(trace, NOTHING, addresses, ())

    def _moved(self, card: Card, known: ProductMemory | None) -> bytes:
        """The text file of a document whose number changed, read where it was."""
        assert known, card.path
        return self._target.read(known.files[0])

    def _addresses(self, documents: slice) -> list[str]:
        numbers = range(len(self.prints))[documents]
        return [f"{FOLDER}/{text_path(number)}" for number in numbers]


def _facet_values(card: Card) -> FacetValues:
    """What the columns hold of a document, in the order of ``facets.FACETS``."""
    return FacetValues(
        (
            (card.category.slug,) if card.category else (),
            (str(card.year),) if card.year else (),
            _slugs(card.units + card.co_units),
            _slugs(card.topics),
            _slugs(card.sessions),
            (card.outcome_code,) if card.outcome_code else (),
        )
    )


def _slugs(terms: Sequence[Term]) -> tuple[str, ...]:
    """The slugs of terms, each once."""
    return (terms[0].slug,) if len(terms) == 1 else tuple(dict.fromkeys(t.slug for t in terms))


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


def lost_texts(catalog: Catalog, memory: Memory, broken: Collection[str]) -> Iterator[str]:
    """The documents whose text file is not where it was written: they must be made again."""
    for card in catalog.documents:
        key = _KEY + card.path
        if key in broken or key not in memory.products:
            yield card.path
