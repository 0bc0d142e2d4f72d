"""The text files of the search index as products: one for each run of documents.

Documents are numbered in the order of publication, and a text file lies at the address of its
number.  A run is what one folder holds.  Its product stands on a shelf of its own and remembers
the paths of its documents beside its files, so that a build compares a few large values instead
of many small ones, and publishing the newest document concerns the last run alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from . import fingerprint
from .catalog import Catalog
from .fingerprint import WIDTH
from .memory import Memory
from .output import Target
from .products import Gathered, Product
from .search.records import SearchableTexts
from .search.texts import CHUNK, read_searchable, text_path
from .shelves import NOTHING, FileMemory, ProductMemory, Shelf
from .staging import Output, Stage, Staged
from .staleness import Trace

FOLDER = "search"

_PATHS = "\n"
"""Stands between the paths in the note of a run; no path of a document holds it."""


def address_of(number: int) -> str:
    """Where the text file of the document with this number is."""
    return f"{FOLDER}/{text_path(number)}"


def path_at(run: ProductMemory, address: str) -> str:
    """The source path of the document whose text file is at ``address``, one of ``run``."""
    return run.note.split(_PATHS)[run.addresses.index(address)]


class PublishedTexts:
    """The text files of the last build, while they are still in place.

    ``paths`` are those of their documents by number, ``prints`` their fingerprints, joined.
    """

    def __init__(self, memory: Memory, broken: Collection[str], target: Target) -> None:
        """``broken`` are the keys of products whose files are not as they were written."""
        self._target = target
        self._products = memory.products
        self._runs: list[Shelf] = []
        while run := memory.products.folders.get(_folder(len(self._runs))):
            self._runs.append(run)
        self._broken = [at for at in range(len(self._runs)) if _key(at) in broken]
        self.paths: list[str] = []
        for at, run in enumerate(self._runs):
            self.paths.extend(run.notes[_key(at)].split(_PATHS))
        self.prints = b"".join([run.columns.contents for run in self._runs])

    @property
    def are_intact(self) -> bool:
        """Whether all are there as they were written."""
        return not self._broken

    def lost(self) -> Iterator[str]:
        """The paths of the documents whose text file is not there as it was written."""
        for at in self._broken:
            run = self._products[_key(at)]
            altered = (file for file in run.files if not self._target.is_intact(file))
            yield from (path_at(run, file.address) for file in altered)

    def keep(self, runs: Iterable[int]) -> None:
        """Plan whole runs that stay as they are, by their places."""
        self._target.keep_all(self._products.in_folders(map(_folder, runs)))

    def file(self, number: int) -> FileMemory:
        """A text file by its number."""
        run, at = self._runs[number // CHUNK].columns, number % CHUNK
        return FileMemory(address_of(number), run.content(at), run.signature(at))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each document by its path."""
        return {path: number for number, path in enumerate(self.paths)}

    def data(self, number: int) -> bytes:
        """The bytes of a text file that is intact."""
        return self._target.read(self.file(number))

    def read(self, number: int) -> SearchableTexts:
        """The searchable texts in a text file that is intact."""
        return read_searchable(self.data(number))


def lost_texts(
    catalog: Catalog, memory: Memory, broken: Collection[str], target: Target
) -> Iterator[str]:
    """The documents whose text file is not where it was written: they must be made again."""
    texts = PublishedTexts(memory, broken, target)
    yield from texts.lost()
    yield from set(catalog.documents.paths).difference(texts.paths)


def place(
    documents: Sequence[str],
    before: PublishedTexts,
    made: Mapping[str, Staged],
    target: Target,
) -> tuple[Gathered, bytes]:
    """Bring the text file of each document into ``target``, at the address of its number.

    ``documents`` are their paths in order; ``made`` are the text files of those that were made in
    this build, by path, under these addresses, and hold all that are not intact.  Returns the products, and the
    fingerprints of the files, joined.
    """
    products: dict[str, Product] = {}
    prints: list[bytes] = []
    kept: list[int] = []
    changed = frozenset(made)
    for run, first in enumerate(range(0, len(documents), CHUNK)):
        paths = documents[first : first + CHUNK]
        if paths == before.paths[first : first + CHUNK] and changed.isdisjoint(paths):
            kept.append(run)
            prints.append(before.prints[first * WIDTH : (first + CHUNK) * WIDTH])
            continue
        addresses = [address_of(number) for number in range(first, first + len(paths))]
        for number, path in enumerate(paths, first):
            _place_one(number, path, before, made, target)
        prints.append(b"".join(map(target.content_of, addresses)))
        trace = Trace.of("text", fingerprint.of_bytes(prints[-1]), fingerprint.of(paths))
        products[_key(run)] = Product(trace, NOTHING, tuple(addresses), (), _PATHS.join(paths))
    before.keep(kept)
    return Gathered(products, frozenset(map(_key, kept))), b"".join(prints)


def _place_one(
    number: int, path: str, before: PublishedTexts, made: Mapping[str, Staged], target: Target
) -> None:
    address = address_of(number)
    if path in made:
        target.take(made[path])
    elif (known := before.numbers[path]) == number:
        target.keep([before.file(number)])
    else:
        target.add(Output(address, before.data(known), Stage.SEARCH))


def _folder(run: int) -> str:
    return f"{FOLDER}/texts/{run}"


def _key(run: int) -> str:
    return f"{_folder(run)}/"
