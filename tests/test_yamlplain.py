"""Plain YAML is read without the parser as the parser reads it."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai import frontmatter, yamlplain, yamltree

PATH = "content/a.md"
KEYS = frontmatter._KEYS

TEXT = """标题: 关于加强养老服务（试点）的答复
编号: 022
届次:
  - 市七届人大四次会议
  - 市七届人大五次会议
会办单位: [市教育局]
"""

BEGINNINGS = st.sampled_from(
    ["标题:", "标题", "  - ", "- ", "编号: ", "届次:", "旧网址: ", "", " "]
)
PIECES = st.sampled_from(
    [
        "甲",
        "关于",
        "022",
        "12:30",
        "2023.09.21",
        "http://a/b",
        "a: b",
        "：",
        ":",
        " ",
        "  ",
        "#",
        " #",
        "'",
        '"',
        "''",
        "“",
        "、",
        "-",
        "- ",
        "?",
        "&a",
        "*a",
        "!",
        "%",
        "@",
        "|",
        ">",
        "[",
        "]",
        "{",
        ",",
        "~",
        "=",
        "<<",
        "...",
        "---",
        "\\n",
        "\t",
        "\u3000",
        "\u200b",
        "𠮷",
        "内容:1",
        "（一）",
    ]
)
LINES = st.builds("{}{}".format, BEGINNINGS, st.lists(PIECES, max_size=4).map("".join))
PLAIN_LINES = st.sampled_from(
    [
        "标题: 甲 乙",
        "编号: '022：3'",
        '年度: "2023"',
        "届次:",
        "  - 甲",
        "  - 乙-1",
        "- 丙",
        "",
        "  - 12",
        "发布日期:  2023-09-21 17:18",
        "状态: 公开",
        "旧网址: http://a.b/c",
        "   - 丁",
        "主题: ",
        "承诺事项:",
        "  - 内容: 甲",
        "    期限: 2017-05-28",
        "    状态: 进行中",
        "- 内容: 乙",
        "  期限: 2017-05-28",
        "  -  内容: '丙：'",
        "     状态: 延期",
        "    状态:",
        "类别: 甲 ",
    ]
)


def by_the_parser(text: str) -> object:
    with mock.patch.object(yamlplain, "read", return_value=None):
        return yamltree.parse(text, PATH, 2, KEYS)


@given(st.lists(st.one_of(LINES, PLAIN_LINES), max_size=8).map("\n".join))
@settings(max_examples=400)
@example("承诺事项:\n  - 内容: 甲\n    期限: 2017\n  - 内容: 乙\n  - 丙\n标题: 丁")
@example("承诺事项:\n- 内容: 甲\n  期限: 2017\n- 内容: 乙")
@example("届次:\n- 甲\n- 乙\n标题: 丙")
@example("标题: 甲\n\n编号: 1\n")
@example("标题: 甲 ")
@example("旧网址: http://a/b\n发布日期: 2023-09-21 17:18")
def test_what_is_read_at_once_is_read_as_by_the_parser(text: str) -> None:
    plain = yamlplain.read(text, 2)
    if plain is not None:
        assert (plain, []) == by_the_parser(text)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "标题: 甲 # 乙",
            "标题: 甲: 乙",
            "标题：甲",
            "标题:甲",
            "标题: [甲]",
            "标题: &a 甲",
            "标题: |",
        ),
        *(
            "标题: '甲''乙'",
            '标题: "甲\\n"',
            "标题: 甲\u200b",
            "  标题: 甲",
            "标题: -",
            "标题:",
            "甲",
        ),
        *(
            "编号: 甲\n编号: 乙",
            "键" * 1025 + ": 甲",
            "届次:\n  - 甲\n   - 乙",
            "届次:\n  - 标题：甲",
            "届次: 甲\n  - 乙",
        ),
    ],
)
def test_whatever_may_mean_something_else_is_left_to_the_parser(line: str) -> None:
    assert yamlplain.read(line, 1) is None


def test_most_front_matter_is_plain() -> None:
    plain = yamlplain.read(TEXT.replace("[市教育局]", "'市教育局'"), 1)
    assert plain is not None
    assert [entry.key for entry in plain.entries] == ["标题", "编号", "届次", "会办单位"]
    assert yamlplain.read(TEXT, 1) is None
