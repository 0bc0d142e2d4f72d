"""Our content as the peers need it: a document's fields, its terms by slug, and its Markdown.

The benchmarks read content/ themselves, with a YAML loader that knows no types, so that nothing
here depends on the inside of the generator that is measured.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

KINDS = {
    "categories": "类别",
    "years": "年份",
    "units": "单位",
    "topics": "主题",
    "sessions": "届次",
}
"""The kinds of list, by the folder of their addresses."""

FIELDS = {
    "number": "编号",
    "unit": "主办单位",
    "co_units": "会办单位",
    "role": "办理方式",
    "proposers": "提出人",
    "subject": "案由",
    "doc_number": "文号",
    "index_number": "索引号",
    "disclosure": "公开属性",
    "openness": "公开方式",
    "assigned": "交办日期",
    "signed": "成文日期",
    "source": "信息来源",
    "outcome": "答复类别",
    "satisfaction": "满意度",
}
"""What a page shows beside its lists: the peers' names, and the keys of our front matter."""

_FOOTER = {"sponsor": "网站主办单位", "operator": "承办单位"}
_SHANGHAI = timezone(timedelta(hours=8))
_MOMENT = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*(?:(\d{1,2}):(\d{2}))?")
_HEADINGS = (
    (re.compile(r"[一二三四五六七八九十]+、[^。；]{1,40}"), "## "),
    (re.compile(r"（[一二三四五六七八九十]+）[^。；]{1,40}"), "### "),
)


@dataclass(frozen=True, slots=True)
class PeerSite:
    """What every page of a site shows, and the slug of each term under every name it goes by.

    ``names`` maps the slugs of a kind to the names for readers, ``slugs`` all names to slugs.
    """

    name: str
    organisation: str
    description: str
    base_url: str
    footer: tuple[tuple[str, str], ...]
    names: Mapping[str, Mapping[str, str]]
    slugs: Mapping[str, Mapping[str, str]]
    outcomes: Mapping[str, str]
    session_years: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PeerDocument:
    """A document: ``terms`` are slugs by kind, ``fields`` are printed texts by the peers' names.

    ``path`` is below content/, without a suffix; ``body`` is CommonMark, a blank line between
    every two paragraphs.
    """

    path: str
    title: str
    published: datetime
    terms: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    body: str


def read_site(root: Path) -> PeerSite:
    """The site of site.toml and content/units.yaml in ``root``."""
    settings = tomllib.loads((root / "site.toml").read_text(encoding="utf-8"))
    units: list[dict[str, Any]] = _yaml(
        (root / "content" / "units.yaml").read_text(encoding="utf-8")
    )
    tables: dict[str, list[dict[str, Any]]] = {
        "categories": settings["categories"],
        "units": units,
        "topics": settings["topics"],
        "sessions": settings["sessions"],
    }
    years = {str(session["year"]) for session in settings["sessions"]}
    names = {kind: {row["slug"]: row["name"] for row in rows} for kind, rows in tables.items()}
    return PeerSite(
        name=settings["site"]["name"],
        organisation=settings["site"]["organisation"],
        description=settings["site"]["description"],
        base_url=settings["site"]["base_url"],
        footer=tuple(
            (label, settings["footer"][key])
            for key, label in _FOOTER.items()
            if key in settings.get("footer", {})
        ),
        names={**names, "years": {year: f"{year}年" for year in sorted(years)}},
        slugs={
            kind: {name: row["slug"] for row in rows for name in _all_names(row)}
            for kind, rows in tables.items()
        },
        outcomes=settings.get("outcomes", {}).get("default", {}),
        session_years={row["slug"]: str(row["year"]) for row in settings["sessions"]},
    )


def _all_names(row: Mapping[str, Any]) -> Iterable[str]:
    yield row["name"]
    yield from row.get("aliases", ())
    if "short_name" in row:
        yield row["short_name"]
    yield from (former["name"] for former in row.get("former_names", ()))


def read_document(path: str, text: str, site: PeerSite) -> PeerDocument:
    """The document at ``path`` (``content/….md``) with the whole file's ``text``."""
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    data: dict[str, Any] = _yaml(front)
    published = _moment(data["发布日期"])
    sessions = _slugs(data, ("届次",), site.slugs["sessions"])
    year = site.session_years[sessions[0]] if sessions else str(_moment(data["成文日期"]).year)
    fields = {name: "、".join(_texts(data.get(key))) for name, key in FIELDS.items()}
    if data.get("提出人公开") != "是":
        fields["proposers"] = ""
    if meaning := site.outcomes.get(fields["outcome"]):
        fields["outcome"] += f"（{meaning}）"
    return PeerDocument(
        path=path.removeprefix("content/").removesuffix(".md"),
        title=data["标题"],
        published=published,
        terms={
            "categories": _slugs(data, ("类别",), site.slugs["categories"]),
            "years": (year,),
            "units": _slugs(data, ("主办单位", "会办单位"), site.slugs["units"]),
            "topics": _slugs(data, ("主题",), site.slugs["topics"]),
            "sessions": sessions,
        },
        fields={name: value for name, value in fields.items() if value},
        body="\n\n".join([*_paragraphs(body), *_commitments(data.get("承诺事项") or ())]),
    )


def _paragraphs(body: str) -> Iterable[str]:
    """The blocks of a body: a line is a paragraph or a heading 一、（一）, as it is for us."""
    table: list[str] = []
    for raw in body.splitlines():
        line = raw.strip()
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            yield "\n".join(table)
            table = []
        if line:
            yield next((sign for form, sign in _HEADINGS if form.fullmatch(line)), "") + line
    if table:
        yield "\n".join(table)


def _commitments(promises: Iterable[Mapping[str, str]]) -> Iterable[str]:
    lines = [f"1. {'；'.join(promise.values())}" for promise in promises]
    if lines:
        yield "## 承诺事项"
        yield "\n".join(lines)


def _slugs(
    data: Mapping[str, Any], keys: Iterable[str], slugs: Mapping[str, str]
) -> tuple[str, ...]:
    # A unit that leads and assists is listed once.
    return tuple(dict.fromkeys(slugs[name] for key in keys for name in _texts(data.get(key))))


def _texts(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _moment(text: str) -> datetime:
    match = _MOMENT.match(text)
    if match is None:
        raise ValueError(f"no date: {text}")
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    return datetime(year, month, day, hour, minute, tzinfo=_SHANGHAI)


def _yaml(text: str) -> Any:
    # Every scalar stays the text that its author wrote.
    return yaml.load(text, Loader=yaml.CBaseLoader)
