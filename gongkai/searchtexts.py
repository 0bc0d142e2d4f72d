"""The text files of the search index as products: one for each run of documents.

Documents are numbered in the order of publication, and a text file lies at the address of its
number.  A run is what one folder holds.  Its product stands on a shelf of its own and remembers
the paths of its documents beside its files, so that a build compares a few large values instead
of many small ones, and publishing the newest document concerns the last run alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from . import fingerprint
from .catalog import Catalog
from .content import Staff
from .errors import MachineError, altered_file
from .fileacts import read
from .fingerprint import WIDTH
from .memory import Memory
from .output import Target
from .productmemory import NOTHING, FileMemory, ProductMemory
from .products import Gathered, Product
from .search.records import SearchableTexts
from .search.texts import CHUNK, Text, read_searchable, text_path
from .shelves import Shelf
from .staging import Output, Stage, Staged, Stager
from .staleness import Trace
from .workers import Lost, Task, as_it_is, one_by_one

_Result = TypeVar("_Result")

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

    def read(self, number: int) -> SearchableTexts:
        """The searchable texts in a text file that is intact."""
        return read_searchable(self._target.read(self.file(number)))


def lost_texts(
    catalog: Catalog, memory: Memory, broken: Collection[str], target: Target
) -> Iterator[str]:
    """The documents whose text file is not where it was written: they must be made again."""
    texts = PublishedTexts(memory, broken, target)
    yield from texts.lost()
    yield from set(catalog.documents.paths).difference(texts.paths)


class Texts:
    """The text files of the documents as they shall be: where each is now, and what they come to.

    Those of documents that got other numbers are copied to the addresses of these.  ``prints`` are
    the fingerprints of all, joined.
    """

    def __init__(
        self,
        documents: Sequence[str],
        before: PublishedTexts,
        made: Mapping[str, Staged],
        target: Target,
        staff: Staff,
    ) -> None:
        """Have the files of ``documents``, by their paths in order, brought to where they shall be.

        ``made`` are the text files of those that were made in this build, by path, under these
        addresses, and hold all that are not intact.  To be closed, so that nothing is left under
        way.
        """
        self._target = target
        self._before = before
        self._products: dict[str, Product] = {}
        self._kept: list[int] = []
        self._moved: dict[int, Move] = {}
        self._published = target.published_at(FOLDER)
        prints: list[bytes] = []
        changed = frozenset(made)
        for run, first in enumerate(range(0, len(documents), CHUNK)):
            paths = documents[first : first + CHUNK]
            if paths == before.paths[first : first + CHUNK] and changed.isdisjoint(paths):
                self._kept.append(run)
                prints.append(before.prints[first * WIDTH : (first + CHUNK) * WIDTH])
                continue
            numbers = range(first, first + len(paths))
            contents = [self._placed(*each, made) for each in zip(numbers, paths, strict=True)]
            prints.append(b"".join(contents))
            trace = Trace.of("text", fingerprint.of_bytes(prints[-1]), fingerprint.of(paths))
            addresses = tuple(map(address_of, numbers))
            self._products[_key(run)] = Product(trace, NOTHING, addresses, (), _PATHS.join(paths))
        self.prints = b"".join(prints)
        task = Task(target.stager(), as_it_is, one_by_one(_move), at_once=CHUNK)
        moving = staff(len(self._moved)).each(task, [*self._moved.values()])
        self._moving = moving

    def _placed(self, number: int, path: str, made: Mapping[str, Staged]) -> bytes:
        """The fingerprint of the text file of a document, which is where it shall be, or will be."""
        if path in made:
            self._target.take(made[path])
            return made[path].content
        file = self._before.file(known := self._before.numbers[path])
        if known == number:
            self._target.keep([file])
        else:
            path = f"{self._published}/{text_path(known)}"
            self._moved[number] = Move(path, address_of(number), file.content)
        return file.content

    def text(self, number: int) -> Text:
        """The text file with this number, where its bytes are until the commit."""
        moved = self._moved.get(number)
        path = moved.path if moved else self._target.path_of(address_of(number))
        return Text(path, self.prints[number * WIDTH : (number + 1) * WIDTH])

    def gathered(self) -> Gathered:
        """Bring all into the target; the products.

        Raises MachineError when a worker is lost, or a published text was altered meanwhile.
        """
        moved = self._moved.values()
        for move, staged in zip(moved, none_lost(self._moving), strict=True):
            if staged.content != move.content:
                raise altered_file(move.path)
            self._target.take(staged)
        self._before.keep(self._kept)
        return Gathered(self._products, frozenset(map(_key, self._kept)))

    def close(self) -> None:
        """Move no more."""
        self._moving.close()


class Move(NamedTuple):
    """A published text file, the address to which it is copied, and its fingerprint."""

    # A text: to make a Path of each would take as long as to read it.
    path: str
    address: str
    content: bytes


def none_lost(results: Iterable[_Result | Lost[Any]]) -> Iterator[_Result]:
    """What comes of work on the index; raises MachineError when a worker is lost."""
    for result in results:
        if isinstance(result, Lost):
            raise MachineError("生成检索索引的进程意外退出；网站保持原样，请重新运行")
        yield result


def _move(stager: Stager, move: Move) -> Staged:
    # A link would keep the time of the file, by which servers tell the texts at an address apart.
    return stager.put(Output(move.address, read(move.path), Stage.SEARCH))


def _folder(run: int) -> str:
    return f"{FOLDER}/texts/{run}"


def _key(run: int) -> str:
    return f"{_folder(run)}/"
