"""Promises as they stand: follow-ups in the order of their days, terms, and what is astray."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gongkai.dates import Moment
from gongkai.model import Card, Commitment, CommitmentUpdate, Handling, Place, Term
from gongkai.opendata.promises import promise_table
from gongkai.promises import Promises, promised
from gongkai.vocabulary import Status
from tests.engine.building import assert_as_clean
from tests.engine.smallsite import SmallSite

TODAY = date(2024, 7, 1)


def moment(text: str) -> Moment | None:
    return Moment(datetime.fromisoformat(text)) if text else None


def card(name: str, published: str = "2023-05-01", **handling: object) -> Card:
    return Card(
        f"content/{name}.md",
        f"{name}.html",
        f"题{name}",
        Status.PUBLIC,
        moment(published),
        None,
        (),
        category=Term("suggestions", "建议"),
        units=(Term("jiaoyu", "教育局"),),
        handling=Handling(**handling),  # type: ignore[arg-type]
    )


def reply(name: str, *promises: tuple[str, str, str]) -> Card:
    said = tuple(Commitment(what, moment(due), state, "原进展") for what, due, state in promises)
    return card(name, commitments=said)


def update(document: str, commitment: str = "", **said: str) -> CommitmentUpdate:
    dated = {name: moment(said.pop(name, "")) for name in ("date", "due")}
    return CommitmentUpdate(
        document, commitment, said.get("state", ""), said.get("progress", ""), **dated,
        place=Place(9, 3),
    )  # fmt: skip


def follow_up(name: str, *updates: CommitmentUpdate, published: str = "2024-01-01") -> Card:
    return card(name, published, commitment_updates=updates)


def stand(*cards: Card, today: date = TODAY) -> Promises:
    return promised(cards, cards, today, [each.address for each in (*cards, reply("held"))])


def test_a_promise_without_follow_ups_stands_as_stated() -> None:
    found = stand(reply("a", ("建成", "2024-06-30", ""), ("修订", "", "已完成")))
    first, second = found.every
    assert (first.state, first.is_overdue, first.progress) == ("进行中", True, "原进展")
    assert (second.due, second.is_overdue, second.is_settled) == (None, False, True)
    assert found.open_of_unit == {"jiaoyu": (first,)}


@pytest.mark.parametrize(
    ("due", "state", "today", "past"),
    [
        ("2024-06-30", "进行中", date(2024, 6, 30), False),
        ("2024-06-30", "进行中", date(2024, 7, 1), True),
        ("2024-06-30", "延期", date(2024, 7, 1), True),
        ("2024-06-30", "终止", date(2024, 7, 1), False),
        ("2024-06-30", "已完成", date(2024, 7, 1), False),
        ("", "进行中", date(2024, 7, 1), False),
    ],
)
def test_a_term_is_past_from_the_day_after_it(
    due: str, state: str, today: date, past: bool
) -> None:
    found = stand(reply("a", ("建成", due, state)), today=today)
    assert found.every[0].is_overdue is past


def test_the_latest_day_decides_part_by_part() -> None:
    later = follow_up("z", update("a", state="延期", due="2025-01-31", date="2024-05-01"))
    sooner = follow_up(
        "y", update("a.md", progress="已开工", date="2024-02-01"), published="2024-06-01"
    )
    found = stand(reply("a", ("建成", "2024-03-31", "进行中")), later, sooner)
    promise = found.every[0]
    assert [each.address for each in promise.follow_ups] == ["y.html", "z.html"]
    assert (promise.state, promise.progress) == ("延期", "已开工")
    assert promise.due == moment("2025-01-31")
    assert promise.stated_due == moment("2024-03-31")
    assert not promise.is_overdue
    assert found.fulfilments["z.html"][0].promise == promise
    assert found.lapse == date(2025, 2, 1)
    row = promise_table(found).records()[0]
    assert (row["updated"], row["follow_up"], row["due"]) == ("2024-05-01", "z.html", "2025-01-31")


def test_a_follow_up_without_a_day_speaks_of_its_own() -> None:
    found = stand(reply("a", ("建成", "", "")), follow_up("y", update("a", state="终止")))
    assert found.every[0].follow_ups[0].date == moment("2024-01-01")


@pytest.mark.parametrize(
    ("document", "commitment", "position"),
    [("b", "2", 2), ("b", "路", 1), ("content/b.md", "校车", 2), ("a", "", 1)],
)
def test_which_promise_is_meant(document: str, commitment: str, position: int) -> None:
    replies = reply("a", ("建成", "", "")), reply("b", ("修路", "", ""), ("增开校车", "", ""))
    found = stand(*replies, follow_up("y", update(document, commitment, state="已完成")))
    assert found.faults == ()
    assert [each.position for each in found.every if each.is_settled] == [position]


@pytest.mark.parametrize(
    ("document", "commitment", "why"),
    [
        ("b", "", "认不出哪一项承诺"),
        ("b", "3", "认不出“3”"),
        ("b", "0", "认不出“0”"),
        ("b", "的", "认不出“的”"),
        ("none", "", "没有“none”这篇文件"),
        ("held", "", "尚未公开"),
        ("y", "", "没有承诺事项"),
    ],
)
def test_what_is_astray_is_said_and_shown_nowhere(document: str, commitment: str, why: str) -> None:
    replies = reply("b", ("修好的路", "", ""), ("增开的校车", "", ""))
    found = stand(replies, follow_up("y", update(document, commitment, state="已完成")))
    (fault,) = found.faults
    assert why in fault.message
    assert (fault.path, fault.line, fault.column) == ("content/y.md", 9, 3)
    assert found.fulfilments == {}
    assert not any(each.is_settled for each in found.every)


def test_a_follow_up_that_is_not_published_changes_nothing() -> None:
    one = reply("a", ("建成", "2024-06-30", ""))
    said = follow_up("y", update("a", state="已完成"))
    assert promised([one], [], TODAY, ()).every == stand(one).every
    assert promised([one], [said], TODAY, ()).every[0].is_settled
    without = one._replace(handling=Handling())
    assert promised([without], [said], TODAY, ()).every == ()


def test_pages_tell_it_from_the_day_on_and_link_both_ways(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", 7)
    public = site.root / "public"
    before = assert_as_clean(site.root, datetime(2026, 1, 15, 23, 59))
    assert before.due == datetime(2026, 1, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    told = ("suggestions/2023/d002.html", "promises/2026.html")
    assert not any("已过期限</strong>" in (public / page).read_text("utf-8") for page in told)
    after = assert_as_clean(site.root, datetime(2026, 1, 16))
    assert all("已过期限</strong>" in (public / page).read_text("utf-8") for page in told)
    assert {stale.key.partition("/")[0] for stale in after.stale} <= {
        *("content", "promises.html", "promises", "units", "data", "data.html", "statistics")
    }
    reply, follow_up = (public / f"suggestions/2023/{name}.html" for name in ("d002", "d006"))
    assert 'href="d006.html"' in reply.read_text(encoding="utf-8")
    assert 'href="d002.html#promise-1"' in follow_up.read_text(encoding="utf-8")
    # Its only follow-up withdrawn, the first promise is open again, and long overdue.
    paper = site.papers[6]
    paper.status, paper.withdrawn = "撤回", "2025-01-01"
    site.put(paper)
    assert_as_clean(site.root, datetime(2026, 1, 16))
    assert reply.read_text(encoding="utf-8").count("已过期限</strong>") == 2
