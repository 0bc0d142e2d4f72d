"""Working days by the real calendar of autumn 2023, and terms in months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.settings import WorkCalendar
from gongkai.workdays import after_months, after_working_days, is_working_day

# 国务院办公厅关于2023年部分节假日安排的通知: 中秋节、国庆节
AUTUMN = WorkCalendar(
    tuple(date(2023, 9, 29) + timedelta(days) for days in range(8)),
    (date(2023, 10, 7), date(2023, 10, 8)),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 9, 28), True),
        (date(2023, 9, 29), False),
        (date(2023, 10, 7), True),
        (date(2023, 10, 8), True),
        (date(2023, 10, 14), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day, AUTUMN) is works


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2023, 9, 28), 1, date(2023, 10, 7)),
        (date(2023, 9, 28), 3, date(2023, 10, 9)),
        (date(2023, 9, 21), 20, date(2023, 10, 25)),
        (date(2023, 6, 2), 0, date(2023, 6, 2)),
    ],
)
def test_after_working_days(day: date, count: int, then: date) -> None:
    assert after_working_days(day, count, AUTUMN) == then


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_as_many_working_days_as_asked_lie_between(day: date, count: int) -> None:
    then = after_working_days(day, count, AUTUMN)
    between = [day + timedelta(days=n) for n in range(1, (then - day).days + 1)]
    assert sum(is_working_day(each, AUTUMN) for each in between) == count
    assert count == 0 or is_working_day(then, AUTUMN)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2023, 3, 1), 3, date(2023, 6, 1)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
    ],
)
def test_after_months(day: date, months: int, then: date) -> None:
    assert after_months(day, months) == then
