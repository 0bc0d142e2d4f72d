"""Folding: what the search holds to be the same text.

Each character becomes zero or more characters by one generated table (compatibility forms and
full width, lower case, traditional to simplified), whatever stands beside it.  Then white space
is removed, except between two ASCII letters or digits, where a run of it becomes one space: Word
breaks Chinese lines at will, but "iPhone 14" is two words.  The browser folds with the same
table (``theme/assets/search/folding.js``), so both sides agree on every character.

A fold that never looks at neighbours (white space apart) keeps substrings: where ``needle`` is a
part of ``text``, ``fold(needle)`` is a part of ``fold(text)``.
"""

from __future__ import annotations

from functools import cache

from gongkai.folding_table import IDEOGRAPHS, OTHERS, TABLE_VERSION
from gongkai.patterns import pattern

__all__ = ["TABLE_VERSION", "fold", "folding_table", "without_outer_spaces"]

_HEX = 16
_SPACES = pattern(" +")
_OUTER_SPACE = pattern("(?<![0-9a-z]) | (?![0-9a-z])")


@cache
def folding_table() -> dict[int, str]:
    """Code point to folded text, for every character that folding changes.

    The result is shared: callers must not change it.
    """
    table = dict(zip(map(ord, IDEOGRAPHS[::2]), IDEOGRAPHS[1::2], strict=True))
    for run in OTHERS.split(" "):
        table.update(_expanded(run))
    return table


def _expanded(run: str) -> dict[int, str]:
    """One run of the table's text form; ``tools/make_folding_table.py`` describes the form."""
    if ":" in run:
        start, targets = run.split(":")
        return {
            source: "".join([chr(int(code, _HEX)) for code in target.split("+")])
            for source, target in enumerate(targets.split(","), int(start, _HEX))
        }
    if "=" in run:
        (start, step), (distance, count) = (side.split("*") for side in run.split("="))
        first, shift = int(start, _HEX), int(distance, _HEX)
        sources = range(first, first + int(step) * int(count, _HEX), int(step))
        return {source: chr(source + shift) for source in sources}
    start, count = run.split("-")
    first = int(start, _HEX)
    return dict.fromkeys(range(first, first + int(count, _HEX)), "")


def fold(text: str) -> str:
    """``text`` as the search sees it; folding twice is folding once."""
    return without_outer_spaces(text.translate(folding_table()))


def without_outer_spaces(folded: str) -> str:
    """The second step of folding: spaces only between letters and digits, and one at a time."""
    if " " in folded:
        folded = _OUTER_SPACE.sub("", _SPACES.sub(" ", folded))
    return folded
