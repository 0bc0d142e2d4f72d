"""The refinements of a base whose documents got other numbers: amended, not worked out.

A reply with an old date and a withdrawal move every later document.  The grams are then made
again from the texts, which is cheap; the refinements, which are dear, are taken from the base
before, under the new numbers, and amended by what the documents that came and went hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from .search import build
from .search.gram_lists import gram_lists
from .search.grams import PARTITIONS
from .search.manifest import named
from .search.records import SearchableTexts
from .search.refinement_amendments import (
    Before,
    Change,
    StoredEntries,
    amended_entries,
    bits_of,
    refinement_file,
    row_of,
)
from .searchrest import texts_in
from .segments import Piece, Scratch, Segment


class Renumbered(Struct, frozen=True):
    """The refinements of the base before, and what became of its documents.

    ``refinements`` are its refinement files in order, ``numbers`` the present number of each of
    its documents; those that went, ``gone``, have numbers beyond the base, there and here.
    ``come`` are the present numbers of those that it did not hold, ``texts`` the present text
    files.
    """

    refinements: tuple[bytes, ...]
    numbers: NDArray[np.int64]
    gone: Mapping[int, SearchableTexts]
    come: tuple[int, ...]
    texts: tuple[str | Path, ...]

    def reads_units(self, _: int) -> bool:
        """They are known."""
        return False

    def rounds(self, scratch: Scratch) -> Sequence[Sequence[Piece]]:
        """One piece, this, where there are refinements at all."""
        return [[self]] if self.refinements else []

    def make(self, scratch: Scratch) -> Segment:
        """The refinement files of the segment that is laid down."""
        change = Change(
            {number: row_of(texts) for number, texts in self.gone.items()},
            {number: row_of(texts_in(self.texts[number])) for number in self.come},
        )
        entries = [StoredEntries(data, self.numbers) for data in self.refinements]
        before = Before(
            _grams_before(change, scratch),
            entries.__getitem__,
            len(entries),
            lambda number: texts_in(self.texts[number]),
            build.refinement_threshold(build.BASE),
        )
        amended = amended_entries(before, change)
        contents = (
            refinement_file(amended[index] if index in amended else held.all(), scratch.documents)
            for index, held in enumerate(entries)
        )
        folder = f"{build.BASE}-refinements"
        return Segment(
            tuple(named(f"{folder}/{index}", data) for index, data in enumerate(contents))
        )


def _grams_before(change: Change, scratch: Scratch) -> Callable[[str], int]:
    """The documents that held a gram before the change, from the lists of those after it."""
    rows = [*change.gone.values(), *change.come.values()]
    lists = gram_lists(rows, map(scratch.grams, range(PARTITIONS)))
    come = bits_of(list(change.come))

    def grams(text: str) -> int:
        gone = bits_of([number for number, row in change.gone.items() if text in row])
        return bits_of(lists[text]) & ~come | gone

    return grams
