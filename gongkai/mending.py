"""The base of the search index mended in place after a few of its documents were edited.

The texts before the edits are where the last build published them, until this one is committed;
so nothing has to be remembered beside the index itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from . import fingerprint
from .memory import FileMemory, Memory, ProductMemory
from .output import Target
from .search.amending import amended_base, kept, stem_of
from .search.amendments import Edit
from .search.records import SearchableTexts
from .search.texts import read_text_file, searchable_lines
from .segments import Segment
from .staleness import Trace

MOST_EDITS = 16
"""More edited documents than this touch so much of a base that it is built anew."""


class PublishedTexts:
    """The text files of the last build, by their addresses, while they are still in place."""

    def __init__(self, memory: Memory, prefix: str, target: Target) -> None:
        """``prefix`` begins the keys of the texts' products."""
        self._target = target
        self._files = {
            product.files[0].address: product.files[0]
            for key, product in memory.products.items()
            if key.startswith(prefix) and product.files
        }

    def prints(self, addresses: Sequence[str]) -> list[bytes] | None:
        """The fingerprints of the texts that were at ``addresses``; ``None`` if one was not."""
        files = [self._files.get(address) for address in addresses]
        found = [file.content for file in files if file]
        return found if len(found) == len(files) else None

    def read(self, address: str) -> SearchableTexts:
        """The searchable texts that were published at ``address``."""
        return searchable_texts_in(self._target.read(self._files[address]))

    def is_intact(self, address: str) -> bool:
        """Whether the text is still there as it was written."""
        return self._target.is_intact(self._files[address])


def mended_base(
    known: ProductMemory,
    texts: PublishedTexts,
    addresses: Sequence[str],
    now: Sequence[bytes],
    target: Target,
) -> tuple[tuple[FileMemory, ...], Segment] | None:
    """The base after its texts were edited; ``None`` where it has to be built anew.

    ``known`` is the base as it was made, its files intact; ``addresses`` are those of the
    documents' texts, ``now`` the fingerprints of these.  Returns the files that stay, and a
    segment of those that were made.
    """
    before = texts.prints(addresses)
    if before is None or known.trace != segment_trace(before):
        return None
    edited = [number for number, each in enumerate(before) if each != now[number]]
    # Texts are read wherever the index alone cannot tell, so all must be as they were.
    if len(edited) > MOST_EDITS or not all(map(texts.is_intact, addresses)):
        return None
    edits = [
        Edit(
            number,
            texts.read(addresses[number]),
            searchable_texts_in(target.path_of(addresses[number]).read_bytes()),
        )
        for number in edited
    ]
    files = {file.address: file for file in known.files}
    held = _Files({stem_of(address): file for address, file in files.items()}, target)
    made, firsts = amended_base(
        held, len(addresses), edits, lambda number: texts.read(addresses[number])
    )
    stay = tuple(files[address] for address in kept(list(files), len(addresses), made, firsts))
    note = known.note.split("\n") if known.note else []
    return stay, Segment(tuple(made.items()), tuple(note if firsts is None else firsts))


def segment_trace(prints: Sequence[bytes]) -> Trace:
    """The trace of a segment over texts with these fingerprints."""
    return Trace.of("segment", fingerprint.joined(prints))


def searchable_texts_in(data: bytes) -> SearchableTexts:
    """The searchable texts in a text file's bytes."""
    return searchable_lines(read_text_file(data))


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
