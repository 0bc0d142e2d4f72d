"""The table of promises (承诺事项), as they stand."""

from __future__ import annotations

from ..dates import Moment
from ..promises import Promise, Promises
from .columns import Column, Filled, Record, Table, Type

PROMISES = Table(
    "promises",
    "承诺事项",
    "Promises",
    "每行一项承诺，按期限从早到晚排列，没有期限的在最后",
    (
        Column("document", "文件", "作出承诺的文件的地址", "Address of the document that promises"),
        Column("title", "标题", "文件标题", "Title of the document"),
        Column("number", "编号", "建议或提案的编号", "Number of the suggestion or proposal"),
        Column("category", "类别", "文件所属的类别", "Category of the document"),
        Column("sessions", "届次", "提出建议、提案的会议", "Session at which it was submitted"),
        Column("unit", "主办单位", "主办单位", "Leading unit"),
        Column(
            "position",
            "序号",
            "在这篇文件里是第几项承诺",
            "Place among the promises of the document, from 1",
            Type.INTEGER,
        ),
        Column("content", "内容", "承诺的内容", "What was promised"),
        Column(
            "stated_due", "原定期限", "文件里写的期限", "Term that the document states", Type.DATE
        ),
        Column("due", "期限", "现在的期限", "Present term", Type.DATE),
        Column(
            "state", "状态", "进行中、已完成、延期或者终止", "Under way, done, put off or ended"
        ),
        Column(
            "is_overdue",
            "逾期",
            "期限已过而没有办结",
            "Whether the term is past and it is not settled",
            Type.BOOLEAN,
        ),
        Column("progress", "进展", "最近的进展", "Latest progress"),
        Column(
            "updated",
            "更新日期",
            "最近一次说明进展的日期",
            "Day of the latest follow-up",
            Type.DATE,
        ),
        Column(
            "follow_up",
            "说明文件",
            "最近一次说明进展的文件的地址",
            "Address of the latest follow-up",
        ),
    ),
    ("document", "position"),
)
"""One row for each promise of a published document."""


def promise_table(promises: Promises) -> Filled:
    """The promises with all that is known of them."""
    return Filled(PROMISES, promises.every, _record)


def _record(promise: Promise) -> Record:
    latest = promise.follow_ups[-1] if promise.follow_ups else None
    return {
        "document": promise.address,
        "title": promise.title or None,
        "number": promise.number or None,
        "category": promise.category.name or None,
        "sessions": "、".join([session.name for session in promise.sessions]) or None,
        "unit": promise.unit or None,
        "position": promise.position,
        "content": promise.content or None,
        "stated_due": _day(promise.stated_due),
        "due": _day(promise.due),
        "state": promise.state or None,
        "is_overdue": promise.is_overdue,
        "progress": promise.progress or None,
        "updated": _day(latest.date) if latest else None,
        "follow_up": latest.address if latest else None,
    }


def _day(moment: Moment | None) -> str | None:
    return str(moment.at.date()) if moment else None
