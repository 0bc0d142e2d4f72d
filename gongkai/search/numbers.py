"""Numbers: every run of ASCII letters and digits, found from any place in it.

0489 finds 20230489.  Each run of four or more gives the keys of its suffixes: the first four
characters of each, with every document that holds these four; and each suffix longer than four,
cut after sixteen.  A term of four characters is one key; a longer one is the keys that begin with
it; beyond sixteen its windows of sixteen narrow the documents, and their texts decide.

The keys stand in sorted files.  Whether a key opens a file depends on the key alone, so that an
edit disturbs no neighbour.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gongkai.search.keyed import keyed_file, keyed_lists
from gongkai.search.records import END, RANKS, Rank, SearchableTexts

SHORTEST: Final = 4
LONGEST: Final = 16
#: The average number of keys in a file of the base, and of the rest.
BASE_KEYS: Final = 512
REST_KEYS: Final = 4096

_RUN = re.compile(f"[0-9a-z]{{{SHORTEST},}}")

Runs = Mapping[str, Rank]


def runs(texts: SearchableTexts) -> dict[str, Rank]:
    """The runs of one document, each with its highest rank."""
    *first, others = texts.row.split(END, len(RANKS))
    found = dict.fromkeys(_RUN.findall(others), Rank.OTHER)
    for rank, text in sorted(zip(RANKS, first, strict=True)):
        found.update(dict.fromkeys(_RUN.findall(text), rank))
    return found


def keys_of(run: str) -> Iterator[str]:
    """The keys under which one run is found."""
    for start in range(len(run) - SHORTEST + 1):
        yield run[start : start + SHORTEST]
        if len(run) - start > SHORTEST:
            yield run[start : start + LONGEST]


def opens_file(key: str, average: int) -> bool:
    """Whether ``key`` is the first of a file, by its CRC-32."""
    return zlib.crc32(key.encode("ascii")) % average == 0


def document_keys(texts: SearchableTexts) -> dict[str, Rank]:
    """The keys of one document, each with its highest rank."""
    found: dict[str, Rank] = {}
    for run, rank in runs(texts).items():
        for key in keys_of(run):
            found[key] = max(rank, found.get(key, Rank.OTHER))
    return found


def number_files(documents: Sequence[Runs], average: int) -> Iterator[tuple[str, bytes]]:
    """The files of a segment in order, each with its first key.

    ``documents`` holds the runs of each document of the segment, in order of their numbers.
    """
    by_run: dict[str, dict[int, Rank]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for run, rank in document.items():
            by_run[run][number] = rank
    by_key: dict[str, dict[int, Rank]] = defaultdict(dict)
    for run, postings in by_run.items():
        for key in keys_of(run):
            held = by_key[key]
            for number, rank in postings.items():
                if rank >= held.get(number, Rank.OTHER):
                    held[number] = rank
    yield from entry_files(by_key, len(documents), average)


def entry_files(
    entries: Mapping[str, Mapping[int, Rank]], documents: int, average: int
) -> Iterator[tuple[str, bytes]]:
    """The files that hold ``entries``, in order, each with its first key."""
    file: dict[str, Mapping[int, Rank]] = {}
    first = ""
    for key in sorted(entries):
        if file and opens_file(key, average):
            yield first, keyed_file(keyed_lists(file), documents)
            file = {}
        first = first if file else key
        file[key] = entries[key]
    if file:
        yield first, keyed_file(keyed_lists(file), documents)
