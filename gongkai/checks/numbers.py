"""Whole numbers as summaries print them: in figures of either width, or in Chinese."""

from __future__ import annotations

import unicodedata

NUMBER = "(?:(?<![0-9０-９])[0-9０-９]{1,15}|[一二三四五六七八九十百千两零〇]+)"
"""The pattern of a number; what has more digits counts nothing, and is no number to add up."""

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def value(printed: str) -> int:
    """The value of a number that matches ``NUMBER``, below ten thousand where it is Chinese.

    >>> [value(text) for text in ("458", "２０", "十二", "一百九十五", "两")]
    [458, 20, 12, 195, 2]
    """
    plain = unicodedata.normalize("NFKC", printed)
    if plain.isdecimal():
        return int(plain)
    total, digit = 0, 0
    for character in plain:
        if unit := _UNITS.get(character):
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
