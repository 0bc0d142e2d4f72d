"""How things stand: which matter each row and each document is listed for, and on which day."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from bench.corpus import write_corpus, write_ledgers
from gongkai import cli, staffing, standing_report
from gongkai.content import read_content
from gongkai.dates import Moment
from gongkai.ledger import Entry, paired
from gongkai.memory import Memory
from gongkai.model import Card, Commitment, Handling
from gongkai.settings import WorkCalendar
from gongkai.standing import Item, Question, standing
from gongkai.vocabulary import Openness
from tests.engine.smallsite import SmallSite
from tests.runs import no_progress
from tests.site.building import tree
from tests.test_ledger import card, entry

TODAY = date(2023, 6, 1)
QUESTION = Question(TODAY, 15, WorkCalendar())


def moment(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day))


def stands(
    row: Entry | None, document: Card | None = None, public: bool = False
) -> list[tuple[str, int | None]]:
    return [(item.matter.value, item.days_left) for item in items(row, document, public)]


def items(row: Entry | None, document: Card | None, public: bool) -> tuple[Item, ...]:
    cards = [document] if document else []
    addresses = {each.address for each in cards} if public else set()
    return standing([row] if row else [], cards, addresses, {2023}, QUESTION)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"assigned": date(2023, 3, 16)}, [("due", 15)]),
        ({"assigned": date(2023, 3, 17)}, []),
        ({"assigned": date(2023, 3, 1)}, [("due", 0)]),
        ({"assigned": date(2023, 2, 28)}, [("overdue", -4)]),
        ({"assigned": date(2023, 2, 28), "difficult": True}, []),
        ({"assigned": date(2022, 12, 1), "difficult": True}, [("due", 0)]),
        ({"assigned": date(2023, 4, 30), "role": "会办"}, [("overdue", -2)]),
        ({"assigned": date(2023, 2, 28), "due": date(2023, 6, 3)}, [("due", 2)]),
        ({"assigned": date(2023, 2, 1), "replied": TODAY, "role": "协办"}, []),
        ({"replied": date(2023, 5, 31)}, [("unpublished", 27), ("unrated", None)]),
        ({"replied": date(2023, 4, 3)}, [("unpublished", -31), ("unrated", None)]),
        ({"replied": TODAY, "rated": "满意", "openness": Openness.WITHHELD}, []),
        ({"replied": TODAY, "rated": "未反馈", "openness": Openness.WITHHELD}, [("unrated", None)]),
    ],
)
def test_rows(changes: dict[str, object], expected: list[tuple[str, int | None]]) -> None:
    assert stands(entry(**changes)) == expected


def test_what_the_document_says_counts() -> None:
    row = entry(assigned=date(2023, 2, 1))
    document = card(year=2023, handling=Handling(signed=moment(TODAY), satisfaction="满意"))
    assert stands(row, document, public=True) == []
    assert stands(row, document) == [("unpublished", 28)]
    assert stands(row, card(year=2023, handling=Handling(difficult=True)), public=True) == []


def test_published_but_unknown() -> None:
    assert stands(None, card(year=2023), public=True) == [("unknown", None)]
    assert stands(None, card(year=2023)) == []
    assert stands(None, card(year=2022), public=True) == []
    assert stands(entry(), card(year=2023), public=True) == []


@pytest.mark.parametrize(
    ("due", "state", "past"),
    [
        (date(2023, 5, 31), "进行中", True),
        (date(2023, 5, 31), "", True),
        (date(2023, 5, 31), "已完成", False),
        (date(2023, 5, 31), "终止", False),
        (TODAY, "进行中", False),
    ],
)
def test_promises(due: date, state: str, past: bool) -> None:
    promise = Commitment("年底前建成", moment(due), state, "")
    document = card(year=2022, handling=Handling(commitments=(promise,)))
    assert stands(None, document) == ([("promise", (due - TODAY).days)] if past else [])


def test_a_screen_shows_the_first_of_each_matter() -> None:
    rows = [entry(number=f"{n}", replied=TODAY, line=n, subject="长" * 40) for n in range(1, 30)]
    found = standing(rows, [], set(), {2023}, QUESTION)
    text = standing_report.text(found, QUESTION)
    assert "未评价：29 件" in text
    assert "即将到期（15 天内）：0 件" in text
    assert "另有 24 件" in text
    assert len(text.splitlines()) < 24


LEDGER = """\
编号,届次,类别,案由,承办单位,交办日期,答复日期
901,市七届人大四次会议,人大代表建议,关于甲的建议,岚江市教育局,2025-10-10,
902,市七届人大四次会议,人大代表建议,"关于乙,丙的建议",岚江市教育局,2025-06-01,
"""


def run(site: SmallSite, *arguments: str) -> int:
    return cli.main(["ledger", "--root", str(site.root), "--now", "2026-01-01T12:00", *arguments])


def test_the_command(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    site = SmallSite(tmp_path_factory.mktemp("root") / "site")
    assert run(site) == cli.USAGE
    assert "还没有台账" in capsys.readouterr().err
    site.write("content/ledger/2023.csv", LEDGER.encode("gb18030"))
    assert run(site, "--days", "9") == cli.DONE
    text = capsys.readouterr().out
    assert "逾期未答复：1 件" in text
    assert "即将到期（9 天内）：1 件" in text
    assert run(site, "--format", "json") == cli.DONE
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {
        "matter": "overdue",
        "number": "902",
        "session": "市七届人大四次会议",
        "category": "人大代表建议",
        "unit": "岚江市教育局",
        "subject": "关于乙,丙的建议",
        "day": "2025-09-01",
        "days_left": -122,
        "path": "content/ledger/2023.csv",
        "line": 3,
    }
    assert run(site, "--format", "csv") == cli.DONE
    lines = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [line["subject"] for line in lines] == [row["subject"] for row in rows]
    site.write("content/ledger/2023.csv", LEDGER.replace("2025-06-01", "六月").encode())
    assert run(site) == cli.DONE
    assert "台账里有错误" in capsys.readouterr().err


def test_of_a_withheld_row_nothing_is_published(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site")
    row = "甲九九九,市七届人大四次会议,人大代表建议,绝不公布的案由,岚江市教育局,绝密科室,不公开\n"
    head = "编号,届次,类别,案由,承办单位,承办科室,公开方式\n"
    site.write("content/ledger/2023.csv", head + row)
    assert cli.main(["build", "--root", str(site.root), "--now", "2026-01-01T12:00"]) == cli.DONE
    published = b"".join(tree(site.root / "public").values()).decode(errors="replace")
    assert "岚江市教育局" in published
    assert not [word for word in ("甲九九九", "绝不公布", "绝密科室") if word in published]


def test_the_ledger_of_the_corpus_agrees_with_it(tmp_path: Path) -> None:
    write_corpus(tmp_path, 40, 1)
    write_ledgers(tmp_path, 40, 1)
    content = read_content(tmp_path, Memory(), staffing.alone, no_progress)
    rows = [row for ledger in content.ledgers.values() for row in ledger.entries]
    replies = [card for card in content.cards if card.is_reply]
    assert [fault for fault in content.faults() if fault.path.startswith("content/ledger")] == []
    assert paired(rows, replies).entries.keys() == {card.path for card in replies}
    assert any(row.openness is Openness.WITHHELD for row in rows)
