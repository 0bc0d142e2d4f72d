"""What a value of site.toml may be, in the words of its faults, and how it is read."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .. import checks, dates, urls
from ..errors import Severity
from ..settings import Form, Treatment


class Kind(Enum):
    """What a value of site.toml may be, in the words of its faults."""

    TEXT = "用引号括起来的文字"
    FLAG = "true 或 false，不加引号"
    COUNT = "正整数，不加引号"
    SECONDS = "1 到 3600 的整数，单位是秒，不加引号"
    YEAR = "四位数的年份，不加引号，如 2023"
    DATES = '日期的列表，如 ["2023-10-01", "2023-10-02"]'
    TEXTS = '文字的列表，如 ["甲", "乙"]'
    SLUG = "小写字母、数字和连字符，如 suggestions"
    FORM = "reply、summary、notice、follow-up 之一"
    URL = "以 https:// 或 http:// 开头、以 / 结尾的网址"
    SEVERITY = '"error"（错误）、"warning"（提醒）或 "off"（不检查）'
    TREATMENT = "block、mask、allow 之一"
    LINK = "以 https:// 或 http:// 开头的网址"
    ZONE = "时区名，如 Asia/Shanghai"


def typed(value: Any, kind: Kind) -> Any:
    """The value as the model wants it; ``None`` when it is not of its ``kind``."""
    match kind:
        case Kind.FLAG:
            return value if isinstance(value, bool) else None
        case Kind.COUNT:
            is_count = isinstance(value, int) and not isinstance(value, bool) and value > 0
            return value if is_count else None
        case Kind.SECONDS:
            return value if type(value) is int and 1 <= value <= 3600 else None
        case Kind.YEAR:
            return value if type(value) is int and value in dates.YEARS else None
        case Kind.DATES:
            return _days(value)
        case Kind.TEXTS:
            is_texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
            return tuple(value) if is_texts else None
    return _typed_text(value.strip(), kind) if isinstance(value, str) else None


def _typed_text(text: str, kind: Kind) -> Any:
    """The value of a text; ``None`` when it is not of its kind."""
    match kind:
        case Kind.SLUG:
            return text if urls.is_slug(text) else None
        case Kind.SEVERITY:
            return text if text in {Severity.ERROR, Severity.WARNING, checks.OFF} else None
        case Kind.FORM:
            return Form(text) if text in set(Form) else None
        case Kind.TREATMENT:
            return Treatment(text) if text in set(Treatment) else None
        case Kind.URL | Kind.LINK:
            fits = _is_base_url if kind is Kind.URL else _is_web_address
            return text if not text or fits(text) else None
        case Kind.ZONE:
            return text if _is_zone(text) else None
    return text


def _days(value: Any) -> tuple[date, ...] | None:
    """The days of a list, written as text or as TOML's own dates."""
    if not isinstance(value, list):
        return None
    moments = [dates.parse(str(day)) for day in value]
    return tuple(moment.at.date() for moment in moments if moment) if all(moments) else None


def _is_base_url(text: str) -> bool:
    return _is_web_address(text) and not re.search("[?#]", text) and text[-1] == "/"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = not re.search(r"[\s\"'<>\\]", text)
    return bool(parts.scheme in {"http", "https"} and parts.netloc and plain)


def _is_zone(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        return False
    return True
