"""How one line is read: its number, its marks."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.markdown import lines, numbers
from gongkai.markdown.lines import PLAIN, Numbering, are_plain, atx, numbering


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲", Numbering(1, 1, "甲")),
        ("十二、甲", Numbering(1, 12, "甲")),
        ("三十、甲", Numbering(1, 30, "甲")),
        ("（一）甲", Numbering(2, 1, "甲")),
        ("(十一) 甲", Numbering(2, 11, "甲")),
        ("（ 二 ）甲", Numbering(2, 2, "甲")),
        ("1.甲", Numbering(3, 1, "甲")),
        ("１２．甲", Numbering(3, 12, "甲")),
        ("3、甲", Numbering(3, 3, "甲")),
        ("（1）甲", Numbering(4, 1, "甲")),
        ("(10)甲", Numbering(4, 10, "甲")),
    ],
)
def test_numbers_of_the_scheme(text: str, expected: Numbering) -> None:
    assert numbering(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一是健全机制",
        "1.5亿元",
        "2023.10.22",
        "(2018)52号",
        "第一、",
        "一一、甲",
        "1，甲",
        "〔1〕甲",
        "（一）、（二）项",
    ],
)
def test_what_is_no_number_of_the_scheme(text: str) -> None:
    assert numbering(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 甲", (1, "甲")),
        ("### 甲 ##", (3, "甲")),
        ("##甲", (2, "甲")),
        ("## C#", (2, "C#")),
        ("#\u3000甲", (1, "甲")),
        ("#甲乙# 丙", None),
        ("#1楼", None),
        ("##", None),
        ("####### 甲", None),
    ],
)
def test_hash_headings(text: str, expected: tuple[int, str] | None) -> None:
    assert atx(text) == expected


@pytest.mark.parametrize("module", [lines, numbers])
def test_examples_in_docstrings(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed


@given(st.lists(st.text(alphabet="#>*+-|[<\\`&\x02\n\x1c 甲\u3000a1", min_size=1), min_size=1))
def test_lines_are_plain_together_as_each_alone(texts: list[str]) -> None:
    assert are_plain(texts) == all(map(PLAIN.fullmatch, texts))
