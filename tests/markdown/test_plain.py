"""Plain bodies: the short way makes what the long way makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.markdown import render
from gongkai.markdown.marked import render_marked
from gongkai.markdown.plain import plain_lines, render_plain

_WORDS = (
    *(
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "（1）",
        "1、2号楼",
        "附件：",
        "附：",
    ),
    *("加强领导", "尊敬的代表：", "市教育局", "2023年9月21日", "特此函复。", "（联系人：张三）"),
    *("第003号", "第00４号提案", "公告第3号", "以上答复。", "一二三四五六七八九十" * 4),
    *(" ", "\u3000", "\xa0", "\t", "\u200b", "\u00ad", "\x0b", "\u2028", "\x01", "\r"),
    *("。", "；", "，", "：", ">", '"', "'", "#", "-", "+", "_", "~", "^", "]", "!", "=", "amp;"),
    *("é", "𠮷", "“", "”", "http://example.cn/"),
)
_LINES = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=6).map("".join),
    st.text(st.characters(exclude_characters="*[<\\`&|"), max_size=12),
)


@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_the_short_way_makes_what_the_long_way_makes(text: str) -> None:
    lines = plain_lines(text)
    if lines is not None:
        assert render_plain(lines) == render_marked(text)


@pytest.mark.parametrize(
    "text",
    ["", " \n\u3000\n", "甲\n- 乙", "甲*乙*", "[甲](乙.html)", "甲&lt;乙", "|甲|乙|", "# 甲", "> 甲",
     "甲\\*", "<b>甲</b>", "甲`乙`"],
)  # fmt: skip
def test_what_may_hold_a_mark_goes_the_long_way(text: str) -> None:
    assert plain_lines(text) is None
    assert render(text) == render_marked(text)
