"""Bases of the search index under way: in which order their pieces are made, and by whom."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from .content import Staff
from .search import build
from .search.grams import PARTITIONS
from .search.texts import Text
from .searchtexts import none_lost
from .segments import Chunk, Numbers, Partition, Piece, Refining, Scratch, Segment, WorkedOut
from .workers import Task, as_it_is, one_by_one

_SECONDS = 3600.0
"""How long one piece may take; a partition of a hundred thousand documents takes a minute."""


class Base:
    """A base under way: what its files are made of is being laid down, for all pieces to take.

    To be closed, so that however it ends nothing is left of it.
    """

    def __init__(
        self, texts: Sequence[Text], staff: Staff, refining: Refining | None = None
    ) -> None:
        """Begin the base over the documents whose text files are ``texts``, in order.

        The work is spread over ``staff``; refinements are worked out, or come about as ``refining``
        says: a bench leaves them out.
        """
        self._refining = refining or WorkedOut()
        self._workforce = staff(len(texts))
        chunks = [
            Chunk(first, tuple(texts[first : first + build.CHUNK]))
            for first in range(0, len(texts), build.CHUNK)
        ]
        self._stack = ExitStack()
        folder = self._stack.enter_context(TemporaryDirectory(prefix="gongkai-"))
        refined = self._refining.reads_units(len(texts))
        self._scratch = Scratch(Path(folder), len(texts), len(chunks), refined)
        laying = Task(self._scratch, as_it_is, one_by_one(Scratch.lay), at_once=1, seconds=_SECONDS)
        laid = self._workforce.each(laying, chunks)
        self._stack.enter_context(closing(laid))
        self._laid = laid

    def pieces(self) -> Iterator[Segment]:
        """The base in pieces, as they are made, so that their files need not all stand in memory.

        Raises MachineError when a worker is lost.
        """
        if not self._scratch.documents:
            return
        deque(none_lost(self._laid), maxlen=0)
        first, *later = self._refining.rounds(self._scratch) or ((),)
        grams = map(Partition, range(PARTITIONS))
        # The longest pieces first, so that no process is left with them at the end.
        for pieces in ([*first, *grams, Numbers()], *later):
            making = Task(self._scratch, as_it_is, one_by_one(_make), at_once=1, seconds=_SECONDS)
            results = self._workforce.each(making, pieces)
            with closing(results):
                yield from none_lost(results)

    def close(self) -> None:
        """Leave nothing behind."""
        self._stack.close()


def build_base(texts: Sequence[Text], staff: Staff, refining: Refining | None = None) -> Segment:
    """A whole :class:`Base`; raises MachineError when a worker is lost."""
    with closing(Base(texts, staff, refining)) as base:
        made = [*base.pieces()]
    return Segment(
        tuple(file for piece in made for file in piece.files),
        tuple(first for piece in made for first in piece.firsts),
    )


def _make(scratch: Scratch, piece: Piece) -> Segment:
    return piece.make(scratch)
