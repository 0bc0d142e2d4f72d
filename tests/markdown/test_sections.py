"""A section alone is published of some documents: nothing beside it may slip in."""

import pytest

from gongkai.markdown import section


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## 摘要\n甲\n\n乙\n", "甲\n\n乙"),
        ("前\n## 摘要\n甲\n## 正文\n乙", "甲"),
        ("## 摘要\n甲\n### 一\n乙\n# 正文\n丙", "甲\n### 一\n乙"),
        ("### 摘要\n甲\n## 正文\n乙", "甲"),
        ("## 摘要\n　　一、甲\n乙", "　　一、甲\n乙"),
        ("## 摘要 ##\r\n甲\r\n## 正文\r\n乙", "甲"),
        ("##摘要\n甲", "甲"),
        ("## 摘 要\n甲", "甲"),
        ("## 摘要\n", ""),
        ("## 摘要\n甲\n## 摘要\n乙", "甲"),
    ],
)
def test_section(text: str, expected: str) -> None:
    assert section(text, "摘要") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "摘要\n甲",
        "## 摘要说明\n甲",
        "## 内容摘要\n甲",
        "<!-- ## 摘要\n甲 -->\n乙",
        "> ## 摘要\n甲",
    ],
)
def test_no_section(text: str) -> None:
    assert section(text, "摘要") is None


@pytest.mark.parametrize(
    "end",
    [
        "# 正文",
        "##正文",
        "  ## 正文",
        "　　## 正文",
        "＃＃ 正文",
        "## ",
        "- ## 正文",
        "> ## 正文",
        "<h2>正文</h2>",
        "<div><h3 class='x'>正文</h3>",
        "---",
        "***",
        "———",
        "正文\n===",
        "正文\n---",
    ],
)
def test_in_doubt_a_section_is_shorter(end: str) -> None:
    assert section(f"## 摘要\n甲\n\n{end}\n不公开", "摘要") == "甲"


def test_levels_are_those_of_the_page() -> None:
    # Both # and ## are an h2, so they end each other.
    assert section("# 摘要\n甲\n## 正文\n乙", "摘要") == "甲"


@pytest.mark.parametrize("comment", ["<!-- 内部 -->", "<!-- 内部\n## 假\n-->", "<!-- 内部"])
def test_comments_are_left_out(comment: str) -> None:
    assert section(f"## 摘要\n甲{comment}", "摘要") == "甲"
