"""site.toml read into :class:`~gongkai.settings.Settings`, with every fault of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from . import checks, crosschecks, dates, labels, tomlplaces, tomlslips, urls
from .errors import Fault, Severity
from .model import Place
from .settings import (
    Category,
    DataTerms,
    Footer,
    Form,
    Labels,
    Limits,
    Privacy,
    Session,
    Settings,
    SiteIdentity,
    Topic,
    Treatment,
    WorkCalendar,
)

FILE = "site.toml"


class Kind(Enum):
    """What a value of site.toml may be, in the words of its faults."""

    TEXT = "用引号括起来的文字"
    FLAG = "true 或 false"
    COUNT = "正整数"
    SECONDS = "1 到 3600 的整数，单位是秒"
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


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table of site.toml."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False


TABLES: dict[str, tuple[Key, ...]] = {
    "site": (
        Key("name", required=True),
        Key("organisation"),
        Key("base_url", Kind.URL),
        Key("timezone", Kind.ZONE),
        Key("description"),
    ),
    "labels": (
        Key("required", Kind.FLAG),
        Key("site_id_code"),
        Key("site_domain"),
        Key("column_type"),
        Key("column_description"),
        Key("column_keywords"),
    ),
    "footer": (
        *map(Key, ("sponsor", "operator", "site_id_code", "icp", "police_record")),
        *map(Key, ("contact", "address")),
        Key("party_mark", Kind.LINK),
        Key("error_mark", Kind.LINK),
    ),
    "data": (Key("licence"), Key("licence_url", Kind.LINK)),
    "review": (Key("required", Kind.FLAG),),
    "privacy": tuple(Key(kind.name, Kind.TREATMENT) for kind in fields(Privacy)),
    "lists": (Key("page_size", Kind.COUNT),),
    "calendar": (Key("holidays", Kind.DATES), Key("make_up_days", Kind.DATES)),
    "limits": (Key("document_bytes", Kind.COUNT), Key("document_seconds", Kind.SECONDS)),
    "checks": tuple(Key(rule, Kind.SEVERITY) for rule in (*checks.RULES, *crosschecks.RULES)),
}
ARRAYS: dict[str, tuple[Key, ...]] = {
    "categories": (
        Key("slug", Kind.SLUG, required=True),
        Key("name", required=True),
        Key("form", Kind.FORM, required=True),
        Key("aliases", Kind.TEXTS),
    ),
    "topics": (Key("slug", Kind.SLUG, required=True), Key("name", required=True)),
    "sessions": (
        Key("slug", Kind.SLUG, required=True),
        Key("name", required=True),
        Key("year", Kind.YEAR, required=True),
        Key("aliases", Kind.TEXTS),
        Key("outcomes"),
    ),
}
_TABLE_NAMES = (*TABLES, *ARRAYS, "outcomes", "promising")


def parse(text: str) -> tuple[Settings | None, list[Fault]]:
    """Read site.toml; the settings are ``None`` exactly when there are faults."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Not every ValueError is a TOMLDecodeError: a number of 5,000 digits is none.
        slip = tomlslips.explain(text, str(error))
        place = slip.place
        return None, [Fault(FILE, place.line, place.column, slip.rule, slip.message, slip.hint)]
    reader = _Reader(text)
    reader.unknown(data, _TABLE_NAMES, ())
    tables = {name: reader.table(data.get(name), keys, (name,)) for name, keys in TABLES.items()}
    arrays = {
        name: reader.array(data.get(name, []), keys, (name,)) for name, keys in ARRAYS.items()
    }
    schemes = reader.schemes(data.get("outcomes", {}))
    promising = reader.promising(data.get("promising", {}), schemes)
    if "site" not in data:
        reader.fault(Place(), "missing-key", "缺少 [site] 一节", '写上 [site] 和 name = "网站名称"')
    if not arrays["categories"] and not reader.faults:
        example = 'slug = "suggestions"，name = "人大代表建议"，form = "reply"'
        hint = f"至少写一个 [[categories]]，如 {example}"
        reader.fault(Place(), "missing-key", "没有一个类别（[[categories]]）", hint)
    for name in ARRAYS:
        reader.distinct(arrays[name], name)
    for index, session in enumerate(arrays["sessions"]):
        reader.scheme(session.get("outcomes"), schemes, ("sessions", index, "outcomes"))
    if reader.faults:
        return None, reader.faults
    settings = Settings(
        site=SiteIdentity(**tables["site"]),
        labels=Labels(**tables["labels"]),
        footer=Footer(**tables["footer"]),
        review_required=tables["review"].get("required", True),
        categories=tuple(Category(**entry) for entry in arrays["categories"]),
        topics=tuple(Topic(**entry) for entry in arrays["topics"]),
        sessions=tuple(Session(**entry) for entry in arrays["sessions"]),
        outcomes=schemes,
        promising=promising,
        page_size=tables["lists"].get("page_size", 20),
        limits=Limits(**tables["limits"]),
        calendar=WorkCalendar(**tables["calendar"]),
        checks=tables["checks"],
        privacy=Privacy(**tables["privacy"]),
        data=DataTerms(**tables["data"]),
    )
    missing = labels.missing(settings)
    for name, remedy in missing:
        message = f"页面标签 {name} 没有值，而 [labels] 要求齐全"
        reader.fault(reader.places.name(("labels",)), "label-missing", message, remedy)
    return (None, reader.faults) if missing else (settings, [])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``，是不是“…”`` when something known is spelt alike, else nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"，是不是“{close[0]}”？" if close else ""


class _Reader:
    """Checks values against the tables and gathers the faults, each with its place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.faults: list[Fault] = []

    @cached_property
    def places(self) -> tomlplaces.Places:
        return tomlplaces.places(self._text)

    def fault(self, place: Place, rule: str, message: str, hint: str) -> None:
        self.faults.append(Fault(FILE, place.line, place.column, rule, message, hint))

    def unknown(self, data: Iterable[str], known: Iterable[str], path: tomlplaces.Path) -> None:
        for name in data:
            if name not in known:
                hint = f"可用的有：{'、'.join(known)}"
                message = f"不认识的键“{name}”{did_you_mean(name, known)}"
                self.fault(self.places.name((*path, name)), "unknown-key", message, hint)

    def table(self, data: Any, keys: tuple[Key, ...], path: tomlplaces.Path) -> dict[str, Any]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            heading = f"[{path[0]}]" if path[0] in TABLES else f"[[{path[0]}]]"
            place = self.places.value(path)
            self.fault(place, "wrong-type", f"“{path[0]}”应当是一节", f"写成 {heading}")
            return {}
        self.unknown(data, [key.name for key in keys], path)
        values = {}
        for key in keys:
            if key.name in data:
                value = _typed(data[key.name], key.kind)
                if value is None or (key.required and value == ""):
                    message = f"“{key.name}”的值{_shown(data[key.name])}不对"
                    place = self.places.value((*path, key.name))
                    self.fault(place, "wrong-value", message, f"应当是：{key.kind.value}")
                else:
                    values[key.name] = value
            elif key.required:
                message = f"缺少“{key.name}”"
                hint = f"补上 {key.name}，它是 {key.kind.value}"
                self.fault(self.places.name(path), "missing-key", message, hint)
        return values

    def array(
        self, data: Any, keys: tuple[Key, ...], path: tomlplaces.Path
    ) -> list[dict[str, Any]]:
        if not isinstance(data, list):
            place = self.places.value(path)
            self.fault(place, "wrong-type", f"“{path[0]}”应当可以有多个", f"写成 [[{path[0]}]]")
            return []
        return [self.table(entry, keys, (*path, index)) for index, entry in enumerate(data)]

    def schemes(self, data: Any) -> dict[str, dict[str, str]]:
        hint = '写成 [outcomes.default]，下面每行一个代码，如 A = "已解决或采纳"'
        if not isinstance(data, dict):
            place = self.places.value(("outcomes",))
            self.fault(place, "wrong-type", "答复类别的写法不对", hint)
            return {}
        schemes = {}
        for name, codes in data.items():
            if isinstance(codes, dict) and all(isinstance(v, str) for v in codes.values()):
                schemes[name] = codes
            else:
                place = self.places.value(("outcomes", name))
                self.fault(place, "wrong-type", f"答复类别“{name}”的写法不对", hint)
        return schemes

    def promising(
        self, data: Any, schemes: dict[str, dict[str, str]]
    ) -> dict[str, tuple[str, ...]]:
        """Of each scheme the codes that go with a promise."""
        hint = '写成 [promising]，下面每行一个方案，如 default = ["B"]'
        if not isinstance(data, dict):
            place = self.places.value(("promising",))
            self.fault(place, "wrong-type", "要有承诺事项的答复类别的写法不对", hint)
            return {}
        found = {}
        for name, value in data.items():
            path = ("promising", name)
            codes = _typed(value, Kind.TEXTS)
            if name not in schemes:
                self.scheme(name, schemes, path)
            elif codes is None or not set(codes) <= schemes[name].keys():
                known = "、".join(schemes[name])
                message = f"“{name}”里要有承诺事项的答复类别不对"
                self.fault(
                    self.places.value(path), "wrong-value", message, f"可用的代码有：{known}"
                )
            else:
                found[name] = codes
        return found

    def scheme(self, name: str | None, schemes: Iterable[str], path: tomlplaces.Path) -> None:
        if name is not None and name not in schemes:
            message = f"没有名为“{name}”的答复类别方案{did_you_mean(name, schemes)}"
            self.fault(
                self.places.value(path), "unknown-outcomes", message, f"先写 [outcomes.{name}] 一节"
            )

    def distinct(self, entries: list[dict[str, Any]], table: str) -> None:
        """No two entries may share a slug, nor a name or an alias."""
        for keys, word in ((("slug",), "slug"), (("name", "aliases"), "名称")):
            seen: set[str] = set()
            for index, entry in enumerate(entries):
                for key in keys:
                    for path, value in _texts(entry.get(key, ()), (table, index, key)):
                        if value in seen:
                            message = f"{word}“{value}”用了两次"
                            place = self.places.value(path)
                            self.fault(place, "duplicate-name", message, "每一项用不同的名称")
                        seen.add(value)


def _texts(
    value: str | tuple[str, ...], path: tomlplaces.Path
) -> list[tuple[tomlplaces.Path, str]]:
    """The text at ``path``, or each one of a list with its own path."""
    if isinstance(value, str):
        return [(path, value)]
    return [((*path, index), text) for index, text in enumerate(value)]


def _shown(value: Any) -> str:
    """A text as it is quoted in a message; nothing for anything else."""
    return f"“{value}”" if isinstance(value, str) and value.strip() else ""


def _typed(value: Any, kind: Kind) -> Any:
    """The value as the model wants it; ``None`` when it is not of its kind."""
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
            return text if text in {*Severity, checks.OFF} else None
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
