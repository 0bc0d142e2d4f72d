"""Numbers: every run of ASCII letters and digits, found from any place in it.

0489 finds 20230489.  Each run of four or more gives the keys of its suffixes: the first four
characters of each, with every document that holds these four; and each suffix longer than four,
cut after sixteen.  A term of four characters is one key; a longer one is the keys that begin with
it; beyond sixteen its windows of sixteen narrow the documents, and their texts decide.

A document's own number has a key of its own besides, after a ``=``, so that whoever types it as a
whole sees this document before those whose numbers only contain it.

The keys stand in sorted files.  Whether a key opens a file depends on the key alone, so that an
edit disturbs no neighbour.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.patterns import pattern
from gongkai.search.bitstreams import Integers
from gongkai.search.keyed import KeyedLists, keyed_files, read_keyed_lists
from gongkai.search.lists import ragged_rows
from gongkai.search.records import END, RANKS, Rank, SearchableTexts
from gongkai.search.unit_rows import UnitRow

SHORTEST: Final = 4
LONGEST: Final = 16
#: The average number of keys in a file of the base, and of the rest.
BASE_KEYS: Final = 512
REST_KEYS: Final = 4096

#: What begins the key of a whole number; no term of letters and digits does.
WHOLE: Final = "="
_WHOLE_NUMBER = pattern(f"(?=.*[0-9])[!-~]{{1,{LONGEST - 1}}}")
_KEY: Final = f"S{LONGEST}"
_IS_SIGN: Final = np.isin(np.arange(1 << 16), [*b"0123456789abcdefghijklmnopqrstuvwxyz"])


class Postings(Struct, frozen=True):
    """Which documents hold which keys: three columns with an element for each pair of them.

    ``key`` is in ASCII, of at most sixteen bytes; a document has a key once, with its highest
    rank.
    """

    key: NDArray[np.bytes_]
    document: Integers
    rank: NDArray[np.uint8]

    def without(self, documents: Sequence[int]) -> Postings:
        """All but those of some documents."""
        stay = ~np.isin(self.document, np.array(documents, dtype=np.int64))
        return Postings(self.key[stay], self.document[stay], self.rank[stay])


def postings(row: UnitRow, first_document: int) -> Postings:
    """The postings of consecutive documents, of which the first has this number."""
    is_sign = np.zeros(len(row.units) + 1, dtype=bool)
    is_sign[1:] = _IS_SIGN.take(row.units)
    begin, end = np.flatnonzero(is_sign[1:] != is_sign[:-1]).reshape(-1, 2).T
    count = np.maximum(end - begin - (SHORTEST - 1), 0)
    at = ragged_rows(begin, count)
    left = np.repeat(end, count) - at
    # Beyond the row as at its end: zeros.
    signs = row.units.take(at[:, None] + np.arange(LONGEST), mode="clip").astype(np.uint8)
    signs[np.arange(LONGEST) >= left[:, None]] = 0
    longer = np.flatnonzero(left > SHORTEST)
    places = np.concatenate([at, at.take(longer)])
    whole = {
        number: WHOLE + text
        for number, text in enumerate(map(_number_of, row.documents))
        if _WHOLE_NUMBER.fullmatch(text)
    }
    return _highest(
        np.concatenate(
            [
                _keys(signs[:, :SHORTEST]),
                _keys(signs.take(longer, axis=0)),
                np.array(list(whole.values()), dtype=_KEY),
            ]
        ),
        np.concatenate([row.owners.take(places), list(whole)]) + first_document,
        np.concatenate([row.ranks.take(places), np.full(len(whole), Rank.NUMBER, dtype=np.uint8)]),
    )


def _number_of(texts: SearchableTexts) -> str:
    return texts.row.split(END, len(RANKS))[RANKS.index(Rank.NUMBER)]


def _keys(signs: NDArray[np.uint8]) -> NDArray[np.bytes_]:
    """Each row of signs as a key."""
    return np.ascontiguousarray(signs).view(f"S{signs.shape[1]}").reshape(-1).astype(_KEY)


def _highest(key: NDArray[np.bytes_], document: Integers, rank: NDArray[np.uint8]) -> Postings:
    """Each key of a document once, with its highest rank."""
    halves = np.ascontiguousarray(key).view(np.uint64).reshape(-1, 2)
    order = np.lexsort((rank, halves[:, 0], halves[:, 1], document))
    key, document = key.take(order), document.take(order)
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (key[1:] != key[:-1]) | (document[1:] != document[:-1])
    return Postings(key[last], document[last].astype(np.int64), rank.take(order)[last])


def joined(parts: Iterable[Postings]) -> Postings:
    """The postings of disjoint sets of documents as one."""
    held = list(parts)
    return Postings(
        np.concatenate([np.empty(0, dtype=_KEY), *(each.key for each in held)]),
        np.concatenate([np.empty(0, dtype=np.int64), *(each.document for each in held)]),
        np.concatenate([np.empty(0, dtype=np.uint8), *(each.rank for each in held)]),
    )


def opens_file(key: str, average: int) -> bool:
    """Whether ``key`` is the first of a file, by its CRC-32."""
    return zlib.crc32(key.encode("ascii")) % average == 0


def number_files(held: Postings, documents: int, average: int) -> Iterator[tuple[str, bytes]]:
    """The files of a segment with so many ``documents``, in order, each with its first key."""
    order = np.lexsort((held.document, held.key))
    key = held.key[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])[: len(key)])
    keys = key[starts].astype(f"U{LONGEST}").tolist()
    opens = [place for place, each in enumerate(keys) if not place or opens_file(each, average)]
    file = np.zeros(len(keys), dtype=np.int64)
    file[opens[1:]] = 1
    lists = KeyedLists(
        keys,
        np.diff(starts, append=len(key)),
        held.document[order],
        held.rank[order].astype(np.int64),
    )
    files = keyed_files(lists, np.cumsum(file), len(opens), documents)
    yield from zip([keys[place] for place in opens], files, strict=True)


def postings_in(data: bytes) -> Postings:
    """The postings of one file."""
    lists = read_keyed_lists(data)
    return Postings(
        np.repeat(np.array(lists.keys, dtype=_KEY), lists.count),
        lists.documents,
        lists.ranks.astype(np.uint8),
    )
