"""Addresses: claimed twice, one in the way of another, and which one gives way."""

from __future__ import annotations

import pytest

from gongkai.collisions import claimed_twice, hindered, places_of_old_addresses
from gongkai.model import Place, Reference
from tests.test_catalog import document


def test_claims() -> None:
    assert list(claimed_twice([("x", "a"), ("y", "b"), ("x", "a")])) == []
    (fault,) = claimed_twice([("x", "a"), ("x", "b")])
    assert (fault.path, fault.rule) == ("b", "duplicate-address")


@pytest.mark.parametrize("claims", [[("x", "a"), ("x", "b")], [("x", "b"), ("x", "a")]])
def test_an_old_address_gives_way_and_is_named_where_it_stands(
    claims: list[tuple[str, str]],
) -> None:
    (fault,) = claimed_twice(claims, {("x", "a"): Place(7, 5)})
    assert (fault.path, fault.line, fault.column) == ("a", 7, 5)
    assert "与 b 争用" in fault.message


def test_where_old_addresses_stand() -> None:
    aliases = (Reference("/old/a.html", Place(7, 5)), Reference("/a.jsp?id=1", Place(8, 5)))
    card = document("a", aliases=aliases)
    assert places_of_old_addresses([card]) == {("old/a.html", card.path): Place(7, 5)}


@pytest.mark.parametrize(
    ("claims", "clashes"),
    [
        ([("a/x.html", "1"), ("a/x/y.pdf", "1"), ("b/x.html", "2"), ("A/z.html", "2")], []),
        ([("x", "1"), ("x", "2")], []),
        ([("a/x.pdf", "1"), ("a/x.pdf/old.html", "2")], [("a/x.pdf/old.html", "2", "1")]),
        ([("a/x.pdf/old.html", "2"), ("a/x.pdf", "1")], [("a/x.pdf/old.html", "2", "1")]),
        ([("a/x.pdf", "1"), ("a/x.pdf/b/c.html", "1")], [("a/x.pdf/b/c.html", "1", "1")]),
        ([("A/X.pdf/o.html", "2"), ("a/x.pdf", "1")], [("A/X.pdf/o.html", "2", "1")]),
        ([("A.html", "2"), ("a.html", "1")], [("A.html", "2", "1")]),
        ([("a.html", "1"), ("A.html", "1")], [("A.html", "1", "1")]),
        ([("Ab", "1"), ("aB", "2"), ("AB", "3")], [("aB", "2", "1"), ("AB", "3", "1")]),
    ],
)
def test_addresses_that_hinder_each_other(
    claims: list[tuple[str, str]], clashes: list[tuple[str, str, str]]
) -> None:
    found = list(hindered(claims))
    assert [(address, fault.path) for address, fault in found] == [each[:2] for each in clashes]
    for (_, fault), (address, _, owner) in zip(found, clashes, strict=True):
        assert fault.rule == "address-clash"
        assert address in fault.message
        assert f" {owner} " in fault.message
