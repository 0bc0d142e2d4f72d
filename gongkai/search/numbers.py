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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gongkai.patterns import pattern
from gongkai.search.bitstreams import Integers
from gongkai.search.keyed import KeyedLists, keyed_files, read_keyed_lists
from gongkai.search.records import END, RANKS, Rank, SearchableTexts

SHORTEST: Final = 4
LONGEST: Final = 16
#: The average number of keys in a file of the base, and of the rest.
BASE_KEYS: Final = 512
REST_KEYS: Final = 4096

#: What begins the key of a whole number; no term of letters and digits does.
WHOLE: Final = "="
_WHOLE_NUMBER = pattern(f"(?=.*[0-9])[!-~]{{1,{LONGEST - 1}}}")
#: Its first sign apart, for so it is found much sooner.
_RUN = pattern(f"[0-9a-z][0-9a-z]{{{SHORTEST - 1},}}")
_KEY: Final = f"S{LONGEST}"


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


def keys_of(run: str) -> Iterator[str]:
    """The keys under which one run is found."""
    for start in range(len(run) - SHORTEST + 1):
        yield run[start : start + SHORTEST]
        if len(run) - start > SHORTEST:
            yield run[start : start + LONGEST]


def document_keys(texts: SearchableTexts) -> dict[str, Rank]:
    """The keys of one document, each with its highest rank."""
    *first, others = texts.row.split(END, len(RANKS))
    found: dict[str, Rank] = {}
    for rank, text in sorted([*zip(RANKS, first, strict=True), (Rank.OTHER, others)]):
        for run in set(_RUN.findall(text)):
            found.update(dict.fromkeys(keys_of(run), rank))
    number = first[RANKS.index(Rank.NUMBER)]
    if _WHOLE_NUMBER.fullmatch(number):
        found[WHOLE + number] = Rank.NUMBER
    return found


def postings(documents: Mapping[int, SearchableTexts]) -> Postings:
    """The postings of some documents, by their numbers."""
    keys = {number: document_keys(texts) for number, texts in documents.items()}
    return Postings(
        np.array([key for held in keys.values() for key in held], dtype=_KEY),
        np.repeat(np.array(list(keys), dtype=np.int64), [len(held) for held in keys.values()]),
        np.array([rank for held in keys.values() for rank in held.values()], dtype=np.uint8),
    )


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
