"""Texts folded for detection, character by character: no place in them moves."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNIT = np.dtype("<u2")
_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
_LETTERS = {
    ord(first) + index: chr(ord(plain) + index)
    for first, plain in (("Ａ", "A"), ("ａ", "a"))
    for index in range(26)
}
_HYPHENS = "－‐‑‒–—―−﹣﹘⁃─"
CIRCLES = "○◯"
"""Signs that are written for the numeral 〇."""
_DOTS = "•・‧∙⋅･"
_BLANKS = (0x09, 0xA0, 0xAD, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)
"""White space within a line, and what is there but not seen."""
_MARKS = {
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **dict.fromkeys(map(ord, _DOTS), "·"),
    **dict.fromkeys(_BLANKS, " "),
    **dict.fromkeys(map(ord, CIRCLES), "〇"),
    **{ord(wide): plain for wide, plain in zip("＋＠．＿（）：，", "+@._():,", strict=True)},
}
_FOLDED = _DIGITS | _LETTERS | _MARKS


def spellings(characters: str) -> str:
    """``characters`` and all that are folded to one of them."""
    return characters + "".join(chr(code) for code, to in _FOLDED.items() if to in characters)


@cache
def _table() -> NDArray[np.uint16]:
    """What each UTF-16 unit is folded to: itself, surrogates too, but for those above."""
    table = np.arange(1 << 16, dtype=_UNIT)
    for code, plain in _FOLDED.items():
        table[code] = ord(plain)
    return table


def folded(text: str) -> str:
    """``text`` in half-width letters, digits and marks, of the same length."""
    # Ten times as fast as str.translate, and every source is folded.
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), _UNIT)
    return _table().take(units).tobytes().decode("utf-16-le", "surrogatepass")
