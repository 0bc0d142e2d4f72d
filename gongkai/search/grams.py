"""From texts to grams: the characters, pairs and triples of characters that documents hold.

A *gram* is a pair (a, b) of UTF-16 units, or a pair and its third unit c.  A single unit is the
pair (a, 0).  Triples are kept only where all three units are word units: punctuation makes
triples numerous and is rarely searched.  UTF-16 is what the browser's strings are made of; for
well-formed texts a substring in code points is one in units, and the other way round.

Grams travel as sorted 64-bit words, from the highest bit: the mixed pair without its partition
(28), the third unit or 0 (16), the document (18), the rank (2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.search.records import SearchableText

PARTITION_BITS: Final = 4
PARTITIONS: Final = 1 << PARTITION_BITS
THIRD_BITS: Final = 16
DOCUMENT_BITS: Final = 18
RANK_BITS: Final = 2
MAX_DOCUMENTS: Final = 1 << DOCUMENT_BITS
_MIX_SHIFT: Final = THIRD_BITS + DOCUMENT_BITS + RANK_BITS
_PAIR_BITS: Final = 32

#: Ranges of UTF-16 units, ends included, that are not word units.
NON_WORD_RANGES: Final = (
    (0x0000, 0x002F),
    (0x003A, 0x0060),
    (0x007B, 0x00BF),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x2000, 0x206F),
    (0x2190, 0x2BFF),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0xFE10, 0xFE6F),
    (0xFF00, 0xFF65),
)

Words = NDArray[np.uint64]
Units = NDArray[np.uint16]


def _word_units() -> NDArray[np.bool_]:
    table = np.ones(1 << 16, dtype=bool)
    for first, last in NON_WORD_RANGES:
        table[first : last + 1] = False
    return table


WORD_UNITS: Final = _word_units()


def is_word(text: str) -> bool:
    """Whether every UTF-16 unit of ``text`` is a word unit."""
    return bool(WORD_UNITS[utf16(text)].all())


def utf16(text: str) -> Units:
    """The UTF-16 units of ``text``."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def mix(pairs: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Spread pairs ``a << 16 | b`` evenly over 32 bits, one to one.

    The multipliers are those of Wellons' ``lowbias32``; each step can be undone, so two pairs
    never share a mixed value and the index needs no check against collisions.
    """
    mixed = pairs ^ (pairs >> np.uint32(16))
    mixed = mixed * np.uint32(0x7FEB352D)
    mixed ^= mixed >> np.uint32(15)
    mixed = mixed * np.uint32(0x846CA68B)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def mix_pair(first: int, second: int) -> int:
    """The mixed value of one pair of units."""
    return int(mix(np.array([first << 16 | second], dtype=np.uint32))[0])


@dataclass(frozen=True, slots=True)
class GramTable:
    """Grams of a segment, sorted by pair, third unit and document, each combination once.

    Four columns of equal length: ``pair`` (mixed), ``third`` (0 for the pair itself),
    ``document`` (its number inside the segment) and ``rank``.
    """

    pair: NDArray[np.uint32]
    third: NDArray[np.uint16]
    document: NDArray[np.int32]
    rank: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.pair)

    def rows(self, chosen: slice | NDArray[np.bool_]) -> GramTable:
        """The chosen rows, in the same order."""
        return GramTable(
            self.pair[chosen], self.third[chosen], self.document[chosen], self.rank[chosen]
        )


def _streams(
    documents: Sequence[Sequence[SearchableText]],
) -> tuple[Units, NDArray[np.int32], NDArray[np.uint8]]:
    """All texts in one row of units, a zero after each; document and rank of each unit."""
    texts = [text for document in documents for text in document]
    units = utf16("\0".join(text.text for text in texts) + "\0\0\0")
    ends = np.flatnonzero(units == 0)[: len(texts)]
    lengths = np.diff(ends, prepend=-1)
    owners = np.repeat(
        np.arange(len(documents), dtype=np.int32), [len(document) for document in documents]
    )
    ranks = np.array([text.rank for text in texts], dtype=np.uint8)
    return units, np.repeat(owners, lengths), np.repeat(ranks, lengths)


def gram_words(documents: Sequence[Sequence[SearchableText]], first_document: int) -> list[Words]:
    """The grams of consecutive documents, one sorted array for each of the 16 partitions.

    ``documents`` holds the searchable texts of each document; the first has the number
    ``first_document`` in its segment.  A gram that a document holds in several places appears
    once, with its highest rank.  Raises ``ValueError`` when a document's number does not fit.
    """
    if first_document + len(documents) > MAX_DOCUMENTS:
        raise ValueError(f"a segment holds at most {MAX_DOCUMENTS} documents")
    units, owners, ranks = _streams(documents)
    length = len(owners)
    first = units[:length].astype(np.uint32)
    second, third = (units[i : length + i].astype(np.uint32) for i in (1, 2))
    tail = (owners.astype(np.uint64) + np.uint64(first_document)) << np.uint64(RANK_BITS)
    tail |= ranks
    word = WORD_UNITS[units]
    holds_pair = (first != 0) & (second != 0)
    holds_triple = word[:length] & word[1 : length + 1] & word[2 : length + 2]
    mixed_pairs = mix(first << np.uint32(16) | second)
    parts = (
        (mix(first << np.uint32(16))[first != 0], np.uint64(0), tail[first != 0]),
        (mixed_pairs[holds_pair], np.uint64(0), tail[holds_pair]),
        (
            mixed_pairs[holds_triple],
            third[holds_triple].astype(np.uint64) << np.uint64(DOCUMENT_BITS + RANK_BITS),
            tail[holds_triple],
        ),
    )
    words = np.concatenate(
        [(mixed.astype(np.uint64) << np.uint64(_MIX_SHIFT)) | c | end for mixed, c, end in parts]
    )
    partition = np.concatenate([mixed >> np.uint32(28) for mixed, _, _ in parts])
    return [unique_words(words[partition == p]) for p in range(PARTITIONS)]


def unique_words(words: Words) -> Words:
    """Sorted, each gram of a document once, with its highest rank."""
    words = np.sort(words)
    key = words >> np.uint64(RANK_BITS)
    last_of_its_kind = np.ones(len(words), dtype=bool)
    last_of_its_kind[:-1] = key[1:] != key[:-1]
    return words[last_of_its_kind]


def gram_table(partition: int, chunks: Sequence[Words]) -> GramTable:
    """The grams of one partition from those of disjoint sets of documents."""
    words = np.sort(np.concatenate(chunks)) if chunks else np.empty(0, dtype=np.uint64)
    low = np.uint64((1 << (_PAIR_BITS - PARTITION_BITS)) - 1)
    pair = (words >> np.uint64(_MIX_SHIFT) & low).astype(np.uint32)
    pair |= np.uint32(partition << (_PAIR_BITS - PARTITION_BITS))
    return GramTable(
        pair,
        (words >> np.uint64(DOCUMENT_BITS + RANK_BITS)).astype(np.uint16),
        (words >> np.uint64(RANK_BITS) & np.uint64(MAX_DOCUMENTS - 1)).astype(np.int32),
        (words & np.uint64((1 << RANK_BITS) - 1)).astype(np.uint8),
    )


def joined(tables: Sequence[GramTable]) -> GramTable:
    """Tables of successive partitions as one."""
    return GramTable(
        np.concatenate([table.pair for table in tables]),
        np.concatenate([table.third for table in tables]),
        np.concatenate([table.document for table in tables]),
        np.concatenate([table.rank for table in tables]),
    )
