"""Dates as replies print them, read into one type and printed in one way."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from .patterns import pattern

_HAN_DIGITS = {"〇": "0", "零": "0", "○": "0", "O": "0"} | {
    character: str(value) for value, character in enumerate("一二三四五六七八九", start=1)
}

YEARS = range(1949, 2101)
"""The years that a paper can bear; any other is a slip of the pen."""

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_NUMERIC = pattern(
    r"(?P<year>\d{4})\s*(?P<separator>[-./])\s*(?P<month>\d{1,2})\s*(?P=separator)\s*"
    rf"(?P<day>\d{{1,2}})(?:[T\s]\s*{_TIME})?"
)
_LABELLED = pattern(
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})"
    rf"\s*(?:日(?:\s*{_TIME})?)?"
)
_HAN = pattern(
    r"(?P<year>[〇零○O一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})日"
)


class Moment(NamedTuple):
    """A date of the site's own time zone, with the time of day where the paper states one.

    ``at`` is naive local time, at midnight where no time was stated; moments sort by it.
    """

    at: datetime
    has_time: bool = False

    @property
    def rank(self) -> int:
        """A number that sorts as the moment does, and tells it to the second."""
        return 2 * int((self.at - datetime.min).total_seconds()) + self.has_time

    @classmethod
    def of_rank(cls, rank: int) -> Moment:
        """The moment of a :attr:`rank`."""
        seconds, has_time = divmod(rank, 2)
        return cls(datetime.min + timedelta(seconds=seconds), bool(has_time))

    @property
    def iso(self) -> str:
        """``2023-09-21`` or ``2023-09-21T17:18``, for machines and for sorting."""
        return self.at.isoformat(timespec="minutes") if self.has_time else self.at.isoformat()[:10]

    @property
    def day(self) -> str:
        """``2023年9月21日``, for lists."""
        return f"{self.at.year}年{self.at.month}月{self.at.day}日"

    @property
    def printed(self) -> str:
        """``2023年9月21日`` or ``2023年9月21日 17:18``, for readers."""
        day, at = self.day, self.at
        return f"{day} {at.hour:02}:{at.minute:02}" if self.has_time else day


NEVER = Moment(datetime.max, has_time=True)
"""Stands after every other moment."""

UNDATED = NEVER.rank
"""The rank of what has no date."""


# Thousands of papers bear the days of a few years.
@lru_cache(maxsize=4096)
def parse(text: str) -> Moment | None:
    """Read a printed date; ``None`` when it is none.

    Accepted are ``2021.10.22``, ``2023-09-21 17:18``, ``2023/9/1``, ``2023年9月19日``,
    ``二〇一九年七月八日`` and the same in full-width digits.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := _NUMERIC.fullmatch(plain) or _LABELLED.fullmatch(plain):
        return _moment({name: part for name, part in match.groupdict().items() if part})
    if match := _HAN.fullmatch(plain):
        year = "".join(_HAN_DIGITS[character] for character in match["year"])
        month, day = (str(_han_number(match[part])) for part in ("month", "day"))
        return _moment({"year": year, "month": month, "day": day})
    return None


def _moment(parts: dict[str, str]) -> Moment | None:
    year, month, day = (int(parts[name]) for name in ("year", "month", "day"))
    hour, minute, second = (int(parts.get(name, "0")) for name in ("hour", "minute", "second"))
    if year not in YEARS:
        return None
    try:
        at = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return Moment(at, "hour" in parts)


def _han_number(text: str) -> int:
    """Read a Chinese numeral below one hundred (十, 十二, 二十, 二十一); 0 when it is none."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return int(_HAN_DIGITS[text]) if len(text) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or tens == "十":
        return 0
    return int(_HAN_DIGITS[tens or "一"]) * 10 + int(_HAN_DIGITS[units or "〇"])
