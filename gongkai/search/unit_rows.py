"""Texts as rows of UTF-16 units: what grams, numbers and refinements are made of.

The browser's strings are made of such units; for well-formed texts a substring in code points is
one in units, and the other way round.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.lists import ragged_rows
from gongkai.search.records import RANKS, Rank, SearchableTexts

Units = NDArray[np.uint16]
Integers = NDArray[np.int64]

#: So many zeros close a row, so that each place in it has two units after it.
CLOSING = 2


def utf16(text: str) -> Units:
    """The UTF-16 units of ``text``."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


class UnitRow(Struct, frozen=True, dict=True):
    """All texts of some successive documents in one row, a zero after each."""

    documents: tuple[SearchableTexts, ...]

    @cached_property
    def _rows(self) -> list[Units]:
        return [utf16(each.row) for each in self.documents]

    @cached_property
    def units(self) -> Units:
        """The units, and two zeros more."""
        return np.concatenate([*self._rows, np.zeros(CLOSING, dtype=np.uint16)])

    @cached_property
    def ends(self) -> Integers:
        """For each document the place after its last unit."""
        return np.cumsum([len(row) for row in self._rows], dtype=np.int64)

    @cached_property
    def owners(self) -> NDArray[np.uint16]:
        """For each unit the document that holds it, counted from zero."""
        lengths = np.diff(self.ends, prepend=0)
        return np.repeat(np.arange(len(self.documents)).astype(np.uint16), lengths)

    @cached_property
    def ranks(self) -> NDArray[np.uint8]:
        """For each unit the rank of its text."""
        ranks = np.full(len(self.units) - CLOSING, Rank.OTHER, dtype=np.uint8)
        text_ends = np.flatnonzero(self.units[:-CLOSING] == 0)
        begin = self.ends - np.diff(self.ends, prepend=0)
        first = np.searchsorted(text_ends, begin)
        for text, rank in enumerate(RANKS):
            end = text_ends[first + text]
            ranks[ragged_rows(begin, end - begin)] = rank
            begin = end
        return ranks
