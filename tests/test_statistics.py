"""The statistics: the same figures as plain csv and collections give, and nothing that is held."""

from __future__ import annotations

import csv
import statistics as plain
import tomllib
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from bench.corpus import write_corpus, write_ledgers
from gongkai import staffing
from gongkai.content import read_content
from gongkai.dates import Moment
from gongkai.ledger import Ledger
from gongkai.memory import Memory
from gongkai.model import Card, Handling
from gongkai.pipeline import publishable
from gongkai.statistics import Figures, yearly
from gongkai.vocabulary import Openness, Status
from tests.engine.building import assert_as_clean, built
from tests.engine.smallsite import SmallSite
from tests.runs import no_progress
from tests.test_ledger import card, entry

COUNT = 300
NOW = datetime(2030, 1, 1)
WITHOUT_LEDGER = 2018
SECRET = "隐情甲乙丙"
TOTALS = ("replied", "published", "withheld", "timed", "in_time")


def write(root: Path) -> None:
    """A corpus whose documents are partly drafts or withheld, whose ledgers lack rows."""
    write_corpus(root, COUNT, 5)
    write_ledgers(root, COUNT, 5)
    for index, path in enumerate(sorted((root / "content").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if index % 7 == 3:
            reason = ("涉及国家秘密", f"个人隐私，{SECRET}", SECRET)[index % 3]
            text = text.replace("公开方式: 全文公开", f"公开方式: 不公开\n不公开理由: {reason}")
        if index % 11 == 5:
            text = text.replace("状态: 公开", "状态: 草稿")
        path.write_text(text, encoding="utf-8")
    (root / f"content/ledger/{WITHOUT_LEDGER}.csv").unlink()
    for path in (root / "content/ledger").glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for index, line in enumerate(lines) if index % 9 != 4)
        path.write_text("".join(kept), encoding="utf-8")


def fields(path: Path) -> dict[str, str]:
    head = path.read_text(encoding="utf-8").split("---\n")[1]
    return dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)


def day(text: str) -> date | None:
    if not text:
        return None
    for mark in "年月./":
        text = text.replace(mark, "-")
    year, month, rest = text.split(" ")[0].rstrip("日").split("-")
    return date(int(year), int(month), int(rest))


def months_after(start: date, months: int) -> date:
    month = start.month + months
    year, month = (start.year + 1, month - 12) if month > 12 else (start.year, month)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


Key = tuple[str, str, str]
"""Category, session and number, the first two as slugs."""


def replies(root: Path) -> dict[Key, tuple[int, dict[str, str]]]:
    """The fields of every reply in the state 公开, with its year."""
    site = tomllib.loads((root / "site.toml").read_text(encoding="utf-8"))
    categories = {each["name"]: each["slug"] for each in site["categories"]}
    sessions = {
        spelling: each
        for each in site["sessions"]
        for spelling in (each["name"], *each.get("aliases", ()))
    }
    found = {}
    for path in (root / "content").rglob("*.md"):
        paper = fields(path)
        if paper["类别"] == "办理工作总结" or paper["状态"] != "公开":
            continue
        session = sessions[paper["届次"]]
        key = categories[paper["类别"]], session["slug"], paper["编号"]
        assert key not in found
        found[key] = session["year"], paper
    return found


def ledger_rows(root: Path) -> dict[int, dict[Key, dict[str, str]]]:
    rows = {}
    for path in (root / "content/ledger").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows[int(path.stem)] = {
                (row["类别"], row["届次"], row["编号"]): row for row in csv.DictReader(file)
            }
    return rows


def expected(root: Path) -> dict[int, dict[str, object]]:
    """Every figure, from the files alone."""
    papers, rows = replies(root), ledger_rows(root)
    matters: dict[int, list[tuple[dict[str, str], dict[str, str]]]] = defaultdict(list)
    for year, keyed in rows.items():
        matters[year] += [(row, papers.get(key, (0, {}))[1]) for key, row in keyed.items()]
    listed = {key for keyed in rows.values() for key in keyed}
    for key in papers.keys() - listed:
        year, paper = papers[key]
        matters[year].append(({}, paper))
    return {year: tallied(members, year in rows) for year, members in matters.items()}


def tallied(
    members: list[tuple[dict[str, str], dict[str, str]]], has_ledger: bool
) -> dict[str, object]:
    """The figures of one year's rows, each with its paper."""
    totals: Counter[str] = Counter()
    by: dict[str, Counter[str]] = defaultdict(Counter)
    reply_days, publish_days = [], []
    for row, paper in members:
        is_withheld = (paper or row).get("公开方式") == "不公开"
        is_public = bool(paper) and not is_withheld
        if is_withheld:
            totals["withheld"] += 1
            by["reasons"][reason(row.get("不公开理由") or paper.get("不公开理由", ""))] += 1
        if not has_ledger and not is_public:
            continue
        totals["assigned"] += 1
        by["roles"][paper.get("办理方式", "未注明")] += 1
        assigned = day(row.get("交办日期") or paper.get("交办日期", ""))
        replied = day(row.get("答复日期") or paper.get("成文日期", ""))
        if replied:
            totals["replied"] += 1
            by["ratings"][row.get("满意度") or paper.get("满意度") or "未注明"] += 1
        if replied and assigned:
            due = months_after(assigned, 6 if paper.get("疑难") == "是" else 3)
            totals["timed"] += 1
            totals["in_time"] += replied <= due
            reply_days.append((replied - assigned).days)
        if is_public and replied:
            by["outcomes"][paper.get("答复类别", "未注明")] += 1
            published = day(paper["发布日期"])
            assert published
            totals["published"] += 1
            publish_days.append((published - replied).days)
    return {
        **{name: totals[name] for name in TOTALS},
        "assigned": totals["assigned"] if has_ledger else None,
        "days_to_reply": plain.median(reply_days) if reply_days else None,
        "days_to_publish": plain.median(publish_days) if publish_days else None,
        **{name: dict(by[name]) for name in ("roles", "outcomes", "ratings", "reasons")},
    }


def reason(written: str) -> str:
    named = [each for each in ("国家秘密", "个人隐私") if each in written]
    return named[0] if named else "其他" if written else "未注明"


def counted(figures: Figures) -> dict[str, object]:
    """The figures in the form of :func:`expected`; of an outcome its code alone."""
    return {
        **{name: getattr(figures, name) for name in (*TOTALS, "assigned")},
        "days_to_reply": figures.days_to_reply,
        "days_to_publish": figures.days_to_publish,
        "outcomes": {name.partition("（")[0]: count for name, count in figures.outcomes},
        **{name: dict(getattr(figures, name)) for name in ("roles", "ratings", "reasons")},
    }


def test_the_figures_are_those_of_csv_and_collections(tmp_path: Path) -> None:
    write(tmp_path)
    content = read_content(tmp_path, Memory(), staffing.alone, no_progress)
    catalog, _ = publishable(content, NOW)
    found = yearly(content.ledgers, content.cards, catalog.documents)
    assert {figures.year: counted(figures) for figures in found} == expected(tmp_path)
    assert [each.year for each in found] == sorted((each.year for each in found), reverse=True)
    assert [each.year for each in found if each.received is None] == [WITHOUT_LEDGER]
    assert sum(each.withheld for each in found) > 20
    built(tmp_path, NOW)
    page = (tmp_path / "public/statistics.html").read_text(encoding="utf-8")
    assert "只包括已公开的答复" in page
    assert "个人隐私" in page
    assert SECRET not in page


def moment(year: int, month: int, number: int) -> Moment:
    return Moment(datetime(year, month, number))


def of(rows: list[object], *cards: Card) -> Figures:
    ledger = Ledger("content/ledger/2023.csv", 2023, tuple(rows))  # type: ignore[arg-type]
    public = [
        each
        for each in cards
        if each.status is Status.PUBLIC and each.openness is not Openness.WITHHELD
    ]
    (figures,) = yearly({2023: ledger}, cards, public)
    return figures


def test_proposals_and_replies_are_counted_apart() -> None:
    figures = of([entry(line=2), entry(line=3), entry(line=4, number="023")])
    assert (figures.received, figures.assigned) == (2, 3)


def test_a_draft_adds_nothing_to_its_row() -> None:
    signed = Handling(role="独办", signed=moment(2023, 5, 1))
    draft = card(year=2023, status=Status.DRAFT, handling=signed)
    assert of([entry()], draft) == of([entry()])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", "未注明"),
        ("涉密", "国家秘密"),
        ("属于商业秘密", "商业秘密"),
        ("过程性信息", "过程性信息"),
        ("某人的事", "其他"),
    ],
)
def test_a_reason_is_told_by_its_kind_alone(written: str, shown: str) -> None:
    row = entry(openness=Openness.WITHHELD, withheld_reason=written)
    assert of([row]).reasons == ((shown, 1),)


def test_the_page_follows_the_ledger_and_the_documents(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site")
    built(site.root)
    site.write(
        "content/ledger/2023.csv",
        "编号,届次,类别,承办单位\n900,市七届人大四次会议,人大代表建议,jiaoyu\n",
    )
    assert "statistics.html" in assert_as_clean(site.root).committed.written
    site.papers[1].openness = "不公开"
    site.put(site.papers[1])
    assert "statistics.html" in assert_as_clean(site.root).committed.written
