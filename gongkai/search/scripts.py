"""The client's modules as they are published: without comments and indentation.

The modules are written to be read, and a third of them is explanation and types; the reader's
telephone needs neither.  This is no minifier: names, lines and statements stay.  It relies on how
the modules are written, and a test holds them to it: a comment is either a whole number of lines
or ``/** … */``, and neither ``/**`` nor a line that begins with ``//`` stands in a string.
"""

from __future__ import annotations

import re
from typing import Final

_BLOCK: Final = re.compile(r"/\*\*.*?\*/[ \t]*", re.DOTALL)
_LINE: Final = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT: Final = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_BLANK: Final = re.compile(r"\n{2,}")


def published_script(source: str) -> str:
    """``source`` less what only its readers need."""
    bare = _INDENT.sub("", _LINE.sub("", _BLOCK.sub("", source)))
    return _BLANK.sub("\n", bare).lstrip("\n")
