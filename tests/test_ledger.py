"""A ledger as spreadsheets save it: its rows, the place of each fault, and the replies it meets."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import ledger, ledgercsv
from gongkai.ledger import Entry, Ledger
from gongkai.model import Card, Term
from gongkai.names import names_of
from gongkai.settings import Category, Form, FormerName, Session, Settings, SiteIdentity, Unit
from gongkai.vocabulary import Openness, Status

PATH = "content/ledger/2023.csv"
KNOWN = names_of(
    Settings(
        SiteIdentity("岚江市"),
        (Category("suggestions", "人大代表建议", Form.REPLY, ("建议",)),),
        sessions=(Session("rd-7-4", "市七届人大四次会议", 2023),),
    ),
    (
        Unit(
            "jiaotong", "市交通运输局", "市交通局", (FormerName("市交通局老名", date(2019, 1, 1)),)
        ),
        Unit("jiaoyu", "市教育局"),
    ),
)
HEAD = "编号,届次,类别,承办单位"
ROW = "022,市七届人大四次会议,建议,市交通局"


def read(text: str, path: str = PATH, encoding: str = "utf-8") -> Ledger:
    return ledgercsv.read(path, text.encode(encoding), KNOWN)


def faults(text: str) -> list[tuple[int, int, str]]:
    return [(fault.line, fault.column, fault.rule) for fault in read(text).faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_in_every_encoding(encoding: str, end: str) -> None:
    text = (
        "提案编号,会议,类型,案由,承办方式,主办单位,科室,交办时间,期限,签收,答复日期,评价,是否公开,疑难\n"
        "第022号,市七届人大四次会议,建议,关于公交的建议,独办,市交通局、市教育局,一处,"
        "2023.3.1,2023年6月1日,2023-03-02,2023/5/20,满意,公开,是\n"
    )
    read_back = read(text.replace("\n", end), encoding=encoding)
    assert read_back.faults == ()
    assert read_back.year == 2023
    assert read_back.entries == (
        Entry(
            path=PATH,
            line=2,
            number="022",
            session=Term("rd-7-4", "市七届人大四次会议"),
            category=Term("suggestions", "人大代表建议"),
            units=(Term("jiaotong", "市交通运输局"), Term("jiaoyu", "市教育局")),
            subject="关于公交的建议",
            role="独办",
            department="一处",
            difficult=True,
            assigned=date(2023, 3, 1),
            due=date(2023, 6, 1),
            acknowledged=date(2023, 3, 2),
            replied=date(2023, 5, 20),
            rated="满意",
            openness=Openness.FULL,
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HEAD}\n{ROW}\n", []),
        (f"{HEAD}\n\n,,,\n{ROW}", []),
        (f"{HEAD},备注\n{ROW},\n", [(1, 15, "ledger-unknown-column")]),
        (f"{HEAD},建议号\n{ROW},\n", [(1, 15, "duplicate-key")]),
        ("编号,届次\n", [(1, 1, "missing-field")]),
        ("", [(1, 1, "missing-field")]),
        (f"{HEAD}\n022,八届,建议,市交通局", [(2, 5, "unknown-session")]),
        (f"{HEAD}\n022,市七届人大四次会议,议案,市交通局", [(2, 15, "unknown-category")]),
        (f"{HEAD}\n022,市七届人大四次会议,建议,市交通厅", [(2, 18, "unknown-unit")]),
        (f"{HEAD}\n,市七届人大四次会议,建议,市交通局", [(2, 1, "missing-field")]),
        (f"{HEAD}\n022", [(2, 4, "missing-field")] * 3),
        (f"{HEAD},交办日期\n{ROW},2月30日", [(2, 23, "wrong-date")]),
        (f"{HEAD}\n022,市七届人大四次会议,建议,市交通厅、教育厅", [(2, 18, "unknown-unit")] * 2),
        (
            f"{HEAD},交办日期,期限,签收,答复日期\n{ROW},2023-03-02,2023-03-01,2023-03-02,2023-02-28",
            [(2, 34, "dates-out-of-order"), (2, 56, "dates-out-of-order")],
        ),
        (f"{HEAD},评价\n{ROW},好", [(2, 23, "wrong-value")]),
        (f"{HEAD},是否公开\n{ROW},再议", [(2, 23, "wrong-value")]),
        (f"{HEAD}\n{ROW}\n{ROW}", [(3, 1, "ledger-duplicate")]),
        (f'案由,{HEAD},签收\n"一，\n""二"", 三",{ROW},四', [(3, 33, "wrong-date")]),
        (f'{HEAD}\n{ROW}\n"023,没有收尾\n下一行', [(3, 1, "ledger-csv")]),
    ],
)
def test_faults_stand_where_they_are(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("path", "data", "rule"),
    [
        ("content/ledger/2023年.csv", b"", "ledger-file-name"),
        ("content/ledger/2023.xlsx", b"PK", "ledger-file-name"),
        ("content/ledger/0001.csv", b"", "ledger-file-name"),
        (PATH, HEAD.encode("utf-16"), "ledger-encoding"),
        (PATH, b"\xff\xff\xff", "ledger-encoding"),
    ],
)
def test_what_is_no_ledger(path: str, data: bytes, rule: str) -> None:
    assert [fault.rule for fault in ledgercsv.read(path, data, KNOWN).faults] == [rule]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), max_size=8))
def test_any_text_survives_quoting(subjects: list[str]) -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*HEAD.split(","), "案由"])
    for number, subject in enumerate(subjects):
        writer.writerow([f"{number}", *ROW.split(",")[1:], subject])
    entries = read(file.getvalue()).entries
    expected = [" ".join(subject.split()) for subject in subjects]
    assert [each.subject for each in entries] == ["" if e == "无" else e for e in expected]


def entry(**changes: object) -> Entry:
    (one,) = read(f"{HEAD}\n{ROW}\n").entries
    return one._replace(**changes)  # type: ignore[arg-type]


def card(**changes: object) -> Card:
    base = Card(
        path="content/suggestions/2023/022.md",
        address="suggestions/2023/022.html",
        title="答复",
        status=Status.PUBLIC,
        published=None,
        changed=None,
        aliases=(),
        category=Term("suggestions", "人大代表建议"),
        is_reply=True,
        number="022",
        units=(Term("jiaotong", "市交通运输局"),),
        sessions=(Term("rd-7-4", "市七届人大四次会议"),),
    )
    return base._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({}, True),
        ({"number": "22"}, False),
        ({"units": (Term("jiaoyu", ""),)}, False),
        ({"units": (Term("jiaoyu", ""), Term("jiaotong", ""))}, True),
        ({"sessions": (Term("rd-7-3", ""),)}, False),
        ({"category": Term("proposals", "")}, False),
        ({"category": None}, False),
        ({"is_reply": False}, False),
    ],
)
def test_rows_meet_replies(changes: dict[str, object], met: bool) -> None:
    one = card(**changes)
    pairing = ledger.paired([entry()], [one])
    assert pairing.of(entry()) == ((one,) if met else ())
    assert pairing.entries.get(one.path, ()) == ((entry(),) if met else ())


def test_a_row_may_name_its_document() -> None:
    row, other = entry(document="suggestions/2023/x"), card(number="")
    other = other._replace(path="content/suggestions/2023/x.md", address="suggestions/2023/x.html")
    assert ledger.paired([row], [card(), other]).of(row) == (other,)


def test_the_public_sees_what_openness_allows() -> None:
    row = entry(subject="关于公交的建议", department="一处")
    assert ledger.shown(row) is None
    assert ledger.shown(row._replace(openness=Openness.WITHHELD)) is None
    full = ledger.shown(row._replace(openness=Openness.FULL))
    summary = ledger.shown(row._replace(openness=Openness.SUMMARY))
    assert full and full.subject == "关于公交的建议"
    assert summary and summary == full._replace(subject="")
    assert "一处" not in repr(full)


@pytest.mark.parametrize("separator", ["\t", ";", "；", "，"])
def test_other_separators_are_named(separator: str) -> None:
    text = separator.join(("编号", "届次", "类别", "承办单位")) + "\n"
    (fault,) = ledgercsv.read("content/ledger/2023.csv", text.encode(), KNOWN).faults
    assert (fault.rule, fault.line, fault.column) == ("ledger-csv", 1, 1)
    assert "英文逗号" in fault.message
