"""Numbers and their units stay together, and the text stays what it is."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.typesetting import together

_TAG = re.compile(r"</?span[^<>]*>")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2023年建议提案办理", ["2023年"]),
        ("关于市政协六届二次会议第022号提案的答复", ["第022号"]),
        ("第20230001号建议", ["第20230001号"]),
        ("第DH0271号、D-013号", ["第DH0271号", "D-013号"]),
        ("2023年5月20日印发", ["2023年5月20日"]),
        ("办结 15件，占98.5%，用时 17 天", ["15件", "98.5%", "17 天"]),
        # What may have to break on a telephone, what is part of a longer word, what has no unit.
        ("第18070123456号", []),
        ("1,200件", []),
        ("没有数字", []),
    ],
)
def test_a_number_stays_with_its_unit(text: str, kept: list[str]) -> None:
    assert re.findall(r'<span class="together">(.*?)</span>', str(together(text))) == kept


@given(st.text(alphabet="第年月日号件%12 ,.-&<>\"'#;ab", max_size=40))
def test_no_character_is_added_lost_or_left_unescaped(text: str) -> None:
    html = _TAG.sub("", str(together(text)))
    assert unescape(html) == text
    assert not re.search(r"[<>\"']", html)
