"""Refinements amended: those of the strings that an edit touches, worked out from the index.

An edit changes what a string w needs only if it changes whether the document holds w, or both of
its halves.  The documents of a shorter string are known as a reader knows them: from the grams,
and for longer ones from the refinements themselves; a text is read only where no file can tell.
Sets of documents are integers, a bit for each document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from gongkai.search.amendments import Edit, GramShards
from gongkai.search.grams import is_word, mix_pair
from gongkai.search.keyed import keyed_file, keyed_lists, read_keyed_file
from gongkai.search.records import END, Rank, SearchableTexts
from gongkai.search.refinements import LONGEST, PRESENT_MARK, SHORTEST, refinement_file_of

_PAIR = 2
_BEYOND_ONE_UNIT = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")

Texts = Callable[[int], SearchableTexts]
"""Gives the searchable texts of a document as they were before, by its number."""

Entries = dict[str, dict[int, Rank]]


class Knowledge:
    """Which documents of a segment hold a string, before and after the edits."""

    def __init__(
        self,
        shards: GramShards,
        refinements: Sequence[bytes],
        texts: Texts,
        edits: Sequence[Edit],
        threshold: int,
    ) -> None:
        self._shards = shards
        self._threshold = threshold
        self._after = {edit.number: row_of(edit.after) for edit in edits}
        self._edited = _bits(self._after)
        self._row = cache(lambda number: row_of(texts(number)))
        self._files = len(refinements)
        self.entries = cache(lambda file: read_keyed_file(refinements[file]))
        self.before = cache(self._before)

    def file_of(self, text: str) -> int:
        """The refinement file of a string."""
        return refinement_file_of(text, self._files)

    def refinement(self, text: str) -> tuple[str, dict[int, Rank]] | None:
        """The refinement of a string after the edits: its key and documents."""
        left, right = self.after(text[:-1]), self.after(text[1:])
        if left is None or right is None:
            return None
        common = left & right
        size = common.bit_count()
        if size <= self._threshold:
            return None
        held = self.after(text) or 0
        if held in {0, common}:
            return None
        if held.bit_count() < size - held.bit_count():
            return text + PRESENT_MARK, dict.fromkeys(_numbers(held), Rank.OTHER)
        return text, dict.fromkeys(_numbers(common & ~held), Rank.OTHER)

    def after(self, text: str) -> int | None:
        """The documents that hold ``text`` after the edits; ``None`` where they are too few."""
        before = self.before(text)
        if before is None:
            return None
        holding = _bits(number for number, row in self._after.items() if text in row)
        return before & ~self._edited | holding

    def _before(self, text: str) -> int | None:
        """The documents before the edits.

        ``None``: with every edited document they would still not be more than the threshold, so
        that neither this string nor a longer one has a refinement before or after.
        """
        if len(text) == _PAIR or (len(text) == SHORTEST and is_word(text)):
            return self._in_grams(text)
        left, right = self.before(text[:-1]), self.before(text[1:])
        if left is None or right is None:
            return None
        common = left & right
        size = common.bit_count()
        if size + len(self._after) <= self._threshold:
            return None
        if size <= self._threshold:
            return _bits(number for number in _numbers(common) if text in self._row(number))
        entries = self.entries(self.file_of(text))
        if text in entries:
            return common & ~_bits(entries[text])
        if text + PRESENT_MARK in entries:
            return _bits(entries[text + PRESENT_MARK])
        # Either all documents hold it, or it occurs nowhere: any one of them tells.
        return common if text in self._row(next(_numbers(common))) else 0

    def _in_grams(self, text: str) -> int:
        pair = np.uint32(mix_pair(ord(text[0]), ord(text[1])))
        table = self._shards.table(int(pair) * self._shards.count >> 32)
        start, end = np.searchsorted(table.pair, pair), np.searchsorted(table.pair, pair, "right")
        third = np.uint16(ord(text[2])) if len(text) > _PAIR else np.uint16(0)
        thirds = table.third[start:end]
        first, last = np.searchsorted(thirds, third), np.searchsorted(thirds, third, "right")
        return _bits(table.document[start:end][first:last].tolist())


def row_of(texts: SearchableTexts) -> str:
    """The texts in one row, an end in place of each character beyond one unit."""
    return _BEYOND_ONE_UNIT.sub(END, texts.row)


def _bits(numbers: Iterator[int] | Mapping[int, object] | Sequence[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def touched_strings(before: str, after: str) -> Iterator[str]:
    """The strings that may have a refinement and that an edit of a row concerns.

    They are those that only one of the two rows holds, or both halves of which only one does.
    """
    old, new = _grams(before, _PAIR), _grams(after, _PAIR)
    for length in range(SHORTEST, LONGEST + 1):
        old_longer, new_longer = _grams(before, length), _grams(after, length)
        touched = old_longer ^ new_longer
        for mine, other in ((old, new), (new, old)):
            touched |= _overlaps_not_in(mine, other)
        yield from (text for text in sorted(touched) if length > SHORTEST or not is_word(text))
        old, new = old_longer, new_longer


def _grams(row: str, length: int) -> set[str]:
    grams = {row[start : start + length] for start in range(len(row) - length + 1)}
    return {gram for gram in grams if END not in gram}


def _overlaps_not_in(mine: set[str], other: set[str]) -> set[str]:
    """Strings of two overlapping halves of ``mine``, less those of which ``other`` has both."""
    only = mine - other
    if not only:
        return set()
    by_start: dict[str, list[str]] = defaultdict(list)
    by_end: dict[str, list[str]] = defaultdict(list)
    for gram in mine:
        by_start[gram[:-1]].append(gram)
        by_end[gram[1:]].append(gram)
    ahead = {gram + right[-1] for gram in only for right in by_start[gram[1:]]}
    return ahead | {left[0] + gram for gram in only for left in by_end[gram[:-1]]}


def amended_refinements(
    knowledge: Knowledge, edits: Sequence[Edit], documents: int
) -> dict[int, bytes]:
    """The refinement files that the edits change, by number."""
    changed: dict[int, Entries] = {}
    for edit in edits:
        for text in touched_strings(row_of(edit.before), row_of(edit.after)):
            if knowledge.before(text[:-1]) is None or knowledge.before(text[1:]) is None:
                continue
            refinement = knowledge.refinement(text)
            file = knowledge.file_of(text)
            entries = changed.get(file) or knowledge.entries(file)
            old = [(key, entries[key]) for key in (text, text + PRESENT_MARK) if key in entries]
            if old == ([refinement] if refinement else []):
                continue
            entries = changed.setdefault(file, dict(entries))
            for key, _ in old:
                del entries[key]
            if refinement:
                entries[refinement[0]] = refinement[1]
    return {file: keyed_file(keyed_lists(entries), documents) for file, entries in changed.items()}
