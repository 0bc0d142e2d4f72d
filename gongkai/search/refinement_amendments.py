"""Refinements amended: those of the strings that a change touches, worked out from the index.

A change takes documents away and brings others; an edit does both under one number.  What a
string w needs differs only if one of these documents holds w, or both of its halves.  The
documents of a shorter string are known as a reader knows them: from the grams, and for longer
ones from the refinements themselves; a text is read only where no file can tell.  Sets of
documents are integers, a bit for each document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct

from gongkai.patterns import pattern
from gongkai.search.bitstreams import Integers
from gongkai.search.grams import is_word
from gongkai.search.keyed import KeyedLists, keyed_file, opened
from gongkai.search.records import END, SearchableTexts
from gongkai.search.refinements import LONGEST, PRESENT_MARK, SHORTEST, refinement_file_of

_PAIR = 2
_BEYOND_ONE_UNIT = pattern("[\ud800-\udfff\U00010000-\U0010ffff]")

Texts = Callable[[int], SearchableTexts]
"""Gives the searchable texts of a document as they were before, by its number."""

Entries = Mapping[str, Integers]
"""The documents of each key of a refinement file."""


class Before(Struct, frozen=True):
    """What is known of a segment before a change.

    ``grams`` gives the documents that held a pair, or a triple of word units; ``entries`` those
    of one of the ``files`` with refinements; ``texts`` the texts of a document.
    """

    grams: Callable[[str], int]
    entries: Callable[[int], StoredEntries]
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
        self._known: dict[str, int | None] = {}

    def file_of(self, text: str) -> int:
        """The refinement file of a string."""
        return refinement_file_of(text, self._segment.files)

    def refinement(self, text: str) -> Entries:
        """The refinement of a string after the change, if it has one."""
        if self.halves(text) is None:
            return {}
        left, right = self.after(text[:-1]) or 0, self.after(text[1:]) or 0
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

    def halves(self, text: str) -> tuple[int, int] | None:
        """The documents that held either half of ``text``; ``None`` where too few held one of them."""
        one, other = text[:-1], text[1:]
        # Where one is known to be in too few, no file is opened for the other.
        if other in self._known:
            one, other = other, one
        if (held := self.before(one)) is None or (also := self.before(other)) is None:
            return None
        return held, also

    def before(self, text: str) -> int | None:
        """The documents that held ``text``.

        ``None``: with every document that comes they would still not be more than the threshold,
        so that neither this string nor a longer one has a refinement before or after.
        """
        if text not in self._known:
            self._known[text] = self._before(text)
        return self._known[text]

    def _before(self, text: str) -> int | None:
        if len(text) == _PAIR or (len(text) == SHORTEST and is_word(text)):
            held = self._segment.grams(text)
            return held if self._may_suffice(held) else None
        if (halves := self.halves(text)) is None:
            return None
        common = halves[0] & halves[1]
        if not self._may_suffice(common):
            return None
        size = common.bit_count()
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

    def _may_suffice(self, documents: int) -> bool:
        """Whether with every document that comes they would be more than the threshold."""
        return documents.bit_count() + len(self._come) > self._segment.threshold


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
    begin = _common(before, after)
    end = _common(before[begin:][::-1], after[begin:][::-1])
    # What stands in one row alone meets what differs between them.
    rows = (
        (before, after, range(begin, len(before) - end)),
        (after, before, range(begin, len(after) - end)),
    )
    for length in range(SHORTEST, LONGEST + 1):
        touched: set[str] = set()
        for row, other, changed in rows:
            touched.update(_only_in(row, other, changed, length))
            for half in _only_in(row, other, changed, length - 1):
                touched.update(_overlaps(row, half))
        yield from (text for text in sorted(touched) if length > SHORTEST or not is_word(text))


def _common(one: str, other: str) -> int:
    """The length of what two texts both begin with."""
    differing = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _only_in(row: str, other: str, changed: range, length: int) -> set[str]:
    """The strings of ``row`` that ``other`` has not; these stand at the ``changed`` places."""
    starts = range(max(0, changed.start - length + 1), min(changed.stop, len(row) - length + 1))
    grams = {row[start : start + length] for start in starts}
    return {gram for gram in grams if END not in gram and gram not in other}


def _overlaps(row: str, half: str) -> Iterator[str]:
    """The strings that are ``half`` and one unit more, whose other half stands in ``row`` too."""
    for at in _places(row, half[1:]):
        after = row[at + len(half) - 1 : at + len(half)]
        if after and after != END:
            yield half + after
    for at in _places(row, half[:-1]):
        if at and row[at - 1] != END:
            yield row[at - 1] + half


def _places(row: str, text: str) -> Iterator[int]:
    """Where ``text`` stands in ``row``."""
    at = row.find(text)
    while at >= 0:
        yield at
        at = row.find(text, at + 1)


class StoredEntries(Entries):
    """The entries of a refinement file.

    Most files are only asked whether they hold a string, or for the list of one.
    """

    def __init__(self, data: bytes) -> None:
        self._file = opened(data)
        self._places = {key: place for place, key in enumerate(self._file.keys)}
        self._at = cache(self._file.documents_at)

    def all(self) -> dict[str, Integers]:
        """All of them, read at once."""
        lists = self._file.lists()
        documents, ends = lists.documents, np.cumsum(lists.count).tolist()
        return {
            key: documents[first:last]
            for key, first, last in zip(lists.keys, [0, *ends], ends, strict=False)
        }

    def __getitem__(self, key: str) -> Integers:
        return self._at(self._places[key])

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def amended_entries(segment: Before, change: Change) -> Mapping[int, Entries]:
    """The entries of the refinement files that the change touches, by file."""
    knowledge = Knowledge(segment, change)
    amended: dict[int, dict[str, Integers]] = {}
    for before, after in change.rows():
        for text in touched_strings(before, after):
            if knowledge.halves(text) is None:
                continue
            refinement = knowledge.refinement(text)
            file = knowledge.file_of(text)
            held = amended[file] if file in amended else knowledge.entries(file)
            keys = (text, text + PRESENT_MARK)
            if _same({key: held[key] for key in keys if key in held}, refinement):
                continue
            if file not in amended:
                amended[file] = knowledge.entries(file).all()
            entries = amended[file]
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
