"""The base of the search index mended after a few of its documents changed in their places.

The texts before that are where the last build published them, until this one is committed;
so nothing has to be remembered beside the index itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from . import fingerprint
from .fingerprint import WIDTH
from .output import Target
from .productmemory import FileMemory, ProductMemory
from .search.amending import amended_base, kept, stem_of
from .search.amendments import Edit
from .search.texts import Text
from .searchrest import texts_in
from .searchtexts import PublishedTexts
from .segments import Segment
from .staleness import Trace

MOST_EDITS = 16
"""More edited documents than this touch so much of a base that it is built anew."""

Made = tuple[tuple[FileMemory, ...], Segment]
"""The files of an earlier base that stay, and those that were made."""


def edits_in(known: ProductMemory, texts: PublishedTexts, prints: bytes) -> Sequence[int] | None:
    """The numbers of the documents whose edits mend a base; ``None`` where it is to be built anew.

    ``known`` is the base as it was made, its files intact; ``texts`` are those of the last build,
    ``prints`` the fingerprints of the base's texts of this one, joined.
    """
    before = texts.prints[: len(prints)]
    # Texts are read wherever the index alone cannot tell, so all must be as they were.
    if not texts.are_intact or known.trace != segment_trace(before):
        return None
    if len(before) != len(prints):
        return None
    documents = len(prints) // WIDTH
    edited = [number for number in range(documents) if _at(before, number) != _at(prints, number)]
    return edited if len(edited) <= MOST_EDITS else None


def _at(prints: bytes, number: int) -> bytes:
    return prints[number * WIDTH : (number + 1) * WIDTH]


def mended_base(
    known: ProductMemory,
    texts: PublishedTexts,
    target: Target,
    documents: int,
    edited: Mapping[int, Text],
) -> Made:
    """The base of so many ``documents`` in which only some texts are other ones.

    ``edited`` are their present text files by number (:func:`edits_in`).
    """
    edits = [Edit(number, texts.read(number), texts_in(text)) for number, text in edited.items()]
    files = {file.address: file for file in known.files}
    held = _Files({stem_of(address): file for address, file in files.items()}, target)
    made, firsts = amended_base(held, documents, edits, texts.read)
    stay = tuple(files[address] for address in kept(list(files), documents, made, firsts))
    note = known.note.split("\n") if known.note else []
    return stay, Segment(tuple(made.items()), tuple(note if firsts is None else firsts))


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
