"""Scripts and style sheets as they are published: without comments and indentation.

They are written to be read, and a third of them is explanation and types; the reader's telephone
needs neither.  This is no minifier: names and statements stay.  For scripts it relies on
how they are written, and a test holds the search's modules to it: a comment is either a whole
number of lines or ``/** … */``, and neither ``/**``, nor a line that begins with ``//``, nor
(in the search's modules) the end of a line stands in a string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .patterns import pattern

_BLOCK: Final = pattern(r"/\*\*.*?\*/[ \t]*", re.DOTALL)
_LINE: Final = pattern(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT: Final = pattern(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_BLANK: Final = pattern(r"\n{2,}")
#: A string of CSS, which stays, or a comment.
_SHEET_COMMENT: Final = pattern(rb"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')|/\*.*?\*/", re.DOTALL)
_SHEET_SPACE: Final = pattern(rb"\s*\n\s*")
_SHEET_BREAK: Final = pattern(rb"(?<=[{};,])\n")
#: The end of a line that neither ends a statement nor stands between two words.
_NEEDLESS_BREAK: Final = pattern(r"(?<=[;,{(\[])\n|\n(?=[})\]])")
_IMPORT: Final = pattern(
    r"^import (?:\* as (?P<whole>\w+)|(?P<names>\{[\w, ]+\})) from \"\./(?P<module>[\w-]+\.js)\";$",
    re.MULTILINE,
)
_EXPORT: Final = pattern(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LEFT_OVER: Final = pattern(r"^(?:import\b(?!\()|export\b)", re.MULTILINE)


def published_script(source: str) -> str:
    """``source`` less what only its readers need."""
    bare = _INDENT.sub("", _LINE.sub("", _BLOCK.sub("", source)))
    return _BLANK.sub("\n", bare).lstrip("\n")


def on_few_lines(script: str) -> str:
    """A script by :func:`published_script`, or several joined, without needless line breaks."""
    return _NEEDLESS_BREAK.sub("", script)


def published_sheet(sheet: bytes) -> bytes:
    """A style sheet less what only its readers need."""
    bare = _SHEET_COMMENT.sub(lambda match: match[1] or b"", sheet)
    return _SHEET_BREAK.sub(b"", _SHEET_SPACE.sub(b"\n", bare)).lstrip()


def joined_modules(entry: str, modules: Mapping[str, str]) -> str:
    """``entry`` with the modules that it imports inside it, so that one request brings them all.

    Each module becomes a function that is called once, so their private names do not meet.
    ``modules`` are sources by file name.  Only the entry may import; where another form of import
    or export is met than the client's modules use, ``entry`` is returned as it is: it then works
    as modules do, with a request for each.
    """
    parts = []
    for name in dict.fromkeys(match["module"] for match in _IMPORT.finditer(entry)):
        source = modules.get(name, "export default")
        exported = ", ".join(_EXPORT.findall(source))
        parts.append(
            f"const {_variable(name)} = (() => {{\n"
            f"{_EXPORT.sub('', source)}return {{ {exported} }};\n}})();\n"
        )
    parts.append(_IMPORT.sub(_taken, entry))
    joined = "".join(parts)
    return entry if _LEFT_OVER.search(joined) else joined


def _variable(module: str) -> str:
    """The name under which a module's exports stand in the joined file."""
    return "module_" + re.sub(r"\W", "_", module.removesuffix(".js"))


def _taken(match: re.Match[str]) -> str:
    return f"const {match['whole'] or match['names']} = {_variable(match['module'])};"
