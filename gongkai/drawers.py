"""All sources that a build remembers, in the drawers of their folders.

A site has tens of thousands of sources, of which a build reads a few anew.  So they are kept as
products are on shelves (:mod:`.shelves`): a few columns of each folder load and compare at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .claims import Claims
from .columns import folder_of
from .drawer import Drawer, SourceMemory
from .errors import Fault
from .fingerprint import NO_PRINT, WIDTH
from .model import Card
from .splicing import Coded

_V = TypeVar("_V")

PRINT = np.dtype((np.void, WIDTH))
"""A fingerprint, of which an array holds many in a row."""

Prints = NDArray[np.void]


class Drawers(Mapping[str, SourceMemory]):
    """All sources by path, in the drawer of each folder.

    Each has a *row*: they count through the drawers, one after the other.
    """

    def __init__(self, folders: Mapping[str, Drawer] | None = None) -> None:
        self.folders = dict(sorted(folders.items())) if folders else {}
        self._all = tuple(self.folders.values())
        self._starts = [0, *accumulate(len(drawer.paths) for drawer in self._all)]
        self._places: dict[str, dict[str, int]] = {}

    @classmethod
    def of(cls, sources: Mapping[str, SourceMemory]) -> Drawers:
        """``sources`` put into drawers."""
        return cls().replaced(sources)

    def __getitem__(self, path: str) -> SourceMemory:
        drawer, at = self._place(path)
        return drawer.source(at)

    def content(self, path: str) -> bytes:
        """The fingerprint of the source at ``path``."""
        drawer, at = self._place(path)
        return drawer.contents[at * WIDTH : (at + 1) * WIDTH]

    def body(self, path: str) -> bytes:
        """The fingerprint of the body of the source at ``path``."""
        drawer, at = self._place(path)
        return drawer.bodies[at * WIDTH : (at + 1) * WIDTH]

    def size(self, path: str) -> int:
        """The bytes of the source at ``path``."""
        drawer, at = self._place(path)
        return drawer.signatures[2 * at]

    def address(self, path: str) -> str:
        """The address of the source at ``path``; empty without a card."""
        drawer, at = self._place(path)
        return drawer.addresses[at]

    def _place(self, path: str) -> tuple[Drawer, int]:
        """The drawer of a source, and its place there."""
        folder = folder_of(path)
        return self.folders[folder], self._places_of(folder)[path]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(drawer.paths for drawer in self._all)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path in self._places_of(folder_of(path))

    def __len__(self) -> int:
        return self._starts[-1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawers) and self.folders == other.folders

    def __hash__(self) -> int:
        raise TypeError("drawers hold mappings")

    def replaced(self, sources: Mapping[str, SourceMemory | None]) -> Drawers:
        """These drawers with ``sources`` in place of those before; ``None`` takes one out.

        A drawer to which nothing happens is the same object.
        """
        folders = dict(self.folders)
        by_folder: dict[str, dict[str, SourceMemory | None]] = defaultdict(dict)
        for path, source in sources.items():
            by_folder[folder_of(path)][path] = source
        for folder, changed in by_folder.items():
            drawer = folders.pop(folder, _EMPTY).replaced(changed)
            if drawer.paths:
                folders[folder] = drawer
        return Drawers(folders)

    @property
    def ends(self) -> list[int]:
        """The row after the last one of each folder."""
        return self._starts[1:]

    def card(self, row: int) -> Card | None:
        """The card of the source in a row."""
        at = bisect_right(self._starts, row) - 1
        return self._all[at].card(row - self._starts[at])

    def coded(self, column: Callable[[Drawer], Coded[_V]]) -> list[Coded[_V]]:
        """A ``column`` of every drawer, one after another."""
        return [column(drawer) for drawer in self._all]

    def column(
        self, column: Callable[[Drawer], Coded[_V]]
    ) -> tuple[Sequence[_V], NDArray[np.intp]]:
        """The values in a ``column`` of any drawer, each once, and for each row the place of its own."""
        places: dict[_V, int] = {}
        codes = [np.empty(0, np.intp)]
        for coded in self.coded(column):
            renamed = [places.setdefault(value, len(places)) for value in coded.values]
            codes.append(np.array(renamed, np.intp)[_codes(coded)])
        return [*places], np.concatenate(codes)

    def are(
        self, column: Callable[[Drawer], Coded[_V]], test: Callable[[_V], object]
    ) -> NDArray[np.bool_]:
        """Whether the value that each row has in a ``column`` passes the ``test``."""
        found = [np.empty(0, np.bool_)]
        for coded in self.coded(column):
            found.append(np.array([bool(test(value)) for value in coded.values])[_codes(coded)])
        return np.concatenate(found)

    @property
    def rows_by_path(self) -> NDArray[np.intp]:
        """All rows in the order of paths."""
        ends = [(drawer.paths[0], drawer.paths[-1]) for drawer in self._all]
        if all(last < first for (_, last), (first, _) in pairwise(ends)):
            return np.arange(len(self))
        return np.array(sorted(range(len(self)), key=self.paths.__getitem__))

    @cached_property
    def paths(self) -> NDArray[np.object_]:
        """The path of each row."""
        return self._texts(lambda drawer: drawer.paths)

    @cached_property
    def addresses(self) -> NDArray[np.object_]:
        """The address of each row; empty without a card."""
        return self._texts(lambda drawer: drawer.addresses)

    @cached_property
    def numbers(self) -> NDArray[np.object_]:
        """The number of each row as it is printed; empty without one."""
        return self._texts(lambda drawer: drawer.numbers)

    @cached_property
    def plain_numbers(self) -> NDArray[np.object_]:
        """The number of each row in lower case and half width."""
        return self._texts(lambda drawer: drawer.plain_numbers)

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The rank of each row's 发布日期 (:attr:`.dates.Moment.rank`), or ``UNDATED``."""
        return np.frombuffer(b"".join(drawer.ranks for drawer in self._all), np.int64)

    @cached_property
    def fields(self) -> Prints:
        """The fingerprint of the fields of each row."""
        return self._prints(lambda drawer: drawer.fields)

    @cached_property
    def bodies(self) -> Prints:
        """The fingerprint of the body of each row."""
        return self._prints(lambda drawer: drawer.bodies)

    @cached_property
    def shown(self) -> Prints:
        """What lists show of each row, as a fingerprint."""
        return self._prints(lambda drawer: drawer.shown)

    @cached_property
    def told(self) -> Prints:
        """What feeds tell of each row, as a fingerprint."""
        return self._prints(lambda drawer: drawer.told)

    @property
    def texts(self) -> dict[str, bytes]:
        """By path the fingerprint of each folded text that more than one source has."""
        every = self._prints(lambda drawer: drawer.texts).tolist()
        texts = [text for text in every if text != NO_PRINT]
        if len({*texts}) == len(texts):
            return {}
        times = Counter(texts)
        return {path: text for path, text in zip(self, every, strict=True) if times[text] > 1}

    @property
    def claims(self) -> dict[str, Claims]:
        """By path what sources say beyond their text."""
        return {path: each for drawer in self._all for path, each in drawer.claims.items()}

    @property
    def faults(self) -> Iterator[Fault]:
        """What was found wrong with sources by themselves."""
        return (
            fault for drawer in self._all for faults in drawer.faults.values() for fault in faults
        )

    def _texts(self, column: Callable[[Drawer], tuple[str, ...]]) -> NDArray[np.object_]:
        return np.array([*chain.from_iterable(map(column, self._all))], np.object_)

    def _prints(self, column: Callable[[Drawer], bytes]) -> Prints:
        return np.frombuffer(b"".join(map(column, self._all)), PRINT)

    def _places_of(self, folder: str) -> Mapping[str, int]:
        """Where each path of a folder is in its drawer."""
        if folder not in self._places:
            drawer = self.folders.get(folder)
            self._places[folder] = (
                {path: at for at, path in enumerate(drawer.paths)} if drawer else {}
            )
        return self._places[folder]


def _codes(coded: Coded[Any]) -> NDArray[np.uint32]:
    """The codes of a column in the memory that they have."""
    return np.frombuffer(coded.codes, coded.codes.typecode)


_EMPTY = Drawer.of({})
