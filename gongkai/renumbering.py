"""The refinements of a base whose documents got other numbers: most are taken over as they were.

A reply with an old date and a withdrawal move every later document.  Only strings both halves of
which stand in a document that came or went have other refinements than before
(:mod:`.search.concern`); those of all others are read from the base before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from .mending import each_of
from .search import build
from .search.amending import stem_of
from .search.bitstreams import Integers
from .search.middles import stretch_of
from .search.refinements import concern_of
from .search.renumbering import present_numbers, renumbered
from .search.unit_rows import UnitRow
from .searchrest import texts_in
from .searchtexts import PublishedTexts, address_of
from .segments import Joining, Piece, Scratch, Segment
from .shelves import ProductMemory
from .staging import read

MOST_CHANGED = 8
"""When more documents than this went or came, all is worked out as soon as what they concern."""


class Renumbered(Struct, frozen=True):
    """A base before, of as many documents, and what became of these.

    ``refinements`` are its refinement files in order, ``numbers`` as by
    :func:`.search.renumbering.present_numbers`; ``changed`` are the text files of the documents
    that went and of those that came.
    """

    refinements: tuple[str | Path, ...]
    numbers: Integers
    changed: tuple[str | Path, ...]

    def reads_units(self, documents: int) -> bool:
        """Where there are refinements."""
        return build.refinement_count(build.BASE, documents) > 0

    def rounds(self, scratch: Scratch) -> Sequence[Sequence[Piece]]:
        """The units are joined, then what is of concern is found, then all is written."""
        if not scratch.refined:
            return ()
        shares = range(scratch.shares)
        return (
            [Joining()],
            [Seeking(share, self.changed) for share in shares],
            [TakingOver(share, self) for share in shares],
        )


def renumbered_base(
    known: ProductMemory,
    texts: PublishedTexts,
    prints: bytes,
    published: Callable[[str], Path],
    present: Callable[[int], str],
) -> Renumbered | None:
    """What a base takes over from the one before; ``None`` where all is worked out.

    It comes of that one (:func:`.mending.comes_of`).  ``published`` gives the place of a file of
    the last build by its address, ``present`` that of a text by its number.
    """
    before, now = each_of(texts.prints[: len(prints)]), each_of(prints)
    numbers = present_numbers(before, now)
    if numbers is None:
        return None
    gone = np.flatnonzero(numbers < 0).tolist()
    come = np.setdiff1d(np.arange(len(now)), numbers).tolist()
    if len(gone) + len(come) > MOST_CHANGED:
        return None
    addresses = {stem_of(file.address): file.address for file in known.files}
    count = build.refinement_count(build.BASE, len(now))
    return Renumbered(
        tuple(published(addresses[f"{build.BASE}-refinements/{index}"]) for index in range(count)),
        numbers,
        (*(published(address_of(number)) for number in gone), *map(present, come)),
    )


class Seeking(Struct, frozen=True):
    """A share of the refinements that concern some documents, to be found."""

    share: int
    changed: tuple[str | Path, ...]

    def make(self, scratch: Scratch) -> Segment:
        """No file yet: what is found is laid down."""
        row = UnitRow(tuple(map(texts_in, self.changed)))
        scratch.find(self.share, concern_of(stretch_of(row).units))
        return Segment(())


class TakingOver(Struct, frozen=True):
    """A share of the refinement files."""

    share: int
    base: Renumbered

    def make(self, scratch: Scratch) -> Segment:
        """The files, of what was found for them and of what stays."""
        files = scratch.files_of(self.share)
        held = renumbered(
            map(read, self.base.refinements[files.start : files.stop]),
            self.base.numbers,
            [texts_in(path).row for path in self.base.changed],
            scratch.found(self.share),
        )
        return Segment(tuple(build.refinement_files(build.BASE, scratch.documents, held, files)))
