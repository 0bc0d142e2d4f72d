"""What ``ledger`` prints: how things stand, for an official's screen, or as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from itertools import groupby

from .saying import in_a_line
from .standing import Item, Matter, Question

_HEADINGS = {
    Matter.OVERDUE: "逾期未答复",
    Matter.DUE: "即将到期",
    Matter.UNPUBLISHED: "已答复未公开",
    Matter.UNRATED: "未评价",
    Matter.UNKNOWN: "已公开而台账里没有",
    Matter.PROMISE: "承诺到期未更新",
}
_SHOWN = 5
_SUBJECT = 24
"""How many items of a matter, and characters of a subject, fit on one screen."""


def text(items: Iterable[Item], question: Question) -> str:
    """Each matter with its count and its first items."""
    day = question.today
    lines = [f"台账情况（截至 {day.year}年{day.month}月{day.day}日）"]
    listed = {matter: list(group) for matter, group in groupby(items, lambda item: item.matter)}
    for matter, heading in _HEADINGS.items():
        of_matter = listed.get(matter, [])
        within = f"（{question.days} 天内）" if matter is Matter.DUE else ""
        lines.append(f"{heading}{within}：{len(of_matter)} 件")
        lines += (f"  {_line(item)}" for item in of_matter[:_SHOWN])
        if len(of_matter) > _SHOWN:
            lines.append(f"  另有 {len(of_matter) - _SHOWN} 件，用 --format csv 列出全部")
    return "\n".join(lines)


def _line(item: Item) -> str:
    number = f"{item.number}号" if item.number else ""
    subject = item.subject
    if len(subject) > _SUBJECT:
        subject = f"{subject[: _SUBJECT - 1]}…"
    parts = (item.session, number, subject, item.unit, _term(item))
    return in_a_line("  ".join([*filter(None, parts), f"[{item.path}:{item.line}]"]))


def _term(item: Item) -> str:
    if item.day is None or item.days_left is None:
        return ""
    if item.days_left < 0:
        return f"{item.day.isoformat()} 到期，已超过 {-item.days_left} 天"
    return f"{item.day.isoformat()} 到期，还有 {item.days_left} 天"


def as_csv(items: Iterable[Item]) -> str:
    """A header line of English keys and a line for each item (RFC 4180)."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(Item._fields)
    for item in items:
        writer.writerow("" if value is None else value for value in _values(item))
    return file.getvalue().replace("\r\n", "\n").rstrip("\n")


def as_json(items: Iterable[Item]) -> str:
    """An array of objects with English keys; dates in ISO 8601, ``null`` for no term."""
    rows = [dict(zip(Item._fields, _values(item), strict=True)) for item in items]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _values(item: Item) -> tuple[str | int | None, ...]:
    day = item.day.isoformat() if item.day else None
    return tuple(item._replace(matter=item.matter.value, day=day))  # type: ignore[arg-type]
