"""Sets of documents as rows of bits, a bit for each document of a segment."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.search.bitstreams import Integers, changes
from gongkai.search.middles import Documents

WORD_BITS: Final = 64

BitRows = NDArray[np.uint64]


def bit_rows(count: Integers, document: Documents, width: int) -> BitRows:
    """Lists of documents, ``count`` of each, as rows of bits in so many words, the lowest first."""
    rows = np.zeros(len(count) * width, dtype=np.uint64)
    if len(document):
        word = np.repeat(np.arange(len(count)) * width, count) + (document >> 6)
        firsts = np.flatnonzero(changes(word))
        bits = np.uint64(1) << (document & np.uint16(WORD_BITS - 1)).astype(np.uint64)
        rows[word[firsts]] = np.bitwise_or.reduceat(bits, firsts)
    return rows.reshape(len(count), width)


def documents_in(rows: BitRows) -> Documents:
    """The documents of rows of bits, row after row."""
    filled = np.flatnonzero(rows)
    words = np.ascontiguousarray(rows.reshape(-1)[filled], dtype="<u8")
    bits = np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))
    documents = filled[bits // WORD_BITS] % rows.shape[1] * WORD_BITS + bits % WORD_BITS
    return np.asarray(documents, dtype=np.uint16)
