"""A file taken apart: its encoding, its front matter and its body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import frontmatter
from gongkai.errors import Fault

PATH = "content/a.md"
BOM = b"\xef\xbb\xbf"


def place(faults: list[Fault]) -> list[tuple[int, int, str]]:
    return [(fault.line, fault.column, fault.rule) for fault in faults]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("一\n二".encode(), "一\n二"),
        (BOM + "一\r\n二\r\n".encode(), "一\n二\n"),
        ("一\r二\r\r\n三".encode(), "一\n二\n\n三"),
        (BOM + BOM + b"a", "\ufeffa"),
    ],
)
def test_decode(data: bytes, text: str) -> None:
    assert frontmatter.decode(data, PATH) == (text, [])


@pytest.mark.parametrize(
    ("data", "found", "cause"),
    [
        ("标题: 关于".encode("gb18030"), (1, 1, "not-utf8"), "GB18030"),
        ("ab\r\n标题".encode("gb18030"), (2, 1, "not-utf8"), "GB18030"),
        ("标题".encode("utf-16"), (1, 1, "not-utf8"), "UTF-16"),
        ("\ufeff标题".encode("utf-16-be"), (1, 1, "not-utf8"), "UTF-16"),
        ("一\n二三".encode() + b"\xff", (2, 3, "not-utf8"), "UTF-8"),
        (BOM + "一\n二三".encode() + b"\xff", (2, 3, "not-utf8"), "UTF-8"),
        (BOM + "一\r二三".encode() + b"\xff", (2, 3, "not-utf8"), "UTF-8"),
        (BOM + b"\xff", (1, 1, "not-utf8"), "UTF-8"),
        ("一\n二\0".encode(), (2, 2, "nul"), "NUL"),
        (BOM + b"\0", (1, 1, "nul"), "NUL"),
        (b"a\0b\0\n\0", (1, 2, "nul"), "UTF-16"),
    ],
)
def test_wrong_encodings(data: bytes, found: tuple[int, int, str], cause: str) -> None:
    text, faults = frontmatter.decode(data, PATH)
    assert text is None
    assert place(faults) == [found]
    assert cause in faults[0].message


@pytest.mark.parametrize(
    ("text", "keys", "body", "first_line"),
    [
        ("---\n标题: 甲\n---\n正文\n", ["标题"], "正文\n", 4),
        ("\n\n---\n标题: 甲\n---\n正文", ["标题"], "正文", 6),
        ("--- \n标题: 甲\n---\u3000\n正文", ["标题"], "正文", 4),
        ("---\n标题: 甲\n...\n正文", ["标题"], "正文", 4),
        ("---\n标题: 甲\n---", ["标题"], "", 4),
        ("---\n---\n正文\n---\n其余", [], "正文\n---\n其余", 3),
        ("---\n# 说明\n\n---\n正文", [], "正文", 5),
    ],
)
def test_split(text: str, keys: list[str], body: str, first_line: int) -> None:
    front_matter, source, faults = frontmatter.split(text, PATH)
    assert not faults
    assert front_matter is not None
    assert [entry.key for entry in front_matter.entries] == keys
    assert (source.text, source.first_line) == (body, first_line)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (1, 1, "no-front-matter")),
        ("\n \n", (1, 1, "no-front-matter")),
        ("标题: 甲\n", (1, 1, "no-front-matter")),
        ("———\n标题: 甲\n———\n", (1, 1, "no-front-matter")),
        ("---标题: 甲\n---\n", (1, 1, "no-front-matter")),
        ("---", (1, 1, "front-matter-not-closed")),
        ("\n---\n标题: 甲\n\n正文\n", (2, 1, "front-matter-not-closed")),
        ("---\n标题: 甲\n——\n正文\n", (3, 1, "front-matter-not-closed")),
        ("---\n标题: 甲\n ---\n正文\n", (3, 1, "front-matter-not-closed")),
        ("---\n- 标题: 甲\n---\n正文\n", (2, 1, "yaml-syntax")),
        ("---\n一行文字\n---\n正文\n", (2, 1, "yaml-syntax")),
    ],
)
def test_no_front_matter(text: str, found: tuple[int, int, str]) -> None:
    front_matter, _, faults = frontmatter.split(text, PATH)
    assert front_matter is None
    assert place(faults) == [found]


def test_attempted_keys_are_those_of_unreadable_lines_too() -> None:
    text = "---\n标题：甲\n 年度: 2023\n编号: [1]号\n发布日期:2023\n---\n"
    front_matter, _, faults = frontmatter.split(text, PATH)
    assert front_matter is not None
    assert front_matter.attempted >= {"标题", "年度", "编号", "发布日期"}
    assert len(faults) == 3


def test_nothing_is_attempted_in_vain() -> None:
    front_matter, _, _ = frontmatter.split("---\n标题: 甲\n---\n", PATH)
    assert front_matter is not None
    assert not front_matter.attempted


def test_a_warning_leaves_no_line_unread() -> None:
    front_matter, _, faults = frontmatter.split("---\n标题: 甲 # 乙\n---\n", PATH)
    assert front_matter is not None
    assert not front_matter.attempted
    assert place(faults) == [(2, 7, "value-cut-short")]


def test_a_warning_does_not_hide_that_there_are_no_fields() -> None:
    front_matter, _, faults = frontmatter.split("---\n- 甲 # 乙\n---\n", PATH)
    assert front_matter is None
    assert place(faults) == [(2, 5, "value-cut-short"), (2, 1, "yaml-syntax")]


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_fault(data: bytes) -> None:
    text, faults = frontmatter.decode(data, PATH)
    assert (text is None) == bool(faults)
    if text is not None:
        assert "\r" not in text
        assert "\0" not in text


@given(st.text(st.sampled_from("-—. \n\t标a：:[\u3000"), max_size=60))
def test_body_is_the_rest_of_the_file(text: str) -> None:
    front_matter, body, faults = frontmatter.split(text, PATH)
    if front_matter is None:
        assert faults
    else:
        assert text.split("\n")[body.first_line - 1 :] == (
            body.text.split("\n") if body.text else []
        )
