"""What the standard library says about a TOML text that it cannot read, in the author's terms."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..model import Place
from ..patterns import pattern

_PLACE = pattern(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
_PLAIN = str.maketrans("“”‘’＂＇＝【】［］，：", "\"\"''\"'=[][],:")
_FLAGS = {
    "true": ("yes", "y", "on", "true", "是", "对", "要"),
    "false": ("no", "n", "off", "false", "否", "不", "不要"),
}
_HEADINGS = ("[", "【", "［")
_HINT = "文字要用英文双引号括起来，等号两边是“键 = 值”，一节以 [名称] 开头"
_KNOWN = {
    "Invalid value": ("等号后面的值读不出来，或者没有值", _HINT),
    "Expected newline": (
        "这一行多了后面的文字",
        "一行只写一个“键 = 值”；列表写在方括号里，如 [1, 2]",
    ),
    "Expected '='": ("键后面缺少等号", '写成 键 = "值"，用等号，不用冒号；键里没有空格'),
    "Expected ']": ("节名的方括号没有成对", "在这一行末尾补上 ]；以 [[ 开头的补上 ]]"),
    "Unclosed array": ("列表的方括号没有成对，或者缺少逗号", "各项用半角逗号隔开，末尾补上 ]"),
}
"""What is said of the standard library's messages that begin so, and how to mend it."""


class Slip(Struct, frozen=True):
    """What stops the whole text from being read, and where."""

    place: Place
    rule: str
    message: str
    hint: str


def found(text: str, error: str) -> list[Slip]:
    """The slip that made :mod:`tomllib` raise an exception saying ``error``, and those of later lines.

    These are found by reading on without the line at hand.  Where that line by itself is right, what
    stands before it is at fault, and nothing can be told of what follows.
    """
    slips = [explain(text, error)]
    lines = text.split("\n")
    while _is_of_its_line(slips[-1], lines):
        at = slips[-1].place.line - 1
        # Another heading in its place: else what follows would belong to the table before.
        lines[at] = f"[slip-{at}]" if lines[at].lstrip().startswith(_HEADINGS) else ""
        rest = "\n".join(lines)
        if not (error := _refused(rest)):
            break
        slip = explain(rest, error)
        if slip.place.line <= at + 1:
            break
        slips.append(slip)
    return slips


def _is_of_its_line(slip: Slip, lines: Sequence[str]) -> bool:
    return slip.rule == "duplicate-key" or bool(_refused(lines[slip.place.line - 1]))


def _refused(text: str) -> str:
    """What :mod:`tomllib` says of ``text``, if it cannot read it; else empty."""
    import tomllib  # only where site.toml changed

    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return str(error)
    return ""


def explain(text: str, error: str) -> Slip:
    """The slip that made :mod:`tomllib` raise an exception saying ``error``."""
    lines = text.split("\n")
    if match := _PLACE.search(error):
        place = Place(int(match["line"]), int(match["column"]))
    elif "end of document" in error:
        last = len(text.rstrip().split("\n"))
        place = Place(last, len(lines[last - 1].rstrip()) + 1)
    else:
        return Slip(Place(), "toml-syntax", "里面的数字太长，或者括号嵌套太深", _HINT)
    line = lines[place.line - 1]
    if error.startswith(("Cannot declare", "Cannot overwrite", "Cannot mutate")):
        start = Place(place.line, len(line) - len(line.lstrip()) + 1)
        hint = "只保留一个；类别、主题和届次可以有多个，每个都以双方括号开头，如 [[categories]]"
        return Slip(start, "duplicate-key", f"“{line.strip()}”里的名称前面已经用过了", hint)
    character = line[place.column - 1 : place.column]
    if (plain := character.translate(_PLAIN)) != character:
        message = f"这里用了全角（中文）标点 {character}"
        return Slip(place, "toml-syntax", message, f"改用半角（英文）的 {plain}")
    if error.startswith("Invalid statement") and character.isalpha():
        key = line.partition("=")[0].strip()
        hint = f'写成 "{key}" = ……'
        return Slip(place, "toml-syntax", f"键“{key}”含有汉字，要用英文双引号括起来", hint)
    if "Unescaped" in error:
        message = "双引号里的反斜杠“\\”有特殊含义，这里读不出来"
        place = Place(place.line, line.rfind("\\", 0, place.column) + 1)
        return Slip(place, "toml-syntax", message, "把外面的双引号换成单引号，反斜杠就只是反斜杠")
    if "Unterminated" in error or "'\\n'" in error or error.startswith('Expected "\'"'):
        return Slip(place, "toml-syntax", "引号没有成对", "在文字的末尾补上引号")
    word = _bare_word(line, place.column)
    if error.startswith("Invalid value") and word.isalpha():
        return Slip(place, "toml-syntax", f"值“{word}”没有加引号，读不出来", _remedy(word))
    known = (sentences for start, sentences in _KNOWN.items() if error.startswith(start))
    return Slip(place, "toml-syntax", *next(known, ("这一处不符合 TOML 的写法", _HINT)))


def _bare_word(line: str, column: int) -> str:
    """The value without quotes that stands at ``column``; empty where there is none."""
    return line[column - 1 :].partition("#")[0].strip()


def _remedy(word: str) -> str:
    """What to write instead of ``word``, which has no quotes."""
    for flag, words in _FLAGS.items():
        if word.lower() in words:
            return f'是与否不加引号，写成 {flag}；如果是文字，写成 "{word}"'
    return f'文字要用英文双引号括起来，写成 "{word}"'
