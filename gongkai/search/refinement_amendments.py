"""Refinements amended: those of the strings that a change touches, worked out from the index.

A change takes documents away and brings others; an edit does both under one number.  What a
string w needs differs only if one of these documents holds w, or both of its halves.  The
documents of a shorter string are known as a reader knows them: from the grams, and for longer
ones from the refinements themselves; a text is read only where no file can tell.  Sets of
documents are integers, a bit for each document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct

from gongkai.patterns import pattern
from gongkai.search.bitstreams import Integers
from gongkai.search.grams import is_word
from gongkai.search.keyed import KeyedLists, keyed_file, read_keyed_lists
from gongkai.search.records import END, SearchableTexts
from gongkai.search.refinements import LONGEST, PRESENT_MARK, SHORTEST, refinement_file_of

_PAIR = 2
_BEYOND_ONE_UNIT = pattern("[\ud800-\udfff\U00010000-\U0010ffff]")

Texts = Callable[[int], SearchableTexts]
"""Gives the searchable texts of a document as they were before, by its number."""

Entries = dict[str, Integers]
"""The documents of each key of a refinement file."""


class Before(Struct, frozen=True):
    """What is known of a segment before a change.

    ``grams`` gives the documents that held a pair, or a triple of word units; ``entries`` those
    of one of the ``files`` with refinements; ``texts`` the texts of a document.
    """

    grams: Callable[[str], int]
    entries: Callable[[int], Entries]
    files: int
    texts: Texts
    threshold: int


class Change(Struct, frozen=True):
    """The rows of the documents that go and of those that come, by number; edited ones do both."""

    gone: Mapping[int, str]
    come: Mapping[int, str]

    def rows(self) -> Iterator[tuple[str, str]]:
        """The row of each document before and after; an empty one where it is not there."""
        for number in sorted(self.gone.keys() | self.come.keys()):
            yield self.gone.get(number, ""), self.come.get(number, "")


class Knowledge:
    """Which documents of a segment hold a string, before and after a change."""

    def __init__(self, segment: Before, change: Change) -> None:
        self._segment = segment
        self._come = change.come
        self._gone = bits_of(list(change.gone))
        self._row = cache(lambda number: change.gone.get(number) or row_of(segment.texts(number)))
        self.entries = cache(segment.entries)
        self.before = cache(self._before)

    def file_of(self, text: str) -> int:
        """The refinement file of a string."""
        return refinement_file_of(text, self._segment.files)

    def refinement(self, text: str) -> Entries:
        """The refinement of a string after the change, if it has one."""
        left, right = self.after(text[:-1]), self.after(text[1:])
        if left is None or right is None:
            return {}
        common = left & right
        size = common.bit_count()
        if size <= self._segment.threshold:
            return {}
        held = self.after(text) or 0
        if held in {0, common}:
            return {}
        if held.bit_count() < size - held.bit_count():
            return {text + PRESENT_MARK: numbers_of(held)}
        return {text: numbers_of(common & ~held)}

    def after(self, text: str) -> int | None:
        """The documents that hold ``text`` after the change; ``None`` where they are too few."""
        before = self.before(text)
        if before is None:
            return None
        holding = 0
        for number, row in self._come.items():
            if text in row:
                holding |= 1 << number
        return before & ~self._gone | holding

    def _before(self, text: str) -> int | None:
        """The documents before the change.

        ``None``: with every document that comes they would still not be more than the threshold,
        so that neither this string nor a longer one has a refinement before or after.
        """
        if len(text) == _PAIR or (len(text) == SHORTEST and is_word(text)):
            return self._segment.grams(text)
        left, right = self.before(text[:-1]), self.before(text[1:])
        if left is None or right is None:
            return None
        common = left & right
        size = common.bit_count()
        if size + len(self._come) <= self._segment.threshold:
            return None
        if size <= self._segment.threshold:
            return bits_of(
                [each for each in numbers_of(common).tolist() if text in self._row(each)]
            )
        entries = self.entries(self.file_of(text))
        if text in entries:
            return common & ~bits_of(entries[text])
        if text + PRESENT_MARK in entries:
            return bits_of(entries[text + PRESENT_MARK])
        # Either all documents hold it, or it occurs nowhere: any one of them tells.
        return common if text in self._row((common & -common).bit_length() - 1) else 0


def row_of(texts: SearchableTexts) -> str:
    """The texts in one row, an end in place of each character beyond one unit."""
    return _BEYOND_ONE_UNIT.sub(END, texts.row)


def bits_of(numbers: Integers | Sequence[int]) -> int:
    """Numbers as the bits of one."""
    if not len(numbers):
        return 0
    held = np.asarray(numbers)
    marks = np.zeros(int(held.max()) + 1, dtype=bool)
    marks[held] = True
    return int.from_bytes(np.packbits(marks, bitorder="little").tobytes(), "little")


def numbers_of(bits: int) -> Integers:
    """The reverse of :func:`bits_of`, ascending."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return np.flatnonzero(np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little"))


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


def entries_in(data: bytes, numbers: Integers) -> Entries:
    """The entries of a refinement file, whose document n is now ``numbers[n]``."""
    lists = read_keyed_lists(data)
    ends = np.cumsum(lists.count).tolist()
    documents = numbers[lists.documents]
    return {
        key: documents[first:last]
        for key, first, last in zip(lists.keys, [0, *ends], ends, strict=False)
    }


def amended_entries(segment: Before, change: Change) -> dict[int, Entries]:
    """The entries of the refinement files that the change touches, by file."""
    knowledge = Knowledge(segment, change)
    amended: dict[int, Entries] = {}
    for before, after in change.rows():
        for text in touched_strings(before, after):
            if knowledge.before(text[:-1]) is None or knowledge.before(text[1:]) is None:
                continue
            refinement = knowledge.refinement(text)
            file = knowledge.file_of(text)
            entries = amended[file] if file in amended else knowledge.entries(file)
            keys = (text, text + PRESENT_MARK)
            if _same({key: entries[key] for key in keys if key in entries}, refinement):
                continue
            entries = amended.setdefault(file, dict(entries))
            for key in keys:
                entries.pop(key, None)
            entries.update(refinement)
    return amended


def _same(entries: Entries, others: Entries) -> bool:
    return entries.keys() == others.keys() and all(
        np.array_equal(documents, others[key]) for key, documents in entries.items()
    )


def refinement_file(entries: Entries, documents: int) -> bytes:
    """A refinement file of a segment with so many ``documents``."""
    # No string holds a surrogate, so that Python's order of strings is that of their units.
    keys = sorted(entries)
    lists = [entries[key] for key in keys]
    postings = np.concatenate([np.empty(0, dtype=np.int64), *lists])
    count = np.array([len(each) for each in lists], dtype=np.int64)
    return keyed_file(KeyedLists(keys, count, postings, np.zeros_like(postings)), documents)
