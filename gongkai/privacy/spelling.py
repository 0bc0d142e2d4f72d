"""Texts folded for detection, character by character: no place in them moves."""

from __future__ import annotations

_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
_LETTERS = {
    ord(first) + index: chr(ord(plain) + index)
    for first, plain in (("Ａ", "A"), ("ａ", "a"))
    for index in range(26)
}
_MARKS = {
    **dict.fromkeys(map(ord, "－‐‑‒–—―−﹣"), "-"),
    **dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u202f\u3000\u200b\u2060\ufeff"), " "),
    **{ord(wide): plain for wide, plain in zip("＋＠．＿（）：，", "+@._():,", strict=True)},
}
_TABLE = {**_DIGITS, **_LETTERS, **_MARKS}


def folded(text: str) -> str:
    """``text`` in half-width letters, digits and marks, of the same length."""
    return text.translate(_TABLE)
