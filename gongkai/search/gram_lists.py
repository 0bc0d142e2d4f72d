"""The documents of chosen grams, looked up among those of a segment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers
from gongkai.search.grams import (
    RANK_BITS,
    WORD_UNITS,
    GramLists,
    gram_of,
    mix,
    partition_starts,
)
from gongkai.search.lists import ragged_rows
from gongkai.search.records import END
from gongkai.search.thirds import third_codes
from gongkai.search.unit_rows import utf16


def gram_lists(
    rows: Iterable[str], partitions: Iterable[Iterable[GramLists]]
) -> Mapping[str, Integers]:
    """The documents of every pair, and triple of word units, that stands in one of ``rows``.

    ``rows`` hold no character beyond one unit; ``partitions`` are the grams of a segment, those
    of each partition in chunks of successive documents.
    """
    names = sorted({gram for row in rows for gram in _grams(row)})
    grams = _numbers(names)
    order = np.argsort(grams)
    borders = np.append(np.searchsorted(grams[order], partition_starts()), len(grams)).tolist()
    found: dict[str, list[Integers]] = defaultdict(list)
    for (first, last), chunks in zip(pairwise(borders), partitions, strict=True):
        mine = order[first:last]
        for chunk in chunks:
            # Each is there once, or not at all.
            ends = np.append(0, np.cumsum(chunk.count, dtype=np.int64))
            start = ends[np.searchsorted(chunk.gram, grams[mine])]
            count = ends[np.searchsorted(chunk.gram, grams[mine], side="right")] - start
            held = chunk.posting[ragged_rows(start, count)] >> np.uint16(RANK_BITS)
            documents = held.astype(np.int64) + chunk.first_document
            stops = np.cumsum(count).tolist()
            for gram, begin, stop in zip(mine.tolist(), [0, *stops], stops, strict=False):
                found[names[gram]].append(documents[begin:stop])
    return {gram: np.concatenate(lists) for gram, lists in found.items()}


def _grams(row: str) -> Iterable[str]:
    word = WORD_UNITS[utf16(row)].tolist()
    for start in range(len(row) - 1):
        if END not in row[start : start + 2]:
            yield row[start : start + 2]
            if all(word[start : start + 3]) and start + 3 <= len(row):
                yield row[start : start + 3]


def _numbers(grams: list[str]) -> NDArray[np.uint64]:
    """Each gram as ``GramLists`` has it."""
    units = utf16("".join(gram.ljust(3, END) for gram in grams)).reshape(-1, 3)
    first, second = (units[:, place].astype(np.uint32) for place in (0, 1))
    return gram_of(mix(first << np.uint32(16) | second), third_codes()[units[:, 2]])
