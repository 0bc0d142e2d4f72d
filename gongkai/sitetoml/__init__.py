"""site.toml read into :class:`~gongkai.settings.Settings`, with every fault of it."""

from __future__ import annotations

from .. import labels
from ..errors import Fault
from ..model import Place
from ..settings import (
    Category,
    DataTerms,
    Footer,
    Labels,
    Limits,
    Privacy,
    Session,
    Settings,
    SiteIdentity,
    Topic,
    WorkCalendar,
)
from . import slips
from .reader import FILE, Reader
from .tables import ARRAYS, NAMES, TABLES

__all__ = ["ARRAYS", "FILE", "TABLES", "parse"]


def parse(text: str) -> tuple[Settings | None, list[Fault]]:
    """Read site.toml; the settings are ``None`` exactly when there are faults."""
    import tomllib  # only where site.toml changed

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Not every ValueError is a TOMLDecodeError: a number of 5,000 digits is none.
        return None, [
            Fault(FILE, slip.place.line, slip.place.column, slip.rule, slip.message, slip.hint)
            for slip in slips.found(text, str(error))
        ]
    reader = Reader(text)
    meant = reader.unknown(data, NAMES, ())
    tables = {name: reader.table(data.get(name), keys, (name,)) for name, keys in TABLES.items()}
    arrays = {
        name: reader.array(data.get(name, []), keys, (name,)) for name, keys in ARRAYS.items()
    }
    schemes = reader.schemes(data.get("outcomes", {}))
    promising = reader.promising(data.get("promising", {}), schemes)
    if "site" not in data and "site" not in meant:
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
