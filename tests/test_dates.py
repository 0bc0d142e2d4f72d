"""Dates as papers print them, and what is no date."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.dates import YEARS, Moment, parse

NUMERALS = (
    *("一", "二", "三", "四", "五", "六", "七", "八", "九", "十"),
    *("十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十"),
    *("二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八", "二十九"),
    *("三十", "三十一"),
)
FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}

days = st.dates(date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021.10.22", "2021-10-22"),
        ("2023-09-21", "2023-09-21"),
        ("2023-9-1", "2023-09-01"),
        ("2023/9/1", "2023-09-01"),
        ("2023年9月19日", "2023-09-19"),
        ("2023年09月19日", "2023-09-19"),
        ("2023年9月19", "2023-09-19"),
        (" 2023 年 9 月 19 日 ", "2023-09-19"),
        ("2023－09－21", "2023-09-21"),
        ("２０２３年９月１９日", "2023-09-19"),
        ("二〇一九年七月八日", "2019-07-08"),
        ("二○一九年十月十日", "2019-10-10"),
        ("二零一九年十二月三十一日", "2019-12-31"),
        ("二O一九年十一月二十日", "2019-11-20"),
        ("2023-09-21 17:18", "2023-09-21T17:18"),
        ("2023-09-21T17:18", "2023-09-21T17:18"),
        ("2023-09-21 17:18:59", "2023-09-21T17:18"),
        ("2023年9月21日 7:05", "2023-09-21T07:05"),
        ("2023年9月21日17:18", "2023-09-21T17:18"),
        ("2023-09-21 17：18", "2023-09-21T17:18"),
        ("2023.9.21  00:00", "2023-09-21T00:00"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_printed_forms(text: str, iso: str) -> None:
    moment = parse(text)
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "无", "近日", "2023", "2023年", "2023年9月", "2023-09", "9月21日", "09-21-2023"),
        *("20230921", "2017621", "2023-9-31", "2023-02-29", "2023-13-01", "2023-00-10"),
        *("2023-09-00", "2023-09.21", "2023年9-21", "2023年9年21日", "2023-9月-21", "2023-09-"),
        *("2023-09-21 24:00", "2023-09-21 17:60", "2023-09-21 17", "2023-09-2117:18"),
        *("2023年9月2117:18", "2023-09-21 17:18+08:00", "2023年9月21日至22日", "2023-09-211"),
        *("0000-00-00", "0023-09-21", "1948-12-31", "2101-01-01", "2203-09-21"),
        *("二〇一九年七月", "二〇一九年七月三十二日", "二〇一九年十三月一日", "一九年七月八日"),
        *("二〇一九年七月十十日", "二〇一九年七月二三日", "二〇一九年二月三十日", "二千年一月一日"),
    ],
)
def test_no_dates(text: str) -> None:
    assert parse(text) is None


@given(days, st.booleans())
def test_numerals_mean_their_day(day: date, full_width: bool) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    han = f"{year}年{NUMERALS[day.month - 1]}月{NUMERALS[day.day - 1]}日"
    digits = f"{day.year}年{day.month}月{day.day}日"
    for text in (han, digits.translate(FULL_WIDTH) if full_width else digits, day.isoformat()):
        assert parse(text) == Moment(datetime(day.year, day.month, day.day))


def test_numerals_of_every_month_and_day() -> None:
    for month in range(1, 13):
        found = parse(f"二〇一九年{NUMERALS[month - 1]}月一日")
        assert found == Moment(datetime(2019, month, 1))
    for day in range(1, 32):
        found = parse(f"二〇一九年一月{NUMERALS[day - 1]}日")
        assert found == Moment(datetime(2019, 1, day))


@given(st.datetimes(datetime(YEARS.start, 1, 1), datetime(YEARS.stop - 1, 12, 31)), st.booleans())
def test_what_is_printed_is_read_back(at: datetime, has_time: bool) -> None:
    at = at.replace(second=0, microsecond=0)
    moment = Moment(at if has_time else at.replace(hour=0, minute=0), has_time)
    assert parse(moment.printed) == moment
    assert parse(moment.iso) == moment


@given(days, days)
def test_iso_sorts_like_time(one: date, other: date) -> None:
    first, second = (Moment(datetime(day.year, day.month, day.day)) for day in (one, other))
    assert (first.iso < second.iso) == (first < second)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = parse(text)
    assert moment is None or moment.at.year in YEARS
    assert parse(unicodedata.normalize("NFKC", text)) == moment
