"""Addresses: claimed twice, one in the way of another, and which one gives way."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.collisions import (
    claimed_twice,
    hindered,
    is_any_twice,
    may_clash,
    places_of_old_addresses,
)
from gongkai.columns import joined
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


ADDRESSES = st.lists(st.sampled_from(["a", "A", "b", "x.htm", "Y.html"]), min_size=1, max_size=3)
PRODUCTS = st.dictionaries(
    st.integers(0, 5), st.lists(ADDRESSES.map("/".join), max_size=2), max_size=6
)


def is_sound(products: dict[int, list[str]]) -> bool:
    """Whether all files of products can stand beside each other."""
    claims = [(address, f"{key}") for key, held in products.items() for address in held]
    addresses = [address for address, _ in claims]
    return len(addresses) == len(set(addresses)) and not list(hindered(claims))


@given(PRODUCTS, PRODUCTS)
def test_what_clashes_is_never_overlooked_where_only_some_is_made(
    before: dict[int, list[str]], made: dict[int, list[str]]
) -> None:
    assume(is_sound(before))
    kept = {key: held for key, held in before.items() if key not in made}
    had = {address for key in made for address in before.get(key, ())}
    claimed = [address for held in made.values() for address in held]
    columns = [joined(held) for held in kept.values()]
    if not may_clash(claimed, had, columns):
        assert is_sound(kept | made)


@given(PRODUCTS, PRODUCTS)
def test_where_no_address_is_new_only_the_same_one_clashes(
    before: dict[int, list[str]], made: dict[int, list[str]]
) -> None:
    assume(is_sound(before))
    stood = {address for held in before.values() for address in held}
    claimed = [address for held in made.values() for address in held]
    assume(stood.issuperset(claimed))
    kept = {key: held for key, held in before.items() if key not in made}
    beside = [address for held in kept.values() for address in held]
    assert is_any_twice(claimed, beside) != is_sound(kept | made)


def test_what_was_made_again_and_a_new_page_do_not_clash() -> None:
    beside = [joined(["b/x.html", "b/x.md"]), joined(["b/y.html", "b/y/1.pdf"])]
    made = ["a.html", "b/z.html", "b/z.md"]
    assert not may_clash(made, {"a.html"}, beside)
    assert may_clash([*made, "b/y"], {"a.html"}, beside)
    assert may_clash([*made, "b/X.html"], {"a.html"}, beside)
    assert may_clash([*made, "b/x.html/old.html"], {"a.html"}, beside)
    assert may_clash([*made, *made], {*made}, beside)
