"""What a text may hold at all, told at a glance from which characters are in it.

A text of thousands of characters is seldom searched for words of which it lacks a character, nor
for a long number where no digits stand together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNIT = np.dtype("<u2")
_LONG = 600
"""Characters from which on a glance takes less time than the search that it spares."""

_DIGIT, _BARRIER, _OTHER = range(3)


def units(text: str) -> NDArray[np.uint16]:
    """The UTF-16 units of ``text``."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), _UNIT)


def may_hold_digits(text: str, count: int) -> bool:
    """Whether ``count`` digits may stand in ``text`` without a word or a clause end among them."""
    if len(text) < _LONG:
        return True
    kinds = _kinds()[units(text)]
    digits = np.flatnonzero(kinds == _DIGIT)
    if len(digits) < count:
        return False
    barriers = np.cumsum(kinds == _BARRIER, dtype=np.int32).take(digits)
    return bool((barriers[count - 1 :] == barriers[: 1 - count]).any())


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each unit may be; whatever is not known to be none may be a digit of some script."""
    kinds = np.full(1 << 16, _DIGIT, np.uint8)
    kinds[:0x80] = _OTHER
    kinds[0x2000:0x4E00] = _OTHER
    kinds[0x4E00:0x9FA6] = _BARRIER
    kinds[0xFF00:0xFF10] = kinds[0xFF1A:0xFF21] = _OTHER
    kinds[[*map(ord, "\n，。；、：:/")]] = _BARRIER
    for first, last in ("AZ", "az"):
        kinds[ord(first) : ord(last) + 1] = _BARRIER
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    return kinds


class Words:
    """Words, of no surrogates, to look for in many texts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)

    @cached_property
    def _table(self) -> NDArray[np.uint8]:
        """A number for each unit that stands in a word, 0 for all others."""
        table = np.zeros(1 << 16, np.uint8)
        for number, character in enumerate(sorted({*"".join(self._words)}), start=1):
            table[ord(character)] = number
        return table

    @cached_property
    def _spelt(self) -> NDArray[np.uint8]:
        """Each word by the numbers of its characters, a row of them; short ones are filled up."""
        longest = max(map(len, self._words))
        filled = [word.ljust(longest, word[-1]) for word in self._words]
        return np.array([self._table[units(word)] for word in filled])

    def among(self, text: str) -> Sequence[str]:
        """The words of which ``text`` has all characters; a short text may have any."""
        if len(text) < _LONG:
            return self._words
        has = np.zeros(1 << 8, np.bool_)
        has[self._table[units(text)]] = True
        found = np.flatnonzero(has[self._spelt].all(axis=1)).tolist()
        return [self._words[word] for word in found]
