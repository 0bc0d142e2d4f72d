"""A glance at a text: it may see too much, and never too little."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.privacy import detection
from gongkai.privacy.glance import Glance
from gongkai.privacy.spelling import folded

WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
LONG = "反映的问题，" * 200
GLANCE = Glance(["电话", "号码"])
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
        assert GLANCE.at(LONG + text).may_hold_digits(11)
        assert GLANCE.at(text).may_hold_digits(11)


NUMBERS = ("13800138000", "11010519491231002X", "6222021234567890128")
BETWEEN = st.sampled_from([*"  -‐－·•.．)）(（·+,，:/\t\u3000\u200b\ufeffa年\n", "--", "- )"])


@given(st.sampled_from(NUMBERS), st.data())
def test_every_number_that_is_found_is_seen(number: str, data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.just("") | BETWEEN, min_size=len(number), max_size=len(number)))
    wide = data.draw(st.booleans())
    digits = number.translate(WIDE) if wide else number
    text = f"银行卡号{''.join(chain.from_iterable(zip(parts, digits, strict=True)))}"
    if any([*detector(folded(text))] for _, detector in detection._BY_DIGITS):
        assert detection.may_be_found(text)
        assert detection.find(text)


def test_dates_and_sums_are_no_long_number() -> None:
    sums = GLANCE.at(f"{LONG}2023年12月31日至2024年1月15日，共1234万元、5678户")
    assert not sums.may_hold_digits(11)
    assert not GLANCE.at('2023-12-31,2024-01-15,"20240115","138"').may_hold_digits(11)
    assert GLANCE.at(f"{LONG}138-0013-8000").may_hold_digits(11)


def test_a_digit_of_a_word_is_a_digit() -> None:
    assert Glance(["12345"]).at("拨打12345，或者1-2345").may_hold_digits(5)


@given(texts)
def test_words_are_seen_where_they_stand(text: str) -> None:
    words = ("电话", "号码", "话", "a_", "1号", "电话电话电话")
    assert Glance(words).at(text).words == tuple(word for word in words if word in text)


@pytest.mark.parametrize("kind", [each[0] for each in detection._BY_WORDS])
def test_each_word_calls_one_detector(kind: object) -> None:
    words = next(words for each, _, words in detection._BY_WORDS if each is kind)
    assert {detection._KINDS[word] for word in words} == {kind}
