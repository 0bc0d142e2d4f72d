"""Matters: which documents are about one suggestion or proposal, and what each is to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import urls
from gongkai.catalog import sharing_numbers
from gongkai.matters import Matter, Matters, grouped, role_of
from gongkai.model import Card, CommitmentUpdate, Handling, Term
from gongkai.vocabulary import Status
from tests.decks import deck
from tests.engine.building import assert_as_clean
from tests.engine.smallsite import SmallSite

PROPOSALS = Term("proposals", "政协提案")
SESSION = Term("zhengxie", "市政协六届二次会议")


def card(
    name: str,
    number: str = "022",
    role: str = "",
    unit: str = "jiaoyu",
    co_units: tuple[str, ...] = (),
    sessions: tuple[Term, ...] = (SESSION,),
    category: Term = PROPOSALS,
    about: tuple[str, ...] = (),
) -> Card:
    updates = tuple(CommitmentUpdate(each, "", "已完成", "", None, None) for each in about)
    return Card(
        f"content/{name}.md",
        f"{name}.html",
        f"题{name}",
        Status.PUBLIC,
        None,
        None,
        (),
        category=category,
        is_reply=not about,
        number=number,
        units=(Term(unit, unit),),
        co_units=tuple(Term(slug, slug) for slug in co_units),
        year=2022,
        sessions=sessions,
        handling=Handling(role=role, commitment_updates=updates),
    )


def shape(matter: Matter) -> tuple[object, ...]:
    """The names of the documents in their places."""
    answers = [
        (reply.title[1:], [each.title[1:] for each in opinions])
        for reply, opinions in matter.answers
    ]
    return (
        answers,
        [each.title[1:] for each in matter.opinions],
        [each.title[1:] for each in matter.follow_ups],
    )


def matters_of(documents: list[Card]) -> Matters:
    cards = deck(documents)
    return grouped(cards, sharing_numbers(cards))


def test_one_document_makes_no_matter() -> None:
    assert matters_of([card("a"), card("b", "023"), card("c", "")]).every == ()
    other = Term("suggestions", "人大代表建议")
    assert matters_of([card("a"), card("b", category=other)]).every == ()
    assert matters_of([card("a", ""), card("b", "")]).every == ()


def test_replies_of_several_units() -> None:
    found = matters_of([card("a", role="分办"), card("b", unit="weisheng", role="分办")])
    (matter,) = found.every
    assert matter.name == "市政协六届二次会议第022号政协提案"
    assert matter.address == "matters/zhengxie/proposals/022.html"
    assert shape(matter) == ([("a", []), ("b", [])], [], [])
    assert found.of("a.html") == found.of("b.html") == (matter,)
    assert found.of("c.html") == ()


@pytest.mark.parametrize(
    ("leading", "expected"),
    [
        ([card("a")], ([("a", ["o"])], [], [])),
        ([card("a"), card("b", co_units=("jiaotong",))], ([("a", []), ("b", ["o"])], [], [])),
        ([card("a"), card("b")], ([("a", []), ("b", [])], ["o"], [])),
        ([], None),
    ],
)
def test_an_opinion_stands_under_the_reply_that_it_went_into(
    leading: list[Card], expected: tuple[object, ...] | None
) -> None:
    opinion = card("o", role="会办", unit="jiaotong")
    matters = matters_of([*leading, opinion]).every
    assert [shape(matter) for matter in matters] == ([expected] if expected else [])
    for matter in matters:
        assert role_of(opinion, matter) == "会办意见"
        assert role_of(leading[0], matter) == "答复"


def test_a_follow_up_belongs_to_what_it_speaks_of() -> None:
    said = card("f", "", about=("a", "content/a.md", "x"))
    (matter,) = matters_of([card("a"), said]).every
    assert shape(matter) == ([("a", [])], [], ["f"])
    assert role_of(said, matter) == "落实情况"


@pytest.mark.parametrize(
    ("numbers", "slug"),
    [(("DH0271", "ｄｈ0271"), "dh0271"), (("D-013", "d-013"), "d-013")],
)
def test_numbers_are_the_same_in_any_case_and_width(numbers: tuple[str, str], slug: str) -> None:
    (matter,) = matters_of([card("a", numbers[0]), card("b", numbers[1])]).every
    assert matter.number == numbers[0]
    assert matter.address.endswith(f"/{slug}.html")


def test_without_a_session_the_year_is_the_scope() -> None:
    (matter,) = matters_of([card("a", sessions=()), card("b", sessions=())]).every
    assert matter.name == "2022年第022号政协提案"
    assert matter.address == "matters/year-2022/proposals/022.html"


def test_a_number_that_is_no_address_stands_by_its_digest() -> None:
    one, other = (urls.matter_address("s", "c", number) for number in ("建字1", "建字2"))
    assert one != other
    assert urls.is_slug(one.rpartition("/")[2].removesuffix(".html"))


def test_the_page_comes_and_goes_with_its_second_document(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", 4)
    first, second = site.papers[0], site.papers[1]
    page = site.root / "public" / "matters" / "renda" / "suggestions" / f"{first.number}.html"
    assert_as_clean(site.root)
    assert not page.exists()
    old, second.number, second.role = second.number, first.number, "会办"
    site.put(second)
    assert_as_clean(site.root)
    assert "会办意见" in page.read_text(encoding="utf-8")
    for one, other in ((first, second), (second, first)):
        shown = (site.root / f"public/suggestions/2023/{one.name}.html").read_text("utf-8")
        assert f'href="../../matters/renda/suggestions/{first.number}.html"' in shown
        assert f'href="{other.name}.html"' in shown
    second.number = old
    site.put(second)
    assert_as_clean(site.root)
    assert not page.exists()
