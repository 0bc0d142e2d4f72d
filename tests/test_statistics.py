"""The statistics: the same figures as plain csv and collections give, and nothing that is held."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import write_corpus, write_ledgers
from gongkai import staffing
from gongkai.cases import reason_named
from gongkai.content import read_content
from gongkai.counting import counted
from gongkai.dates import Moment
from gongkai.dockets import dockets
from gongkai.figures import IN_TIME, IN_TIME_RATE, TIMED, FigureRow, rows
from gongkai.ledger import Entry, Ledger
from gongkai.memory import DocketMemory, Memory
from gongkai.model import Card, Handling, Term
from gongkai.pages.records import record
from gongkai.pipeline import publishable
from gongkai.statistics import Statistics, statistics
from gongkai.tallies import tallies
from gongkai.taxonomy import term_order
from gongkai.vocabulary import Openness, Status
from tests import plain_statistics
from tests.decks import deck
from tests.engine.building import assert_as_clean, built
from tests.engine.smallsite import SITE, UNITS, SmallSite
from tests.plain_statistics import Scope, Values
from tests.runs import no_progress
from tests.site.pages import read
from tests.test_ledger import card, entry

COUNT = 300
NOW = datetime(2030, 1, 1)
WITHOUT_LEDGER = 2018
SECRET = "隐情甲乙丙"


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


def computed(root: Path, counts: dict[str, DocketMemory]) -> Statistics:
    """The statistics of the site at ``root`` as the program has them.

    ``counts`` are the dockets as they were last counted, and are brought up to date.
    """
    content = read_content(root, Memory(), staffing.alone, no_progress)
    refused = {fault.rule for ledger in content.ledgers.values() for fault in ledger.faults}
    assert refused <= {"ledger-document-missing", "dates-out-of-order"}
    catalog, _ = publishable(content, NOW)
    configuration = content.configuration
    order = term_order(configuration.settings, configuration.units)
    ledgers, published = content.ledger_sources.values(), catalog.documents
    found = counted(ledgers, content.cards, published, naming=content.naming, before=counts)
    counts.clear()
    counts.update(found)
    return statistics([docket.tallies for docket in found.values()], order)


def as_values(table: list[FigureRow]) -> dict[Scope, Values]:
    found: dict[Scope, Values] = {}
    for row in table:
        figures = found.setdefault((row.scope, row.slug), {})
        assert (row.figure, row.item) not in figures
        figures[row.figure, row.item] = row.value
    return found


def test_the_figures_are_those_of_csv_and_collections(tmp_path: Path) -> None:
    write(tmp_path)
    found = computed(tmp_path, {})
    table = list(rows(found))
    assert as_values(table) == plain_statistics.expected(tmp_path)
    assert {row.scope for row in table} == {"site", "years", "sessions", "units", "categories"}
    years = found.terms["years"]
    assert list(years) == sorted(years, reverse=True)
    assert [year for year, of in years.items() if of.received is None] == [str(WITHOUT_LEDGER)]
    assert found.site.withheld > 20
    assert {row.uncovered for row in table} == {(), (str(WITHOUT_LEDGER),)}
    built(tmp_path, NOW)
    assert_pages_tell(tmp_path / "public", table)
    assert_data_tell(tmp_path / "public" / "data", table)


def assert_pages_tell(public: Path, table: list[FigureRow]) -> None:
    """Every figure stands on the page of its scope with its definition; reasons by kind alone."""
    scopes = {(row.scope, row.slug) for row in table} - {("site", "all")}
    texts = {
        scope: read(public / f"{'/'.join(('statistics', *scope))}.html").first("main").text
        for scope in scopes
    }
    for row in (row for row in table if row.scope != "site"):
        text = texts[row.scope, row.slug]
        assert row.definition in text
        assert (row.item or row.label) in text
        assert f"{row.value:.1f}".removesuffix(".0") in text
        assert ("没有台账，合计" in text) is bool(row.uncovered)
        assert SECRET not in text
    page = read(public / "statistics.html")
    assert len(page.first("main").all("tbody")) == len({scope for scope, _ in scopes})
    links = {link.attributes["href"] for link in page.first("main").all("a")}
    assert links == {f"statistics/{scope}/{slug}.html" for scope, slug in scopes}


def assert_data_tell(data: Path, table: list[FigureRow]) -> None:
    """The data says the same, as CSV and JSON and to those who go by its description."""
    wanted = [
        row._asdict() | {"item": row.item or None, "uncovered": list(row.uncovered)}
        for row in table
    ]
    assert json.loads((data / "statistics.json").read_bytes()) == wanted
    package: Any = frictionless.Package(str(data / "datapackage.json"))
    rows_read = package.get_resource("statistics").read_rows()
    assert [(row["scope"], row["item"] or "", float(row["value"])) for row in rows_read] == [
        (row.scope, row.item, row.value) for row in table
    ]


_DAYS = st.none() | st.integers(0, 500).map(lambda days: date(2022, 1, 1) + timedelta(days=days))
_SESSIONS = ("renda", "zhengxie")
_CATEGORIES = ("suggestions", "proposals")
_UNITS = st.lists(
    st.sampled_from(["jiaoyu", "weisheng", "jiaotong"]), min_size=1, max_size=2, unique=True
)
_RATINGS = st.sampled_from(["", "满意", "基本满意", "理解", "不满意", "未反馈"])
_ROLES = st.sampled_from(["", "主办", "分办", "会办"])
_REASONS = st.sampled_from(["", "涉及国家秘密", "个人隐私", "某人的事"])
_NUMBERS = st.sampled_from(["001", "002", "003"])
_YEARS = st.sampled_from([2022, 2023])

_ROWS = st.fixed_dictionaries(
    {
        "编号": _NUMBERS,
        "届次": st.sampled_from(_SESSIONS),
        "类别": st.sampled_from(_CATEGORIES),
        "承办单位": _UNITS.map("、".join),
        "办理方式": _ROLES,
        "交办日期": _DAYS,
        "办理期限": _DAYS,
        "答复日期": _DAYS,
        "满意度": _RATINGS,
        "公开方式": st.sampled_from(["", "全文公开", "摘要公开", "不公开"]),
        "不公开理由": _REASONS,
        "疑难": st.sampled_from(["", "是"]),
        "文件": st.sampled_from(["", "", "", "replies/2022/d0", "replies/2022/d1"]),
    }
)
_PAPERS = st.fixed_dictionaries(
    {
        "类别": st.sampled_from(["人大代表建议", "政协提案"]),
        "状态": st.sampled_from(["公开", "公开", "草稿", "撤回"]),
        "公开方式": st.sampled_from(["全文公开", "摘要公开", "不公开"]),
        "编号": _NUMBERS,
        "届次": st.lists(
            st.sampled_from(["市七届人大四次会议", "市政协六届二次会议"]),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        "主办单位": _UNITS,
        "会办单位": st.none() | _UNITS,
        "办理方式": _ROLES,
        "交办日期": _DAYS,
        "成文日期": st.dates(date(2022, 3, 1), date(2023, 3, 1)),
        "发布日期": st.dates(date(2022, 3, 1), date(2023, 3, 1)),
        "答复类别": st.sampled_from(["", "A", "B"]),
        "满意度": _RATINGS,
        "不公开理由": _REASONS,
        "疑难": st.sampled_from(["", "是"]),
    }
)


def _paper(fields: Mapping[str, object]) -> str:
    lines = ["---", "标题: 答复"]
    for key, value in fields.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {each}" for each in value)]
        elif value not in ("", None):
            lines.append(f"{key}: {value}")
    return "\n".join((*lines, "---", "正文", "", "## 摘要", "", "摘要。", ""))


def _csv(table: Iterable[Mapping[str, object]]) -> str:
    file = io.StringIO()
    columns = "编号,届次,类别,承办单位,办理方式,交办日期,办理期限,答复日期,满意度,公开方式,不公开理由,疑难,文件"
    writer = csv.DictWriter(file, columns.split(","), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return file.getvalue()


def _distinct(table: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The rows less those that a ledger would be refused for: two of one unit and proposal."""
    claimed: set[tuple[object, ...]] = set()
    kept: list[Mapping[str, object]] = []
    for row in table:
        units = str(row["承办单位"]).split("、")
        claims = {(row["编号"], row["届次"], row["类别"], unit) for unit in units}
        if claims.isdisjoint(claimed):
            kept.append(row)
        claimed |= claims
    return kept


OUTCOMES = '[outcomes.default]\nA = "已解决"\nB = "留作参考"\n\n[[topics]]'


@given(
    st.dictionaries(_YEARS, st.lists(_ROWS, max_size=6).map(_distinct), max_size=2),
    st.lists(_PAPERS, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_the_figures_of_any_ledgers_and_replies(
    ledgers: dict[int, list[Mapping[str, object]]], papers: list[Mapping[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        texts = {"site.toml": SITE.replace("[[topics]]", OUTCOMES, 1), "content/units.yaml": UNITS}
        texts |= {f"content/ledger/{year}.csv": _csv(table) for year, table in ledgers.items()}
        texts |= {
            f"content/replies/2022/d{index}.md": _paper(fields)
            for index, fields in enumerate(papers)
        }
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        counts: dict[str, DocketMemory] = {}
        assert as_values(list(rows(computed(root, counts)))) == plain_statistics.expected(root)
        # Whatever goes, no docket is remembered in which something changed.
        for path in list(texts)[2:]:
            (root / path).unlink()
            assert as_values(list(rows(computed(root, counts)))) == plain_statistics.expected(root)


def of(table: Sequence[Entry], *cards: Card) -> Statistics:
    """The statistics of one ledger of 2023 and of replies."""
    ledger = Ledger("content/ledger/2023.csv", 2023, tuple(table))
    public = [
        each
        for each in cards
        if each.status is Status.PUBLIC and each.openness is not Openness.WITHHELD
    ]
    found = dockets({2023: ledger}, deck(cards), deck(public)).values()
    return statistics([tallies(docket, {2023}) for docket in found], {})


def test_proposals_and_replies_are_counted_apart() -> None:
    site = of([entry(line=2), entry(line=3), entry(line=4, number="023")]).site
    assert (site.received, site.assigned) == (2, 3)


def test_one_reply_to_two_proposals_is_one_published_reply() -> None:
    document = "suggestions/2023/022"
    table = [entry(document=document), entry(line=3, number="023", document=document)]
    site = of(table, card(year=2023)).site
    assert (site.published_proposals, site.published, site.replied) == (2, 1, 2)


def test_a_draft_adds_nothing_to_its_row() -> None:
    signed = Handling(role="独办", signed=Moment(datetime(2023, 5, 1)))
    draft = card(year=2023, status=Status.DRAFT, handling=signed)
    assert of([entry()], draft) == of([entry()])


def test_the_rate_of_replies_in_time_says_that_it_leaves_out_who_never_answered() -> None:
    assigned, replied = date(2023, 3, 1), date(2023, 5, 1)
    answered = entry(assigned=assigned, replied=replied)
    silent = entry(line=3, number="023", assigned=assigned, replied=None)
    site = of([answered, silent]).site
    assert (site.assigned, site.timed, site.in_time) == (2, 1, 1)
    for measure in (TIMED, IN_TIME, IN_TIME_RATE):
        assert "还没有答复的" in measure.definition


@pytest.mark.parametrize("openness", [None, Openness.WITHHELD])
def test_a_term_of_which_nothing_may_be_named_has_no_figures(openness: Openness | None) -> None:
    found = of([entry(openness=openness)])
    assert found.site.received == 1
    assert list(found.terms["years"]) == ["2023"]
    assert not any(found.terms[kind] for kind in ("sessions", "units", "categories"))
    assert all(of([entry(openness=Openness.FULL)]).terms.values())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("涉密", "国家秘密"),
        ("属于商业秘密", "商业秘密"),
        ("过程性信息", "过程性信息"),
        ("某人的事", "其他"),
    ],
)
def test_a_reason_is_told_by_its_kind_alone(written: str, shown: str) -> None:
    assert reason_named(written) == shown


def test_a_record_tells_four_figures_and_what_they_leave_out() -> None:
    handling = Handling(
        assigned=Moment(datetime(2022, 3, 1)),
        signed=Moment(datetime(2022, 5, 1)),
        satisfaction="满意",
    )
    old = card(
        year=2022, number="9", handling=handling, published=Moment(datetime(2022, 5, 4)), path="a"
    )
    other = card(path="b", year=2019, number="8", units=(Term("jiaoyu", "市教育局"),))
    view = record(of([entry()], old, other).site, "")
    assert view.sentence == "有台账的年份收到建议提案 1 件，共答复 2 件，公开答复 2 件。"
    assert view.notice.startswith("2019年、2022年没有台账，")
    assert [figure.value for figure in view.figures] == ["2 件", "100%", "61 天", "100%"]
    assert "（1 件中的 1 件）" in view.figures[1].definition
    assert view.chart
    assert view.chart.description == "2019年 1 件，2020年 0 件，2021年 0 件，2022年 1 件。"


@pytest.mark.parametrize(
    "page", ["statistics", "statistics/units/jiaoyu", "units/jiaoyu", "years/2023"]
)
def test_the_pages_follow_the_ledger_and_the_documents(tmp_path: Path, page: str) -> None:
    site = SmallSite(tmp_path / "site")
    built(site.root)
    site.write(
        "content/ledger/2023.csv",
        "编号,届次,类别,承办单位\n900,市七届人大四次会议,人大代表建议,jiaoyu\n",
    )
    assert f"{page}.html" in assert_as_clean(site.root).committed.written
    site.papers[0].openness = "不公开"
    site.put(site.papers[0])
    assert f"{page}.html" in assert_as_clean(site.root).committed.written
