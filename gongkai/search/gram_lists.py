"""The documents of chosen grams, looked up in the sorted words of a segment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from gongkai.search.grams import (
    DOCUMENT_BITS,
    MAX_DOCUMENTS,
    RANK_BITS,
    WORD_UNITS,
    Integers,
    Words,
    gram_starts,
    mix,
    partition_of,
)
from gongkai.search.lists import ragged_rows
from gongkai.search.records import END
from gongkai.search.thirds import third_codes
from gongkai.search.unit_rows import utf16

_LAST = np.uint64((1 << DOCUMENT_BITS + RANK_BITS) - 1)


def gram_lists(
    rows: Iterable[str], partitions: Iterable[Iterable[Words]]
) -> Mapping[str, Integers]:
    """The documents of every pair, and triple of word units, that stands in one of ``rows``.

    ``rows`` hold no character beyond one unit; ``partitions`` are the words of a segment, those
    of each partition in chunks of ascending documents.
    """
    grams = sorted({gram for row in rows for gram in _grams(row)})
    pairs, thirds = _columns(grams)
    partition, words = partition_of(pairs), gram_starts(pairs, thirds)
    found: dict[str, list[Integers]] = defaultdict(list)
    for place, chunks in enumerate(partitions):
        mine = np.flatnonzero(partition == place)
        for chunk in chunks:
            start = np.searchsorted(chunk, words[mine])
            count = np.searchsorted(chunk, words[mine] | _LAST, side="right") - start
            held = chunk[ragged_rows(start, count)] >> np.uint64(RANK_BITS)
            documents = (held & np.uint64(MAX_DOCUMENTS - 1)).astype(np.int64)
            ends = np.cumsum(count).tolist()
            for gram, first, last in zip(mine.tolist(), [0, *ends], ends, strict=False):
                found[grams[gram]].append(documents[first:last])
    return {gram: np.concatenate(lists) for gram, lists in found.items()}


def _grams(row: str) -> Iterable[str]:
    word = WORD_UNITS[utf16(row)].tolist()
    for start in range(len(row) - 1):
        if END not in row[start : start + 2]:
            yield row[start : start + 2]
            if all(word[start : start + 3]) and start + 3 <= len(row):
                yield row[start : start + 3]


def _columns(grams: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """The mixed pair and the code of the third unit, or zero, of each gram."""
    units = utf16("".join(gram.ljust(3, END) for gram in grams)).reshape(-1, 3)
    first, second = (units[:, place].astype(np.uint32) for place in (0, 1))
    return mix(first << np.uint32(16) | second), third_codes()[units[:, 2]]
