"""What a ledger's row answers of a new document's fields."""

from __future__ import annotations

from collections.abc import Iterable

from .drafting import Answers
from .errors import UsageError
from .fields import plain_number
from .ledger import Entry
from .model import Term
from .vocabulary import YES


def row_of(number: str, given: Answers, entries: Iterable[Entry]) -> Entry:
    """The row of ``number`` that agrees with the category, session and unit in ``given``.

    Raises UsageError when there is none, or more than one.
    """
    plain = plain_number(number.strip())
    found = [row for row in entries if row.number == plain and _agrees(row, given)]
    if not found:
        raise UsageError(
            f"台账里没有编号是“{plain}”的一行。编号要与台账里的完全相同，如 022 不能写成 22；"
            "台账有错误的行没有计入，运行 check 查看。没有新建文件。"
        )
    if len(found) > 1:
        rows = "\n".join(f"  {row.path}:{row.line}  {_words(row)}" for row in found)
        raise UsageError(
            f"台账里编号是“{plain}”的有 {len(found)} 行：\n{rows}\n"
            "用 --category、--session、--unit 指明是哪一行。没有新建文件。"
        )
    return found[0]


def answers_of(row: Entry) -> Answers:
    """The fields that ``row`` fills in; the title is the usual one of a reply, to be mended."""
    title = f"对{row.session.name}第{row.number}号{row.category.name}的答复"
    answers = {
        "title": title,
        "category": row.category.name,
        "number": row.number,
        "sessions": row.session.name,
        "role": row.role,
        "subject": row.subject,
        "assigned": row.assigned.isoformat() if row.assigned else "",
        "openness": row.openness or "",
        "withheld_reason": row.withheld_reason,
        "satisfaction": row.rated,
        "difficult": YES if row.difficult else "",
    }
    units = tuple(unit.name for unit in row.units)
    return {"unit": units, **{name: (str(value),) for name, value in answers.items() if value}}


def _agrees(row: Entry, given: Answers) -> bool:
    stated = (
        ("category", (row.category,)),
        ("sessions", (row.session,)),
        ("unit", row.units),
    )
    return all(_names(terms) & {*given[name]} for name, terms in stated if given.get(name))


def _names(terms: tuple[Term, ...]) -> set[str]:
    return {name for term in terms for name in term}


def _words(row: Entry) -> str:
    units = "、".join(unit.name for unit in row.units)
    return "  ".join([row.category.name, row.session.name, units])
