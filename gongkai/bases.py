"""Bases of the search index under way: in which order their pieces are made, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from .content import Staff
from .errors import MachineError
from .search import build
from .search.grams import PARTITIONS
from .segments import Chunk, Numbers, Partition, Piece, Refining, Scratch, Segment, WorkedOut
from .workers import Lost, Task

_SECONDS = 3600.0
"""How long one piece may take; a partition of a hundred thousand documents takes a minute."""


class Base:
    """A base under way: what its files are made of is being laid down, for all pieces to take.

    To be closed, so that however it ends nothing is left of it.
    """

    def __init__(
        self, texts: Sequence[Path], staff: Staff, refining: Refining | None = None
    ) -> None:
        """Begin the base over the documents whose text files are ``texts``, in order.

        The work is spread over ``staff``, and refinements are worked out unless ``refining`` knows
        better.
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
        laying = Task(self._scratch, _same, Scratch.lay, at_once=1, seconds=_SECONDS)
        laid = self._workforce.each(laying, chunks)
        self._stack.enter_context(closing(laid))
        self._laid = laid

    def made(self) -> Segment:
        """The base; raises MachineError when a worker is lost."""
        if not self._scratch.documents:
            return Segment(())
        _all(self._laid)
        first, *later = self._refining.rounds(self._scratch) or ((),)
        grams = map(Partition, range(PARTITIONS))
        found: list[Segment] = []
        # The longest pieces first, so that no process is left with them at the end.
        for pieces in ([*first, *grams, Numbers()], *later):
            found += self._made(pieces)
        return Segment(
            tuple(file for piece in found for file in piece.files),
            tuple(first for piece in found for first in piece.firsts),
        )

    def _made(self, pieces: Iterable[Piece]) -> list[Segment]:
        making = Task(self._scratch, _same, _make, at_once=1, seconds=_SECONDS)
        return _all(self._workforce.each(making, pieces))

    def close(self) -> None:
        """Leave nothing behind."""
        self._stack.close()


def build_base(texts: Sequence[Path], staff: Staff, refining: Refining | None = None) -> Segment:
    """A whole :class:`Base`; raises MachineError when a worker is lost."""
    with closing(Base(texts, staff, refining)) as base:
        return base.made()


def _all(results: Iterable[Segment | Lost[Piece]] | Iterable[Lost[Chunk] | None]) -> list[Segment]:
    found = []
    for result in results:
        if isinstance(result, Lost):
            raise MachineError("生成检索索引的进程意外退出；网站保持原样，请重新运行")
        if result is not None:
            found.append(result)
    return found


def _same(scratch: Scratch) -> Scratch:
    return scratch


def _make(scratch: Scratch, piece: Piece) -> Segment:
    return piece.make(scratch)
