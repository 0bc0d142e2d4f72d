"""From texts to grams: the characters, pairs and triples of characters that documents hold.

A *gram* is a pair (a, b) of UTF-16 units, or a pair and its third unit c.  A single unit is the
pair (a, 0).  Triples are kept only where all three units are word units: punctuation makes
triples numerous and is rarely searched.

Grams travel as sorted 64-bit words, from the highest bit: the mixed pair without its partition
(28), the code of the third unit (``thirds``) or 0 (16), the document (18), the rank (2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.records import Rank
from gongkai.search.thirds import third_codes
from gongkai.search.unit_rows import UnitRow

PARTITION_BITS: Final = 4
PARTITIONS: Final = 1 << PARTITION_BITS
THIRD_BITS: Final = 16
DOCUMENT_BITS: Final = 18
RANK_BITS: Final = 2
MAX_DOCUMENTS: Final = 1 << DOCUMENT_BITS
_MIX_SHIFT: Final = THIRD_BITS + DOCUMENT_BITS + RANK_BITS
_PAIR_BITS: Final = 32
_LAST_UNIT: Final = 0xFFFF
#: Inside one call of ``gram_words`` documents are counted from zero, in what is left of 64 bits.
_LOCAL_BITS: Final = 64 - _PAIR_BITS - THIRD_BITS - RANK_BITS
_TAIL_BITS: Final = _LOCAL_BITS + RANK_BITS
MOST_AT_ONCE: Final = 1 << _LOCAL_BITS

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
Integers = NDArray[np.int64]


def _word_units() -> NDArray[np.bool_]:
    table = np.ones(1 << 16, dtype=bool)
    for first, last in NON_WORD_RANGES:
        table[first : last + 1] = False
    return table


WORD_UNITS: Final = _word_units()


_IS_WORD: Final = WORD_UNITS.tobytes()


def is_word(text: str) -> bool:
    """Whether every UTF-16 unit of ``text`` is a word unit; halves of surrogate pairs are."""
    return all(ord(each) > _LAST_UNIT or _IS_WORD[ord(each)] for each in text)


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


def mix_one(pair: int) -> int:
    """What :func:`mix` gives for one pair; far sooner."""
    mixed = pair ^ pair >> 16
    mixed = mixed * 0x7FEB352D & 0xFFFFFFFF
    mixed ^= mixed >> 15
    mixed = mixed * 0x846CA68B & 0xFFFFFFFF
    return mixed ^ mixed >> 16


def mix_pair(first: int, second: int) -> int:
    """The mixed value of one pair of units."""
    return mix_one(first << 16 | second)


class GramTable(Struct, frozen=True):
    """Grams of a segment, sorted by pair, third unit and document, each combination once.

    Four columns of equal length: ``pair`` (mixed), ``third`` (the code of the third unit, 0 for
    the pair itself), ``document`` (its number inside the segment) and ``rank``.
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


def gram_words(row: UnitRow, first_document: int) -> list[Words]:
    """The grams of consecutive documents, one sorted array for each of the 16 partitions.

    The first document of ``row`` has the number ``first_document`` in its segment.  A gram that a
    document holds in several places appears once, with its highest rank.  Raises ``ValueError``
    when there are too many documents at once, or a document's number does not fit.
    """
    held = len(row.documents)
    if first_document + held > MAX_DOCUMENTS or held > MOST_AT_ONCE:
        raise ValueError(f"a segment holds at most {MAX_DOCUMENTS} documents")
    words = unique_words(_local_words(row))
    borders = np.arange(1, PARTITIONS, dtype=np.uint64) << np.uint64(64 - PARTITION_BITS)
    places = np.searchsorted(words, borders)
    # In place, for the words are many.  The shift to the left drops the partition, which their
    # order has kept together.
    low = words & np.uint64((1 << _TAIL_BITS) - 1)
    low += np.uint64(first_document << RANK_BITS)
    words >>= np.uint64(_TAIL_BITS)
    words <<= np.uint64(DOCUMENT_BITS + RANK_BITS)
    words |= low
    return np.split(words, places)


def _local_words(row: UnitRow) -> Words:
    """All grams: the mixed pair (32 bits), the code of the third unit, the document here, the rank.

    Units are there once for each document, pairs and triples at every place.
    """
    units, length = row.units, len(row.owners)
    first = units[:length].astype(np.uint32) << np.uint32(16)
    second, third = units[1 : length + 1], third_codes().take(units[2 : length + 2])
    word = WORD_UNITS.take(units)
    is_pair = np.flatnonzero((units[:length] != 0) & (second != 0))
    is_triple = np.flatnonzero(word[:length] & word[1 : length + 1] & word[2 : length + 2])
    pairs = _word(mix(first | second), row.owners << np.uint16(RANK_BITS) | row.ranks)
    triples = third.take(is_triple).astype(np.uint64)
    triples <<= np.uint64(_TAIL_BITS)
    triples |= pairs.take(is_triple)
    return np.concatenate([_single_units(row), pairs.take(is_pair), triples])


def _single_units(row: UnitRow) -> Words:
    """The units of each document, each once, with its highest rank."""
    held = np.flatnonzero(np.bincount(row.units)).astype(np.uint16)
    column = np.zeros(_LAST_UNIT + 1, dtype=np.intp)
    column[held] = np.arange(len(held))
    cell = column.take(row.units[: len(row.owners)])
    cell += np.multiply(row.owners, len(held), dtype=np.intp)
    highest = np.zeros((len(row.documents), len(held)), dtype=np.uint8)
    highest.put(cell, 1 + Rank.OTHER)
    for rank in (Rank.TITLE, Rank.NUMBER):
        highest.put(cell.take(np.flatnonzero(row.ranks == rank)), 1 + rank)
    highest[:, held == 0] = 0
    document, column = np.nonzero(highest)
    tail = document << RANK_BITS | highest[document, column] - 1
    return _word(mix(held.take(column).astype(np.uint32) << np.uint32(16)), tail)


def _word(mixed: NDArray[np.uint32], tail: NDArray[np.integer]) -> Words:
    words = mixed.astype(np.uint64)
    words <<= np.uint64(THIRD_BITS + _TAIL_BITS)
    words |= tail.astype(np.uint64)
    return words


def unique_words(words: Words) -> Words:
    """Sorted, each gram of a document once, with its highest rank."""
    words = np.sort(words)
    last_of_its_kind = np.ones(len(words), dtype=bool)
    np.greater_equal(words[1:] ^ words[:-1], 1 << RANK_BITS, out=last_of_its_kind[:-1])
    # Far sooner than by the flags themselves, for these change at random.
    return words.take(np.flatnonzero(last_of_its_kind))


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


def partition_of(pairs: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The partition of each mixed pair."""
    return pairs >> np.uint32(_PAIR_BITS - PARTITION_BITS)


def gram_starts(pairs: NDArray[np.uint32], thirds: NDArray[np.uint16]) -> Words:
    """The lowest word of each gram in its partition."""
    low = pairs & np.uint32((1 << (_PAIR_BITS - PARTITION_BITS)) - 1)
    words = low.astype(np.uint64) << np.uint64(_MIX_SHIFT)
    return words | thirds.astype(np.uint64) << np.uint64(DOCUMENT_BITS + RANK_BITS)


def joined(tables: Sequence[GramTable]) -> GramTable:
    """Tables of successive partitions as one."""
    return GramTable(
        np.concatenate([table.pair for table in tables]),
        np.concatenate([table.third for table in tables]),
        np.concatenate([table.document for table in tables]),
        np.concatenate([table.rank for table in tables]),
    )
