"""The catalog: order, grouping, references both ways, numbers, and the faults of comparison."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.catalog import Catalog, document_reference, gather
from gongkai.dates import Moment, parse
from gongkai.errors import Severity
from gongkai.model import Card, Place, Reference, Term
from gongkai.publication import PREVIEW_GATE, public_gate
from gongkai.vocabulary import Openness, Status
from tests.decks import deck, in_order_of_paths

SUGGESTIONS = Term("suggestions", "人大代表建议")
PROPOSALS = Term("proposals", "政协提案")
RENDA = Term("renda", "人大")
ZHENGXIE = Term("zhengxie", "政协")
EDUCATION = Term("jiaoyu", "市教育局")
FINANCE = Term("caizheng", "市财政局")


def moment(text: str) -> Moment:
    found = parse(text)
    assert found
    return found


NOON = moment("2024-01-01 12:00")


def document(name: str, **changes: Any) -> Card:
    plain = Card(
        path=f"content/{name}.md",
        address=f"{name}.html",
        title=name,
        status=Status.PUBLIC,
        published=moment("2023-09-01"),
        changed=moment("2023-09-01"),
        aliases=(),
        category=SUGGESTIONS,
        is_reply=True,
        sessions=(RENDA,),
        units=(EDUCATION,),
        year=2023,
    )
    return plain._replace(**changes)


def published(*documents: Card) -> Catalog:
    return gather(in_order_of_paths(documents), public_gate(NOON, False), {})[0]


def addresses(documents: Iterable[Card]) -> list[str]:
    return [document.address for document in documents]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"status": Status.DRAFT}, "草稿"),
        ({"status": Status.PENDING}, "待审"),
        ({"status": Status.WITHDRAWN}, "撤回"),
        ({"openness": Openness.WITHHELD}, "不公开"),
        ({"published": moment("2024-01-01 11:59")}, None),
        ({"published": moment("2024-01-01 12:00")}, None),
        ({"published": moment("2024-01-01 12:01")}, "未到发布日期"),
        ({"published": moment("2024-01-02")}, "未到发布日期"),
    ],
)
def test_what_the_public_sees(changes: dict[str, object], reason: str | None) -> None:
    catalog = published(document("a", **changes))
    assert [held.reason for held in catalog.held] == ([reason] if reason else [])
    assert addresses(catalog.documents) == ([] if reason else ["a.html"])


def test_review_where_it_is_required() -> None:
    gate = public_gate(NOON, review_required=True)
    held = gate.hindrance(document("a").candidate)
    assert held and held.reason == "未经公开审查"


def test_preview_shows_all_but_the_withheld() -> None:
    draft = document("a", status=Status.DRAFT, published=None)
    withheld = document("b", openness=Openness.WITHHELD)
    catalog, _ = gather(deck([draft, withheld]), PREVIEW_GATE, {})
    assert addresses(catalog.documents) == ["a.html"]


def test_order_is_publication_then_address() -> None:
    catalog = published(
        document("c", published=moment("2023-09-01 08:00")),
        document("b", published=moment("2023-09-02")),
        document("d", published=moment("2023-09-01")),
        document("a-b", published=moment("2023-09-02")),
        document("a/b", published=moment("2023-09-02")),
        document("f", published=moment("2023-09-01 08:00:01")),
        document("e", published=moment("2023-09-01 08:00:02")),
    )
    names = ["d", "c", "f", "e", "a-b", "a/b", "b"]
    assert addresses(catalog.documents) == [f"{name}.html" for name in names]
    assert sorted(catalog.documents, key=lambda card: card.order) == list(catalog.documents)


def test_a_preview_shows_drafts_without_a_date_last() -> None:
    drafts = [document(name, published=None, status=Status.DRAFT) for name in "ca"]
    catalog, _ = gather(in_order_of_paths([*drafts, document("b")]), PREVIEW_GATE, {})
    assert addresses(catalog.documents) == ["b.html", "a.html", "c.html"]
    assert sorted(catalog.documents, key=lambda card: card.order) == list(catalog.documents)


def test_terms_follow_the_configuration_and_none_is_empty() -> None:
    one = document("a", units=(FINANCE,), co_units=(EDUCATION,))
    order = {"units": ("jiaoyu", "absent", "caizheng")}
    catalog, _ = gather(deck([one]), public_gate(NOON, False), order)
    assert [listing.term.slug for listing in catalog.listings["units"]] == ["jiaoyu", "caizheng"]
    assert catalog.listings["topics"] == ()


def test_years_stand_newest_first() -> None:
    catalog = published(document("a", year=2021), document("b", year=2023))
    assert [listing.term.slug for listing in catalog.listings["years"]] == ["2023", "2021"]


def test_related_both_ways_and_dangling_ones_are_said() -> None:
    one = document("a", related=(Reference("b", Place(5, 3)), Reference("nothing", Place(6, 3))))
    catalog, faults = gather(deck([one, document("b")]), public_gate(NOON, False), {})
    assert addresses(catalog.related["a.html"]) == ["b.html"]
    assert addresses(catalog.related["b.html"]) == ["a.html"]
    (fault,) = faults
    assert (fault.rule, fault.line, fault.severity) == ("related-missing", 6, Severity.WARNING)


@pytest.mark.parametrize("text", ["x/1", "x/1.md", "x/1.html", "/x/1", "content/x/1.md", " x/1 "])
def test_spellings_of_a_reference(text: str) -> None:
    assert document_reference(text) == "x/1.html"


def test_neighbours_within_the_lead_unit() -> None:
    catalog = published(
        document("a"), document("b", units=(FINANCE,)), document("c"), document("d")
    )
    near = catalog.neighbours("c.html")
    assert near.previous and near.previous.address == "a.html"
    assert near.next and near.next.address == "d.html"
    assert catalog.neighbours("b.html").previous is None


def test_numbers_by_session() -> None:
    catalog = published(
        document("a", number="003", sessions=(ZHENGXIE,)),
        document("b", number="007", sessions=(RENDA, ZHENGXIE)),
        document("c", number="007", sessions=(ZHENGXIE,), category=PROPOSALS),
        document("d", number="009", sessions=()),
    )
    assert catalog.numbered == {
        "zhengxie": {"003": ("a.html",), "007": ("b.html", "c.html")},
        "renda": {"007": ("b.html",)},
    }


@pytest.mark.parametrize(
    ("changes", "is_fault"),
    [
        ({}, True),
        ({"category": PROPOSALS}, False),
        ({"sessions": (ZHENGXIE,)}, False),
        ({"units": (FINANCE,)}, False),
        ({"number": "2"}, False),
        ({"status": Status.WITHDRAWN}, False),
        ({"status": Status.DRAFT}, True),
    ],
)
def test_the_same_number_twice(changes: dict[str, object], is_fault: bool) -> None:
    pair = [document("a", number="1"), document("b", **{"number": "1", **changes})]
    faults = gather(deck(pair), public_gate(NOON, False), {})[1]
    assert [fault.rule for fault in faults] == (["duplicate-number"] if is_fault else [])


@given(st.permutations([document(name) for name in "abcdef"]))
def test_the_catalog_does_not_depend_on_the_order_of_reading(documents: list[Card]) -> None:
    read, ordered = published(*documents), published(*sorted(documents, key=lambda d: d.path))
    assert addresses(read.documents) == addresses(ordered.documents)
    assert read.previous.tolist() == ordered.previous.tolist()
    assert read.numbered == ordered.numbered
