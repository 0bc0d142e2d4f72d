"""Documents given as texts, and what the checks find in them."""

from __future__ import annotations

from gongkai import checks, documents, exemptions
from gongkai.errors import Fault
from gongkai.model import Document
from gongkai.names import names_of
from gongkai.settings import Category, Form, Session, Settings, SiteIdentity, Unit

SETTINGS = Settings(
    SiteIdentity("示例"),
    (
        Category("suggestions", "人大代表建议", Form.REPLY),
        Category("proposals", "政协提案", Form.REPLY),
        Category("summaries", "办理工作总结", Form.SUMMARY),
    ),
    sessions=(
        Session("renda", "市十一届人大二次会议", 2023),
        Session("zhengxie", "市政协第十届委员会第三次会议", 2023),
    ),
    outcomes={"default": {"A": "已解决", "D": "留作参考"}},
)
NAMES = names_of(SETTINGS, (Unit("ju", "市教育局"),))
_FIELDS = {
    "标题": "关于增设校车的答复",
    "类别": "人大代表建议",
    "编号": "20230489",
    "届次": "市十一届人大二次会议",
    "主办单位": "市教育局",
}


def check(text: str, severities: dict[str, str] | None = None) -> list[Fault]:
    """What is left to say of ``text``: ``@键: 值`` lines are fields, the others the body.

    Line 1 is the first of the body, whatever fields there are.
    """
    lines = text.split("\n")
    fields = dict(_FIELDS)
    for line in lines:
        if line.startswith("@"):
            key, _, value = line[1:].partition(": ")
            fields[key] = value
    body = "\n".join(line for line in lines if not line.startswith("@"))
    head = "\n".join(f"{key}: {value}" for key, value in fields.items() if value)
    reading = documents.read("content/a.md", "a.md", f"---\n{head}\n---\n{body}".encode(), NAMES)
    document = reading.noun
    assert isinstance(document, Document), reading.faults
    first = reading.body.first_line - 1
    found = list(
        checks.faults(checks.Paper(document, reading.values, reading.body), severities or {})
    )
    left = exemptions.remaining(found, document.exemptions)
    left += exemptions.unused(document.path, document.exemptions, found)
    return [_shifted(fault, first) for fault in left]


def _shifted(fault: Fault, first: int) -> Fault:
    line = fault.line - first
    return Fault(
        fault.path, line, fault.column, fault.rule, fault.message, fault.hint, fault.severity
    )
