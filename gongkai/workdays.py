"""Working days of the calendar that site.toml states, and terms counted in months."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from .settings import WorkCalendar

_SATURDAY = 5


def is_working_day(day: date, days: WorkCalendar) -> bool:
    """Monday to Friday without the holidays, and the days that make up for these (调休上班)."""
    if day in days.make_up_days:
        return True
    return day.weekday() < _SATURDAY and day not in days.holidays


def after_working_days(day: date, count: int, days: WorkCalendar) -> date:
    """The ``count``-th working day after ``day``, which is not counted itself."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, days)
    return day


@lru_cache(maxsize=4096)
def after_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last one of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
