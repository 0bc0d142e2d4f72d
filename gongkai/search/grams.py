"""From texts to grams: the characters, pairs and triples of characters that documents hold.

A *gram* is a pair (a, b) of UTF-16 units, or a pair and its third unit c.  A single unit is the
pair (a, 0).  Triples are kept only where all three units are word units: punctuation makes
triples numerous and is rarely searched.

The grams of some documents are made as sorted 64-bit words and travel as lists of documents, of
which far fewer bytes are laid down; those of a segment are merged from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers, changes
from gongkai.search.lists import ragged_rows, ragged_starts
from gongkai.search.thirds import third_codes
from gongkai.search.unit_rows import UnitRow

PARTITION_BITS: Final = 4
PARTITIONS: Final = 1 << PARTITION_BITS
THIRD_BITS: Final = 16
RANK_BITS: Final = 2
MAX_DOCUMENTS: Final = 1 << 18
_PAIR_BITS: Final = 32
_GRAM_BITS: Final = _PAIR_BITS + THIRD_BITS
_LAST_UNIT: Final = 0xFFFF
_UNIT_BITS: Final = 16
#: Documents whose grams are made at once are counted from zero: a word has so many bits for it.
_TAIL_BITS: Final = 64 - _GRAM_BITS
MOST_AT_ONCE: Final = 1 << _TAIL_BITS - RANK_BITS

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
Unsigned = TypeVar("Unsigned", np.uint32, np.uint64)


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


class GramLists(Struct, frozen=True):
    """The grams of some consecutive documents, each with those that hold it.

    ``gram`` ascends: the mixed pair (32 bits), the code of the third unit (``thirds``) or 0 for
    the pair itself (16).  Its documents are ``count`` of ``posting``, gram after gram: ascending,
    counted from ``first_document`` (14 bits), each with its highest rank (2).
    """

    first_document: int
    gram: NDArray[np.uint64]
    count: NDArray[np.uint16]
    posting: NDArray[np.uint16]

    def borders(self, starts: NDArray[np.uint64]) -> Integers:
        """Where the grams from each of ``starts`` on begin, and where all end.

        Two rows: among the grams, and among the postings.
        """
        grams = np.append(np.searchsorted(self.gram, starts), len(self.gram))
        ends = np.cumsum(self.count, dtype=np.int64)
        return np.array([grams, np.append(0, ends)[grams]])

    def parted(self, borders: Integers) -> list[GramLists]:
        """The grams between each of some borders and the next."""
        return [
            GramLists(
                self.first_document,
                self.gram[first:last],
                self.count[first:last],
                self.posting[begin:end],
            )
            for (first, begin), (last, end) in pairwise(borders.T.tolist())
        ]


class GramTable(Struct, frozen=True, dict=True):
    """Grams of a segment, ascending as in ``GramLists``, each once.

    Of the columns ``document`` (its number inside the segment) and ``rank`` each has ``count``
    elements, gram after gram; the documents ascend.
    """

    gram: NDArray[np.uint64]
    count: Integers
    document: NDArray[np.int32]
    rank: NDArray[np.uint8]

    @property
    def pair(self) -> NDArray[np.uint32]:
        """The mixed pair of each gram."""
        return (self.gram >> np.uint64(THIRD_BITS)).astype(np.uint32)

    @property
    def third(self) -> NDArray[np.uint16]:
        """The code of the third unit of each gram, 0 for the pair itself."""
        return self.gram.astype(np.uint16)

    @cached_property
    def starts(self) -> Integers:
        """Where the documents of each gram begin."""
        return ragged_starts(self.count)

    def chosen(self, grams: Integers) -> GramTable:
        """Some of the grams, in the order that is asked for."""
        count = self.count[grams]
        rows = ragged_rows(self.starts[grams], count)
        return GramTable(self.gram[grams], count, self.document[rows], self.rank[rows])


def gram_of(pairs: NDArray[np.integer], thirds: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Grams by their mixed pairs and the codes of their third units."""
    return pairs.astype(np.uint64) << np.uint64(THIRD_BITS) | thirds.astype(np.uint64)


def document_grams(row: UnitRow, first_document: int) -> GramLists:
    """The grams of consecutive documents, of which the first has this number in its segment.

    A gram that a document holds in several places appears once, with its highest rank.  Raises
    ``ValueError`` when there are too many documents at once, or a document's number does not fit.
    """
    held = len(row.documents)
    if first_document + held > MAX_DOCUMENTS or held > MOST_AT_ONCE:
        raise ValueError(f"a segment holds at most {MAX_DOCUMENTS} documents")
    words = unique_words(_local_words(row))
    posting = words.astype(np.uint16)
    words >>= np.uint64(_TAIL_BITS)
    first = np.flatnonzero(changes(words))
    count = np.diff(first, append=len(words)).astype(np.uint16)
    return GramLists(first_document, words.take(first), count, posting)


def partition_starts() -> NDArray[np.uint64]:
    """The lowest gram of each partition."""
    return np.arange(PARTITIONS, dtype=np.uint64) << np.uint64(_GRAM_BITS - PARTITION_BITS)


def merged(parts: Sequence[GramLists]) -> GramTable:
    """The grams of disjoint sets of documents, which ascend from part to part, as one table."""
    gram = np.concatenate([np.empty(0, dtype=np.uint64), *(part.gram for part in parts)])
    count = np.concatenate([np.empty(0, dtype=np.int64), *(part.count for part in parts)])
    postings = [part.posting + np.uint32(part.first_document << RANK_BITS) for part in parts]
    order = np.argsort(gram, kind="stable")
    rows = ragged_rows(ragged_starts(count)[order], count[order])
    gram, count = gram[order], count[order]
    first = np.flatnonzero(changes(gram))
    posting = np.concatenate([np.empty(0, dtype=np.uint32), *postings]).take(rows)
    return GramTable(
        gram[first],
        np.add.reduceat(count, first) if len(first) else count,
        (posting >> np.uint32(RANK_BITS)).astype(np.int32),
        (posting & np.uint32((1 << RANK_BITS) - 1)).astype(np.uint8),
    )


def joined(tables: Sequence[GramTable]) -> GramTable:
    """Tables with different grams as one."""
    whole = GramTable(
        np.concatenate([table.gram for table in tables]),
        np.concatenate([table.count for table in tables]),
        np.concatenate([table.document for table in tables]),
        np.concatenate([table.rank for table in tables]),
    )
    return whole.chosen(np.argsort(whole.gram))


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
    # In 32 bits, which are sorted in less than half of the time.
    words = row.units[: len(row.owners)].astype(np.uint32)
    words <<= np.uint32(_UNIT_BITS)
    words |= row.owners << np.uint16(RANK_BITS) | row.ranks
    words = unique_words(words)
    words = words[np.searchsorted(words, 1 << _UNIT_BITS) :]
    tail = words.astype(np.uint16)
    words ^= tail
    return _word(mix(words), tail)


def _word(mixed: NDArray[np.uint32], tail: NDArray[np.integer]) -> Words:
    words = mixed.astype(np.uint64)
    words <<= np.uint64(THIRD_BITS + _TAIL_BITS)
    words |= tail.astype(np.uint64)
    return words


def unique_words(words: NDArray[Unsigned]) -> NDArray[Unsigned]:
    """Sorted, each gram of a document once, with its highest rank."""
    words = np.sort(words)
    last_of_its_kind = np.ones(len(words), dtype=bool)
    np.greater_equal(words[1:] ^ words[:-1], 1 << RANK_BITS, out=last_of_its_kind[:-1])
    # Far sooner than by the flags themselves, for these change at random.
    return words.take(np.flatnonzero(last_of_its_kind))
