"""What a change of a few documents concerns of a segment's refinements, looked for by middles.

What is refined of a string is told by the documents that hold its halves.  Documents that go or
come change it only where one of them holds both.  All other strings keep their refinements,
whatever numbers their documents have.  So only middles with a half around them that stands in a
document of the change are looked at, and only there: a unit beside one that makes no such half
counts for the end of a text.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bitstreams import Flags
from gongkai.search.middles import SPREAD, Middles
from gongkai.search.unit_rows import Units

_SLOTS: Final = 1 << 16


class Concern(Struct, frozen=True):
    """The halves that stand in some documents, told by their hash: a few others pass.

    ``before`` and ``after`` have for each length of a middle, from one on, a flag for each hash of
    a middle with the unit before it, and after it.
    """

    before: tuple[Flags, ...]
    after: tuple[Flags, ...]

    @classmethod
    def of(cls, units: Units, longest: int) -> Concern:
        """The halves in a row of ``units`` around middles of up to ``longest`` units."""
        row = np.append(np.zeros(1, np.uint16), units)
        before, after = [], []
        # Of the middles that begin at each place but the first, and have a unit after them.
        spread = row[1:-1]
        for length in range(1, longest + 1):
            spread = spread[: len(row) - 1 - length]
            before.append(_marked(spread * SPREAD + row[: len(spread)]))
            spread = spread * SPREAD + row[1 + length :]
            after.append(_marked(spread))
        return cls(tuple(before), tuple(after))

    def narrowed(self, middles: Middles) -> Middles:
        """The places at which a middle makes a half that is of concern.

        Where it makes none with the unit beside it, a zero stands in place of that unit.
        """
        spread = middles.spread.take(middles.middle) * SPREAD
        before = self.before[middles.length - 1].take(spread + middles.before)
        after = self.after[middles.length - 1].take(spread + middles.after)
        held = np.flatnonzero(before | after)
        return Middles(
            middles.length,
            middles.middle.take(held),
            middles.place.take(held),
            (middles.before * before).take(held),
            (middles.after * after).take(held),
            middles.document.take(held),
            middles.spread,
        )


def _marked(slots: NDArray[np.uint16]) -> Flags:
    marks = np.zeros(_SLOTS, dtype=bool)
    marks[slots] = True
    return marks
