"""What is said to who runs the program: the one place where its messages are printed.

They may name files, and a name of a file may hold any character but ``/`` and NUL: ESC too, with
which a terminal is told to do things.
"""

from __future__ import annotations

import sys

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""What makes a text look other than it is read (Unicode Standard Annex 9, explicit formatting)."""
_LINE_ENDS = {"\n": "\\x0a", "\t": "\\x09", "\u2028": "\\u2028", "\u2029": "\\u2029"}

_ESCAPED = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _CONTROLS | _BIDI
}
_OF_A_LINE = str.maketrans(_LINE_ENDS)


def say(text: object) -> None:
    """Print a message, in which control characters stand as in Python: ``\\x1b`` for ESC."""
    print(shown(text))


def say_of_trouble(text: object) -> None:
    """As :func:`say`, to the standard error."""
    print(shown(text), file=sys.stderr)


def shown(text: object) -> str:
    """``text`` as a terminal may be given it; line ends and tabs stay."""
    return str(text).translate(_ESCAPED)


def in_a_line(text: str) -> str:
    """``text``, which may name files, without what would part the line that it stands in."""
    return text.translate(_OF_A_LINE)
