"""Searches an index as the browser does, plainly: the oracle that the tests hold the files to."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from gongkai.folding import fold
from gongkai.search import numbers
from gongkai.search.grams import is_word, mix_pair
from gongkai.search.keyed import read_keyed_file
from gongkai.search.manifest import MANIFEST_PATH
from gongkai.search.query import parsed
from gongkai.search.records import Rank
from gongkai.search.shard_reader import read_shard
from gongkai.search.shards import SHARDS_PER_NAME
from gongkai.search.texts import inflated, read_text_file, text_path
from gongkai.search.thirds import third_code
from gongkai.search.unit_rows import utf16

_TRIPLE: Final = 3
_PAIR: Final = 2
#: The line of a text file at which the searchable texts begin.
FIRST_SEARCHABLE: Final = 6
_ALPHANUMERIC: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")

Hits = dict[int, Rank]


class IndexReader:
    """Answers queries from the files of an index and nothing else.

    ``files`` maps the paths that :func:`gongkai.search.build.build_index` gives to the bytes.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.manifest: dict[str, Any] = json.loads(inflated(files[MANIFEST_PATH]))
        self.documents: int = self.manifest["documents"]

    def find(self, query: str) -> list[int]:
        """The documents that answer ``query``: best rank first, then the newest."""
        ranks = dict.fromkeys(range(self.documents), Rank.NUMBER)
        for term in parsed(query):
            hits = self.term(term.text)
            if term.excluded:
                ranks = {d: rank for d, rank in ranks.items() if d not in hits}
            else:
                ranks = {d: min(rank, hits[d]) for d, rank in ranks.items() if d in hits}
        return sorted(ranks, key=lambda document: (-ranks[document], -document))

    def address(self, document: int) -> str:
        """The address of a document."""
        return self._lines(document)[1]

    def term(self, folded: str) -> Hits:
        """The documents with one folded term, each with its rank."""
        hits: Hits = {}
        first = 0
        for index, segment in enumerate(self.manifest["segments"]):
            if segment["documents"]:
                found = self._in_segment(("base", "rest")[index], segment, folded)
                hits.update({first + document: rank for document, rank in found.items()})
            first += segment["documents"]
        if self._complete(folded):
            return hits
        return {d: rank for d, rank in hits.items() if self._holds(d, folded)}

    @staticmethod
    def _complete(folded: str) -> bool:
        """Whether the lists of a term are exact without reading texts."""
        units = len(utf16(folded))
        number = numbers.SHORTEST <= units <= numbers.LONGEST and _ALPHANUMERIC.issuperset(folded)
        return number or units <= _PAIR or (units == _TRIPLE and is_word(folded))

    def _holds(self, document: int, folded: str) -> bool:
        lines = self._lines(document)[FIRST_SEARCHABLE:]
        return any(folded in fold(text) for line in lines for text in line.split("\t"))

    def _lines(self, document: int) -> list[str]:
        return read_text_file(self._files[f"search/{text_path(document)}"])

    def _in_segment(self, name: str, segment: dict[str, Any], folded: str) -> Hits:
        if len(folded) >= numbers.SHORTEST and _ALPHANUMERIC.issuperset(folded):
            return self._number(name, segment, folded)
        units = [int(unit) for unit in utf16(folded)]
        if len(units) == 1:
            return self._gram(name, segment, units[0], 0, 0)
        grams = [
            (units[i], units[i + 1], units[i + 2])
            for i in range(len(units) - 2)
            if is_word(chr(units[i]) + chr(units[i + 1]) + chr(units[i + 2]))
        ] or [(first, second, 0) for first, second in pairwise(units)]
        lists = [self._gram(name, segment, *gram) for gram in grams]
        common = set(lists[0]).intersection(*lists[1:])
        return {d: min(hits[d] for hits in lists) for d in common}

    def _gram(
        self, name: str, segment: dict[str, Any], first: int, second: int, third: int
    ) -> Hits:
        pair, third = mix_pair(first, second), third_code(third)
        heavy = segment["heavy"].get(f"{pair:08x}")
        if third and heavy is not None:
            names = _unpacked(heavy, self.manifest["nameBytes"])
            pair_name, shards = f"heavy/{pair:08x}", len(names)
            pair, third = mix_pair(third, 0), 0
        else:
            names = _unpacked(segment["names"], self.manifest["nameBytes"])
            names = [each for each in names for _ in range(SHARDS_PER_NAME)]
            pair_name, shards = name, segment["shards"]
        shard = pair * shards >> 32
        data = self._files[f"search/{pair_name}/{shard}.{names[shard]}.bin"]
        for gram in read_shard(data, shard, shards):
            if (gram.pair, gram.third) == (pair, third):
                return gram.hits
        return {}

    def _number(self, name: str, segment: dict[str, Any], folded: str) -> Hits:
        key = folded[: numbers.LONGEST]
        exact = len(key) == numbers.SHORTEST
        names = _unpacked(segment["numberNames"], self.manifest["nameBytes"])
        hits: Hits = {}
        for index, file_name in enumerate(names):
            path = f"search/{name}-numbers/{index}.{file_name}.bin"
            for held, found in read_keyed_file(self._files[path]).items():
                if held == key if exact else held.startswith(key):
                    for document, rank in found.items():
                        hits[document] = max(rank, hits.get(document, Rank.OTHER))
        return hits


def _unpacked(packed: str, size: int) -> list[str]:
    data = base64.b64decode(packed)
    return [data[at : at + size].hex() for at in range(0, len(data), size)]
