"""What a text may hold at all, told at a glance: which of some words, and whether a long number.

A text of thousands of characters is seldom searched for what most texts do not hold.  Each of its
characters becomes one byte, which says what kind of character it is and which one, if it stands in
one of the words; the rest is done by the quickest calls that there are, those for bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gongkai.patterns import pattern
from gongkai.privacy.numbers import BETWEEN_DIGITS, NUMERALS
from gongkai.privacy.spelling import spellings

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNIT = np.dtype("<u2")
_UNITS = 1 << 16

_OTHER, _BARRIER, _DIGIT, _NUMERAL, _FIRST = range(5)
"""The bytes of characters of no word, and the first one of those that stand in one."""
_NO_DIGITS = ((0, 0x30), (0x3A, 0x80), (0x2000, 0x9FA6), (0xFF00, 0xFF10), (0xFF1A, 0xFF21))
"""Units that are no digits: those around the ASCII ones and full-width ones, signs, Chinese."""
_OF_NO_WORD = bytes(range(_FIRST))


class Seen(NamedTuple):
    """A text at a glance: its ``words``, and its digits, numerals and barriers in their order."""

    words: tuple[str, ...]
    digits: bytes

    def may_hold_digits(self, count: int) -> bool:
        """Whether ``count`` digits may stand in it with nothing among them that parts numbers."""
        return bytes((_DIGIT,)) * count in self.digits

    def may_hold_numerals(self, count: int) -> bool:
        """The same of Chinese numerals."""
        return bytes((_NUMERAL,)) * count in self.digits


class Glance:
    """Looks at many texts for the same words, of no surrogates."""

    def __init__(self, words: Iterable[str]) -> None:
        """Raises ValueError when the words have more than 252 different characters."""
        self._words = tuple(words)
        self._characters = sorted({*"".join(self._words)})
        codes = {each: code for code, each in enumerate(self._characters, start=_FIRST)}
        unusual = {each: code for each, code in codes.items() if not each.isascii()}
        self._usual = bytes({*range(256)}.difference(unusual.values()))
        # ASCII stands everywhere, so words are told by what else is in them, if anything is.
        self._ascii = [
            (word, bytes(codes[each] for each in word)) for word in self._words if word.isascii()
        ]
        self._dense = [
            (word, bytes(unusual[each] for each in word if each in unusual))
            for word in self._words
            if not word.isascii()
        ]
        self._any = pattern(b"|".join(re.escape(dense) for _, dense in self._dense))

    def at(self, text: str) -> Seen:
        """What there is in ``text``."""
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), _UNIT)
        codes = self._codes.take(units).tobytes()
        return Seen(self._words_in(text, codes), codes.translate(self._kinds, self._others))

    def _words_in(self, text: str, codes: bytes) -> tuple[str, ...]:
        found = [word for word, spelt in self._ascii if spelt in codes]
        # A word is still one where the characters of no word are left out, which are nearly all.
        seen = codes.translate(None, self._usual)
        if self._any.search(seen):
            found += [word for word, dense in self._dense if dense in seen and word in text]
        return tuple(word for word in self._words if word in found) if found else ()

    @cached_property
    def _codes(self) -> NDArray[np.uint8]:
        """The byte of each UTF-16 unit."""
        codes = _kinds_of_units()
        for code, character in enumerate(self._characters, start=_FIRST):
            codes[ord(character)] = code
        return codes

    @cached_property
    def _kinds(self) -> bytes:
        """The kind of each byte."""
        of_units = _kinds_of_units()
        own = bytes(of_units[ord(character)] for character in self._characters)
        return (_OF_NO_WORD + own).ljust(256, b"\0")

    @cached_property
    def _others(self) -> bytes:
        """The bytes of what is neither digit nor barrier."""
        return bytes(code for code, kind in enumerate(self._kinds) if kind == _OTHER)


def _kinds_of_units() -> NDArray[np.uint8]:
    """What each unit may be; whatever is not known to be none may be a digit of some script."""
    kinds = np.full(_UNITS, _DIGIT, np.uint8)
    for first, end in _NO_DIGITS:
        kinds[first:end] = _BARRIER
    kinds[[*map(ord, spellings(BETWEEN_DIGITS))]] = _OTHER
    kinds[[*map(ord, spellings(NUMERALS))]] = _NUMERAL
    return kinds
