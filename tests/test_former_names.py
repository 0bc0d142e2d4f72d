"""The former names of a unit as its page tells them."""

from __future__ import annotations

from datetime import date

from gongkai.pages.entries import former_names
from gongkai.settings import FormerName, Unit


def test_each_with_its_last_day() -> None:
    former = (
        FormerName("市教育委员会", date(2009, 8, 31)),
        FormerName("市教委", date(2019, 1, 20)),
    )
    unit = Unit("jiaoyu", "市教育局", former_names=former)
    told = "曾用名：市教育委员会（至2009年8月31日）、市教委（至2019年1月20日）"
    assert former_names(unit) == told


def test_none() -> None:
    assert former_names(Unit("jiaoyu", "市教育局")) == ""
    assert former_names(None) == ""
