"""The base of the search index mended after a few of its documents changed, came or went.

The texts before that are where the last build published them, until this one is committed;
so nothing has to be remembered beside the index itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from . import fingerprint
from .bases import build_base
from .content import Staff
from .fingerprint import WIDTH
from .output import Target
from .renumbering import Renumbered
from .search.amending import amended_base, kept, stem_of
from .search.amendments import Edit
from .search.build import BASE
from .searchrest import texts_in
from .searchtexts import PublishedTexts, address_of
from .segments import Segment
from .shelves import FileMemory, ProductMemory
from .staleness import Trace

_REFINEMENTS = f"/{BASE}-refinements/"

MOST_EDITS = 16
"""More edited documents than this touch so much of a base that it is built anew."""


LEAST_RENUMBERED = 2_500
"""In a smaller base refinements are sooner worked out than amended."""


Made = tuple[tuple[FileMemory, ...], Segment]
"""The files of an earlier base that stay, and those that were made."""


def mended_base(
    known: ProductMemory, texts: PublishedTexts, prints: bytes, target: Target, staff: Staff
) -> Made | None:
    """The base made from the one before; ``None`` where it has to be built anew.

    ``known`` is the base as it was made, its files intact; ``texts`` are those of the last build,
    ``prints`` the fingerprints of the base's texts of this one, joined.
    """
    before = texts.prints[: len(prints)]
    # Texts are read wherever the index alone cannot tell, so all must be as they were.
    if not texts.are_intact or known.trace != segment_trace(before):
        return None
    numbers = present_numbers(_each(before), _each(prints))
    if numbers is None:
        return None
    edited = np.flatnonzero(numbers != np.arange(len(numbers))).tolist()
    if (numbers[edited] < 0).all():
        return _edited_base(known, texts, len(numbers), target, edited)
    if len(numbers) < LEAST_RENUMBERED:
        return None
    return (), _renumbered_base(known, texts, target, staff, numbers)


def _each(prints: bytes) -> list[bytes]:
    return [prints[start : start + WIDTH] for start in range(0, len(prints), WIDTH)]


def present_numbers(before: Sequence[bytes], now: Sequence[bytes]) -> NDArray[np.int64] | None:
    """The present number of each document before, -1 for those that went.

    ``None``: too many went, or the others stand in another order.
    """
    places = {each: number for number, each in enumerate(now)}
    numbers = np.array([places.get(each, -1) for each in before], dtype=np.int64)
    staying = numbers[numbers >= 0]
    if len(numbers) - len(staying) > MOST_EDITS or (np.diff(staying) <= 0).any():
        return None
    return numbers


def _edited_base(
    known: ProductMemory,
    texts: PublishedTexts,
    documents: int,
    target: Target,
    edited: Sequence[int],
) -> Made:
    """The base in which only some texts are other ones, under the same numbers."""
    edits = [
        Edit(number, texts.read(number), texts_in(target.path_of(address_of(number))))
        for number in edited
    ]
    files = {file.address: file for file in known.files}
    held = _Files({stem_of(address): file for address, file in files.items()}, target)
    made, firsts = amended_base(held, documents, edits, texts.read)
    stay = tuple(files[address] for address in kept(list(files), documents, made, firsts))
    note = known.note.split("\n") if known.note else []
    return stay, Segment(tuple(made.items()), tuple(note if firsts is None else firsts))


def _renumbered_base(
    known: ProductMemory,
    texts: PublishedTexts,
    target: Target,
    staff: Staff,
    numbers: NDArray[np.int64],
) -> Segment:
    """The base whose documents got other ``numbers``, with its refinements amended."""
    count = len(numbers)
    gone = np.flatnonzero(numbers < 0)
    numbers = numbers.copy()
    numbers[gone] = count + np.arange(len(gone))
    refinements = {
        stem_of(file.address): file for file in known.files if _REFINEMENTS in file.address
    }
    paths = tuple(target.path_of(address_of(number)) for number in range(count))
    renumbered = Renumbered(
        tuple(
            target.read(refinements[f"{BASE}-refinements/{index}"])
            for index in range(len(refinements))
        ),
        numbers,
        {int(numbers[number]): texts.read(number) for number in gone.tolist()},
        tuple(np.setdiff1d(np.arange(count), numbers).tolist()),
        paths,
    )
    return build_base(paths, staff, renumbered)


def segment_trace(prints: bytes) -> Trace:
    """The trace of a segment over texts with these fingerprints, joined."""
    return Trace.of("segment", fingerprint.of_bytes(prints))


class _Files(Mapping[str, bytes]):
    """Files of the last build by stem, read when they are asked for."""

    def __init__(self, files: Mapping[str, FileMemory], target: Target) -> None:
        self._files = files
        self._target = target

    def __getitem__(self, stem: str) -> bytes:
        return self._target.read(self._files[stem])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
