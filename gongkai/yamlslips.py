"""Slips of the pen in YAML, told from the line alone and said in the author's terms.

Some of them YAML reads as something else without a word (``内容：甲`` is a text to it, not a key
with a value); about the others its parser speaks of tokens and blocks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from msgspec import Struct

from .errors import Severity
from .patterns import pattern

INVISIBLE = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Control characters, and those without width or ink that come along with pasted text."""

_KEY = r"(?P<key>[^\s:：#\"'\-\[{][^:：\"'\[{]{0,19})"
_BROKEN_KEY = pattern(rf"(?P<lead>\s*(?:-\s+)?){_KEY}(?P<colon>：|:(?![ \t]|$))")
_WRITTEN_KEY = pattern(rf"\s*{_KEY}[:：]")
_BLOCK_SCALAR = pattern(r".*(?::|-)\s+[|>][-+0-9]*\s*(?:#.*)?")
_PARTS = pattern(r"(?P<lead>\s*(?:-\s*)?)(?:[^\s:\"'][^:]*?:\s+)?(?P<value>.*)")
_SECOND_COLON = pattern(r"\s*(?:-\s+)?[^\s:]+\s*:\s+[^\"'\s].*?:(?:\s.*)?")
_COMMENT = pattern(r"[ \t]+(?P<text>#.*)")
_SHOWN = 80
_SPECIAL = tuple("*&!%@`|>]}?,-")


class Slip(Struct, frozen=True):
    """What is wrong in one line; ``column`` counts from 1."""

    column: int
    rule: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def invisible(character: str, column: int) -> Slip:
    """The slip of a character that cannot be seen."""
    return Slip(
        column,
        "control-character",
        f"这里有看不见的字符（U+{ord(character):04X}）",
        "它多半是从别的程序粘贴来的；把这个值删掉，重新用键盘输入",
    )


def slips(text: str, keys: Container[str]) -> Iterator[tuple[int, Slip]]:
    """Every slip that needs no parser, with the index of its line.

    At the left margin whatever stands before a colon is a key; further in only one of ``keys``
    is, for there it may as well be the text of a value.
    """
    block: int | None = None
    for number, line in enumerate(text.split("\n")):
        if found := INVISIBLE.search(line):
            yield number, invisible(found[0], found.start() + 1)
            continue
        indent = len(line) - len(line.lstrip())
        if block is not None and (indent > block or not line.strip()):
            continue
        block = indent if _BLOCK_SCALAR.fullmatch(line) else None
        broken = _BROKEN_KEY.match(line)
        if broken and (not broken["lead"] or broken["key"].strip() in keys):
            yield number, _colon(broken)


def cut_short(line: str, start: int, end: int) -> Slip | None:
    """The slip of a value without quotes that a ``#`` ends, if one does.

    The value stands between the columns ``start`` and ``end`` of ``line``, counted from 0; what
    follows the ``#`` is a comment to YAML, and may well have been meant as text.
    """
    comment = _COMMENT.match(line, end)
    if not comment:
        return None
    lost = comment["text"].rstrip()
    shown = lost if len(lost) <= _SHOWN else f"{lost[:_SHOWN]}……"
    return Slip(
        comment.start("text") + 1,
        "value-cut-short",
        f"“{shown}”没有读进去：空格后面的“#”是注释的开头",
        f"{_in_quotes(line[start:].strip())}；确实是注释的，单独写一行",
        Severity.WARNING,
    )


def written_keys(text: str) -> set[str]:
    """The keys that seem to be written in ``text``, readable or not."""
    lines = INVISIBLE.sub("", text).split("\n")
    return {match["key"].strip() for line in lines if (match := _WRITTEN_KEY.match(line))}


def explain(line: str, column: int, problem: str) -> Slip:
    """What the author did where YAML stumbled at ``column`` of ``line``, saying ``problem``."""
    parts = _PARTS.fullmatch(line)
    lead, value = (parts["lead"], parts["value"].strip()) if parts else ("", line)
    value_column = (parts.start("value") if parts else 0) + 1
    hint = _in_quotes(value)
    for character, name in (
        ("\t", "制表符（Tab）"),
        ("\u3000", "全角空格"),
        ("\xa0", "不间断空格"),
    ):
        if character in lead:
            column = lead.index(character) + 1
            return _syntax(column, f"行首用了{name}", "改用半角空格缩进")
    if "escape" in problem:
        hint = "把外面的双引号换成单引号，反斜杠就只是反斜杠"
        return _syntax(column, "双引号里的反斜杠“\\”有特殊含义，这里读不出来", hint)
    if _SECOND_COLON.fullmatch(line):
        return _syntax(column, "值里又有一个半角冒号加空格", hint)
    if value.startswith(("[", "{")):
        return _syntax(value_column, f"值以“{value[0]}”开头，被当成了列表", hint)
    if value.startswith(("'", '"')):
        hint = "检查这一行的引号；值里有引号时，外面换用另一种引号"
        return _syntax(value_column, "引号没有成对，或者引号后面还有文字", hint)
    if value.startswith(_SPECIAL):
        return _syntax(value_column, f"值以特殊字符“{value[0]}”开头", hint)
    if lead:
        hint = "同一层的行左边要对齐；上一行的冒号后面已经有值时，这一行不能再缩进"
        return _syntax(column, "这一行的缩进不对", hint)
    return plain_text(column)


def plain_text(column: int) -> Slip:
    """The slip of a line that is no field at all."""
    hint = (
        "每个字段占一行，键和值之间是半角冒号加一个空格，列表项缩进并以“- ”开头；"
        "如果这里已经是正文，在它上面单独写一行“---”"
    )
    return _syntax(column, "这一行不符合“键: 值”的写法", hint)


def _in_quotes(value: str) -> str:
    """The hint that shows ``value`` as it is to be written."""
    quoted = "'" + value.replace("'", "''") + "'"
    return f"把整个值用单引号括起来：{quoted if len(quoted) <= _SHOWN else '……'}"


def _syntax(column: int, message: str, hint: str) -> Slip:
    return Slip(column, "yaml-syntax", message, hint)


def _colon(broken: re.Match[str]) -> Slip:
    key, column = broken["key"].strip(), broken.end("colon")
    hint = f"改用半角冒号加一个空格：“{key}: ……”"
    if broken["colon"] == "：":
        message = f"“{key}”后面用了全角冒号“：”，这一行读不出来"
        return Slip(column, "full-width-colon", message, hint)
    message = f"“{key}”的冒号后面缺少半角空格，这一行读不出来"
    return Slip(column, "colon-without-space", message, f"在冒号后面加一个半角空格：“{key}: ……”")
