"""All sources that a build remembers, in the drawers of their folders.

A site has tens of thousands of sources, of which a build reads a few anew.  So they are kept as
products are on shelves (:mod:`.shelves`): a few columns of each folder load and compare at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, chain
from struct import iter_unpack
from typing import TypeVar

from .claims import Claims
from .columns import folder_of
from .drawer import Drawer, Mark, SourceMemory
from .errors import Fault
from .fingerprint import NO_PRINT, WIDTH
from .model import Card
from .splicing import Coded

_V = TypeVar("_V")
_T = TypeVar("_T")


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
        folder = folder_of(path)
        return self.folders[folder].source(self._places_of(folder)[path])

    def content(self, path: str) -> bytes:
        """The fingerprint of the source at ``path``."""
        folder = folder_of(path)
        at = self._places_of(folder)[path] * WIDTH
        return self.folders[folder].contents[at : at + WIDTH]

    def address(self, path: str) -> str:
        """The address of the source at ``path``; empty without a card."""
        folder = folder_of(path)
        return self.folders[folder].addresses[self._places_of(folder)[path]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

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

    def ends(self) -> Iterator[tuple[str, int]]:
        """Each folder with the row after its last one."""
        return zip(self.folders, self._starts[1:], strict=True)

    def card(self, row: int) -> Card | None:
        """The card of the source in a row."""
        at = bisect_right(self._starts, row) - 1
        return self._all[at].card(row - self._starts[at])

    def each(self, column: Callable[[Drawer], Coded[_V]], answer: Callable[[_V], _T]) -> list[_T]:
        """The answer for the value that each row has in a ``column``."""
        return [*chain.from_iterable(column(drawer).each(answer) for drawer in self._all)]

    def coded(self, column: Callable[[Drawer], Coded[_V]]) -> list[Coded[_V]]:
        """A ``column`` of every drawer, one after another."""
        return [column(drawer) for drawer in self._all]

    def has(self, mark: Mark) -> bool:
        """Whether any card has one of the marks."""
        return any(mark & each for drawer in self._all for each in drawer.marks.values)

    @cached_property
    def paths(self) -> list[str]:
        """The path of each row."""
        return [*chain.from_iterable(drawer.paths for drawer in self._all)]

    @cached_property
    def addresses(self) -> list[str]:
        """The address of each row; empty without a card."""
        return [*chain.from_iterable(drawer.addresses for drawer in self._all)]

    @cached_property
    def numbers(self) -> list[str]:
        """The number of each row as it is printed; empty without one."""
        return [*chain.from_iterable(drawer.numbers for drawer in self._all)]

    @property
    def plain_numbers(self) -> list[str]:
        """The number of each row in lower case and half width."""
        return [*chain.from_iterable(drawer.plain_numbers for drawer in self._all)]

    @cached_property
    def ranks(self) -> list[int]:
        """The rank of each row's 发布日期 (:attr:`.dates.Moment.rank`), or ``UNDATED``."""
        return [*chain.from_iterable(drawer.ranks for drawer in self._all)]

    @cached_property
    def fields(self) -> list[bytes]:
        """The fingerprint of the fields of each row."""
        return _cut(drawer.fields for drawer in self._all)

    @cached_property
    def bodies(self) -> list[bytes]:
        """The fingerprint of the body of each row."""
        return _cut(drawer.bodies for drawer in self._all)

    @cached_property
    def shown(self) -> list[bytes]:
        """What lists show of each row, as a fingerprint."""
        return _cut(drawer.shown for drawer in self._all)

    @cached_property
    def told(self) -> list[bytes]:
        """What feeds tell of each row, as a fingerprint."""
        return _cut(drawer.told for drawer in self._all)

    @property
    def texts(self) -> dict[str, bytes]:
        """By path the fingerprint of each folded text that others may be held against."""
        texts = _cut(drawer.texts for drawer in self._all)
        return {
            path: text for path, text in zip(self.paths, texts, strict=True) if text != NO_PRINT
        }

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

    def _places_of(self, folder: str) -> Mapping[str, int]:
        """Where each path of a folder is in its drawer."""
        if folder not in self._places:
            drawer = self.folders.get(folder)
            self._places[folder] = (
                {path: at for at, path in enumerate(drawer.paths)} if drawer else {}
            )
        return self._places[folder]


def _cut(joined: Iterable[bytes]) -> list[bytes]:
    """The fingerprints that were joined, one by one."""
    return [*chain.from_iterable(iter_unpack(f"{WIDTH}s", b"".join(joined)))]


_EMPTY = Drawer.of({})
