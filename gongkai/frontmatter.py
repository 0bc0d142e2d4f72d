"""A source file taken apart: its text, the front matter as a located tree, and the body."""

from __future__ import annotations

from msgspec import Struct

from . import vocabulary, yamlslips, yamltree
from .errors import Fault, has_errors
from .model import BodySource, Place
from .patterns import pattern

# White space after the dashes is not to be seen, whichever kind it is.
_FENCE = pattern(r"---\s*")
_FENCES = ("---", "...")
_LIKE_A_FENCE = pattern(r"\s*[-‐-―−－_＿=＝]{2,}\s*|\s*[—–]\s*")
_UTF8_BOM = b"\xef\xbb\xbf"
_GB18030_HAN = pattern(r"[\u4e00-\u9fff]{2}")
_KEYS = vocabulary.every_key()


class FrontMatter(Struct, frozen=True):
    """The entries of one file's front matter, and what else seems to have been written there.

    ``attempted`` holds the keys of lines that could not be read, so that a field with a slip is
    not reported as missing too.
    """

    entries: tuple[yamltree.Entry, ...]
    attempted: frozenset[str]
    end: Place


def decode(data: bytes, path: str) -> tuple[str | None, list[Fault]]:
    """The text of a file: UTF-8 with or without a BOM, line ends made ``\\n``."""
    data = data.removeprefix(_UTF8_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, path, error)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        column = text.index("\0") - text.rfind("\n", 0, text.index("\0"))
        return None, [
            Fault(
                path,
                line,
                column,
                "nul",
                "文件里有空字符（NUL），可能不是文本文件，或者保存成了 UTF-16",
                "用记事本打开，另存为 UTF-8 编码",
            )
        ]
    return text, []


def split(text: str, path: str) -> tuple[FrontMatter | None, BodySource, list[Fault]]:
    """Part a document at its two ``---`` lines; the faults of the front matter with it."""
    lines = text.split("\n")
    opening = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[opening]):
        message = "文件开头没有字段（前置数据）"
        if _LIKE_A_FENCE.fullmatch(lines[opening]):
            message = f"第一行的“{lines[opening].strip()}”不是三个半角减号，或者前面有空格"
        hint = "第一行写“---”，下面每行一个字段（如“标题: ……”），再写一行“---”，然后是正文"
        return None, BodySource("", 1), [Fault(path, 1, 1, "no-front-matter", message, hint)]
    closing = next(
        (
            number
            for number in range(opening + 1, len(lines))
            if lines[number].startswith(_FENCES)
            and (_FENCE.fullmatch(lines[number]) or lines[number].rstrip() == "...")
        ),
        None,
    )
    if closing is None:
        message = "字段后面缺少结束的“---”一行"
        hint = "在最后一个字段和正文之间单独写一行“---”"
        for number, line in enumerate(lines[opening + 1 :], start=opening + 1):
            if _LIKE_A_FENCE.fullmatch(line):
                message = f"“{line.strip()}”不是三个半角减号，或者前面有空格，字段到这里没有结束"
                opening = number
                break
        fault = Fault(path, opening + 1, 1, "front-matter-not-closed", message, hint)
        return None, BodySource("", 1), [fault]
    yaml_text = "\n".join(lines[opening + 1 : closing])
    body = BodySource("\n".join(lines[closing + 1 :]), closing + 2)
    node, faults = yamltree.parse(yaml_text, path, opening + 2, _KEYS)
    end = Place(closing + 1, 1)
    if node is None:
        node = yamltree.Mapping((), end)
    if not isinstance(node, yamltree.Mapping):
        message = "“---”之间不是“键: 值”形式的字段"
        hint = "每行写一个字段，键和值之间是半角冒号加一个空格"
        place = node.place
        fault = Fault(path, place.line, place.column, "yaml-syntax", message, hint)
        return None, body, faults if has_errors(faults) else [*faults, fault]
    attempted = yamlslips.written_keys(yaml_text) if has_errors(faults) else set()
    return FrontMatter(node.entries, frozenset(attempted), end), body, faults


def _not_utf8(data: bytes, path: str, error: UnicodeDecodeError) -> Fault:
    before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        cause = "，看来是 UTF-16（记事本里叫“Unicode”）"
    else:
        try:
            cause = "，看来是 GB18030（GBK）" if _GB18030_HAN.search(data.decode("gb18030")) else ""
        except UnicodeDecodeError:
            cause = ""
    return Fault(
        path,
        line,
        column,
        "not-utf8",
        f"文件不是 UTF-8 编码{cause}",
        "用记事本打开，另存为时编码选“UTF-8”",
    )
