"""The checks of all documents: what must fire, with its place, and what must not."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from gongkai import checks, crosschecks, documents, ledgercsv
from gongkai.cards import card
from gongkai.crosschecks import Whole
from gongkai.errors import Fault
from gongkai.model import Document, Term
from tests import runs
from tests.checks.papers import NAMES
from tests.decks import deck
from tests.engine.building import assert_as_clean

NOW = datetime(2026, 1, 1)
SUMMARY = "content/summaries/2023/a.md"
LONG = "为方便学生上学，我局会同交通部门增设校车线路十二条，覆盖山区学校。" * 4
HEAD = "编号,届次,类别,承办单位,公开方式"


def written(path: str, body: str, **fields: str) -> tuple[Document, crosschecks.Claims]:
    """A document in the state 公开 with ``fields``, and its claims; line 1 is the body's first."""
    known = {"标题": "某文", "类别": "人大代表建议", "状态": "公开", "主办单位": "市教育局"}
    known |= {"届次": "市十一届人大二次会议", "编号": "001", "发布日期": "2023-09-20"}
    known |= {"成文日期": "2023-09-19", **fields}
    head = "\n".join(f"{key}: {value}" for key, value in known.items() if value)
    below = path.removeprefix("content/")
    reading = documents.read(path, below, f"---\n{head}\n---\n{body}".encode(), NAMES)
    document = reading.noun
    assert isinstance(document, Document), reading.faults
    body_source = type(reading.body)(reading.body.text, 1)
    return document, crosschecks.claims(checks.Paper(document, reading.values, body_source))


def whole(
    *sources: tuple[Document, crosschecks.Claims], published: int = 9, rows: str = ""
) -> Whole:
    """All of ``sources``, the first ``published`` of them published."""
    cards = deck(card(document) for document, _ in sources)
    ledger = ledgercsv.read("content/ledger/2023.csv", f"{HEAD}\n{rows}".encode(), NAMES)
    assert not ledger.faults
    return Whole(
        cards[:published],
        cards,
        {document.path: claims.text for document, claims in sources if claims.text},
        {document.path: claims._replace(text=b"") for document, claims in sources},
        {2023: ledger} if rows else {},
    )


def summary(body: str, **fields: str) -> tuple[Document, crosschecks.Claims]:
    return written(SUMMARY, body, **{"类别": "办理工作总结", "编号": "", **fields})


def told(given: Whole, severities: dict[str, str] | None = None) -> list[tuple[str, str, int, int]]:
    faults: list[Fault] = list(crosschecks.faults(given, severities or {}))
    return [(fault.rule, fault.path, fault.line, fault.column) for fault in faults]


A, B = "content/suggestions/2023/a.md", "content/suggestions/2023/b.md"


@pytest.mark.parametrize(
    ("first", "second", "fields", "fires"),
    [
        (LONG, LONG, {}, True),
        (LONG, LONG.replace("，", "， \n"), {}, True),
        (LONG, LONG.replace("十二", "十三"), {}, False),
        ("您的建议收悉。", "您的建议收悉。", {}, False),
        (f"## 摘要\n{LONG}", f"## 摘要\n{LONG}", {"公开方式": "摘要公开"}, False),
        (LONG, LONG, {"状态": "撤回"}, False),
    ],
)
def test_the_same_text_twice(first: str, second: str, fields: dict[str, str], fires: bool) -> None:
    given = whole(written(A, first), written(B, second, **fields))
    assert told(given) == ([("text-published-twice", B, 1, 1)] if fires else [])


def test_a_copy_that_is_not_published_is_none() -> None:
    assert told(whole(written(A, LONG), written(B, LONG), published=1)) == []


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("（一）第002号关于增设校车的建议", 4),
        ("收到建议第002号。", 5),
        ("收到第００２号《增设校车》1件主办件。", 3),
        ("收到第002号代表建议，已答复第001号建议。", 3),
        ("收到第001号建议。", 0),
        ("收到第002号《增设校车》1件协办件。", 0),
        ("按照第002号文件的要求。", 0),
        ("第002号桥已建成。", 0),
        ("根据国务院令第002号《某某条例》办理。", 0),
    ],
)
def test_a_case_without_its_reply(body: str, column: int) -> None:
    found = told(whole(summary(body), written(A, "答复")))
    assert found == ([("case-without-reply", SUMMARY, 1, column)] if column else [])


@pytest.mark.parametrize(
    ("fields", "published", "rows", "fires"),
    [
        ({}, 9, "", False),
        ({}, 1, "", True),
        ({"届次": "市政协第十届委员会第三次会议"}, 9, "", False),
        ({"届次": "", "年度": "2022"}, 9, "", True),
        ({"公开方式": "不公开", "不公开理由": "其他"}, 1, "", False),
        ({"编号": "009"}, 9, "001,市十一届人大二次会议,人大代表建议,市教育局,不公开\n", False),
        ({"编号": "009"}, 9, "001,市十一届人大二次会议,人大代表建议,市教育局,全文公开\n", True),
    ],
)
def test_what_counts_as_its_reply(
    fields: dict[str, str], published: int, rows: str, fires: bool
) -> None:
    reply = written(A, "答复", **fields)
    found = told(whole(summary("第001号建议"), reply, published=published, rows=rows))
    assert bool(found) is fires


ROWS = (
    "001,市十一届人大二次会议,人大代表建议,市教育局,\n"
    "002,市十一届人大二次会议,人大代表建议,市教育局,\n"
    "003,市政协第十届委员会第三次会议,政协提案,市教育局,\n"
)
BOTH = "[市十一届人大二次会议, 市政协第十届委员会第三次会议]"


@pytest.mark.parametrize(
    ("body", "sessions", "fires"),
    [
        ("全年共收到建议2件。", BOTH, False),
        ("全年共收到建议3件。", BOTH, True),
        ("全年共收到建议和提案三件。", BOTH, False),
        ("全年共收4件。", BOTH, True),
        ("全年共收2件。", "市十一届人大二次会议", False),
        ("全年共承办政协委员提案2件。", BOTH, True),
        ("全年共收到重点建议1件。", BOTH, False),
        ("全年收到建议1件。", BOTH, False),
        ("全年共整改8件。", BOTH, False),
        # More than can be packed.
        (f"全年共收到建议{2**64}件。", BOTH, False),
    ],
)
def test_totals_against_the_ledger(body: str, sessions: str, fires: bool) -> None:
    given = summary(body, 届次=sessions)
    assert told(whole(given, rows=ROWS)) == ([("ledger-total", SUMMARY, 1, 3)] if fires else [])
    assert told(whole(given)) == []


@pytest.mark.parametrize(("stated", "fires"), [(1, False), (2, True), (3, False)])
def test_a_total_is_of_the_unit_or_of_all_units(stated: int, fires: bool) -> None:
    given = whole(summary(f"全年共收到{stated}件。", 届次=BOTH), rows=ROWS)
    entries = given.ledgers[2023].entries
    others = (Term("qita", "其他单位"),)
    shared = (entries[0], *(each._replace(units=others) for each in entries[1:]))
    ledgers = {2023: replace(given.ledgers[2023], entries=shared)}
    assert bool(told(replace(given, ledgers=ledgers))) is fires


def test_a_paper_of_several_rows_counts_once() -> None:
    given = whole(summary("全年共收到2件建议。全年共收到建议2件。"), rows=ROWS)
    entries = given.ledgers[2023].entries
    ledgers = {2023: replace(given.ledgers[2023], entries=(*entries, entries[0]))}
    assert told(replace(given, ledgers=ledgers)) == []


EXEMPT = "[{规则: case-without-reply, 对象: 第002号, 理由: 由省里答复}]"


def test_an_exemption_silences_and_an_unused_one_is_said() -> None:
    assert told(whole(summary("第002号建议", 例外=EXEMPT))) == []
    (unused,) = told(whole(summary("没有编号", 例外=EXEMPT)))
    assert unused[0] == "exemption-unused"
    assert told(whole(summary("没有编号", 例外=EXEMPT), published=0)) == []


def test_severities() -> None:
    given = whole(summary("第002号建议"))
    faults = list(crosschecks.faults(given, {"case-without-reply": "error"}))
    assert [fault.severity for fault in faults] == ["error"]
    assert told(given, {"case-without-reply": checks.OFF}) == []


def test_the_demonstration_has_no_more_than_its_known_faults(repository: Path) -> None:
    found = [fault for fault in runs.check(repository, NOW) if fault.rule in crosschecks.RULES]
    assert found == []


SITE = Path(__file__).resolve().parents[1] / "sites_invalid" / "case-without-reply"


def test_a_remembered_summary_is_held_against_what_is_new(tmp_path: Path) -> None:
    root = shutil.copytree(SITE, tmp_path / "site")
    unanswered = ["case-without-reply"]
    assert [fault.rule for fault in assert_as_clean(root, NOW).warnings] == unanswered
    reply = root / "content/suggestions/2023/20230001.md"
    reply.parent.mkdir(parents=True)
    source = SITE.parent / "check-total/content/suggestions/2023/20230001.md"
    head = source.read_text(encoding="utf-8").rpartition("---")[0]
    reply.write_text(f"{head}---\n\n{LONG}\n", encoding="utf-8")
    assert assert_as_clean(root, NOW).warnings == ()
    copy = reply.with_name("20230002.md")
    copy.write_text(f"{head}---\n\n{LONG}\n".replace("20230001", "20230002"), encoding="utf-8")
    assert [fault.rule for fault in assert_as_clean(root, NOW).warnings] == ["text-published-twice"]
    reply.unlink()
    assert [fault.rule for fault in assert_as_clean(root, NOW).warnings] == unanswered


def test_readers_are_told_of_an_acknowledged_total(tmp_path: Path) -> None:
    root = shutil.copytree(SITE, tmp_path / "site")
    ledger = root / "content/ledger/2023.csv"
    ledger.parent.mkdir()
    row = "20230001,市七届人大四次会议,人大代表建议,市教育局,不公开"
    ledger.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    file = root / "content/summaries/2023/jiaoyu.md"
    given = file.read_text(encoding="utf-8")
    file.write_text(f"{given}共收到建议2件。\n", encoding="utf-8")
    assert [fault.rule for fault in assert_as_clean(root, NOW).warnings] == ["ledger-total"]
    exempt = "例外: [{规则: ledger-total, 对象: 共收到建议2件, 理由: 含上年转来的一件}]"
    file.write_text(file.read_text(encoding="utf-8").replace("类别:", f"{exempt}\n类别:"), "utf-8")
    assert assert_as_clean(root, NOW).warnings == ()
    page = (root / "public/summaries/2023/jiaoyu.html").read_text(encoding="utf-8")
    assert "含上年转来的一件" in page
