"""A glance at a text: it may see too much, and never too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.privacy import detection
from gongkai.privacy.glance import Words, may_hold_digits

LONG = "反映的问题，" * 200
PIECES = st.sampled_from(
    [
        "1",
        "23",
        "１３",
        "٣",
        "𝟘",
        "-",
        " ",
        "年",
        "。",
        "\n",
        "a",
        "_",
        "（",
        "・",
        "②",
        "电",
        "话",
        "号码",
    ]
)
texts = st.lists(PIECES, max_size=40).map("".join)


@given(texts)
def test_no_long_number_goes_unseen(text: str) -> None:
    if detection._RUN_OF_DIGITS.search(text):
        assert may_hold_digits(LONG + text, 11)


def test_dates_and_sums_are_no_long_number() -> None:
    assert not may_hold_digits(f"{LONG}2023年12月31日至2024年1月15日，共1234万元、5678户", 11)
    assert may_hold_digits(f"{LONG}138-0013-8000", 11)


@given(texts)
def test_no_word_goes_unseen(text: str) -> None:
    words = ("电话", "号码", "话", "a_", "电话电话电话")
    seen = Words(words).among(LONG + text)
    assert [word for word in words if word in LONG + text and word not in seen] == []
    assert set(seen) <= {word for word in words if set(word) <= set(LONG + text)}


@pytest.mark.parametrize("kind", [each[0] for each in detection._BY_WORDS])
def test_each_word_calls_one_detector(kind: object) -> None:
    words = next(words for each, _, words in detection._BY_WORDS if each is kind)
    assert {detection._KINDS[word] for word in words} == {kind}
