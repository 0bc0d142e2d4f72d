"""Products on shelves are what they would be in a dictionary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Fault
from gongkai.fingerprint import WIDTH
from gongkai.productmemory import Discovered, FileMemory, ProductMemory
from gongkai.shelves import Shelves
from gongkai.staleness import Trace

KEYS = st.sampled_from(["", "a/", "a/b/", "search:a/"]).flatmap(
    lambda folder: st.sampled_from("xyz").map(lambda name: folder + name)
)
ADDRESSES = st.text("pqr/.", min_size=1, max_size=3)
FILES = st.builds(
    FileMemory,
    ADDRESSES,
    st.binary(min_size=WIDTH, max_size=WIDTH),
    st.tuples(st.integers(0, 1 << 50), st.integers(-1, 1 << 62)),
)
PRODUCTS = st.builds(
    ProductMemory,
    st.builds(Trace, st.sampled_from(["document", "list"]), st.binary(max_size=3)),
    st.builds(Discovered, st.lists(st.sampled_from("12"), max_size=2).map(tuple)),
    st.lists(FILES, max_size=3).map(tuple),
    st.lists(st.just(Fault("a.md", 1, 1, "rule", "甲", "乙")), max_size=2).map(tuple),
    st.sampled_from(["", "note"]),
)
MANY = st.dictionaries(KEYS, PRODUCTS, max_size=8)


@given(MANY)
def test_what_is_put_on_shelves_stands_there(products: dict[str, ProductMemory]) -> None:
    shelves = Shelves.of(products)
    assert dict(shelves) == products
    assert len(shelves) == len(products)
    assert shelves.traces == {key: each.trace for key, each in products.items()}
    assert sorted(shelves.addresses) == sorted(
        address for each in products.values() for address in each.addresses
    )
    assert dict(shelves.faults) == {
        key: each.faults for key, each in products.items() if each.faults
    }
    assert "a" not in shelves
    assert shelves.get("b/x") is None


@given(MANY, st.dictionaries(KEYS, PRODUCTS | st.none(), max_size=8))
def test_products_are_replaced_as_in_a_dictionary(
    products: dict[str, ProductMemory], changed: dict[str, ProductMemory | None]
) -> None:
    shelves = Shelves.of(products)
    replaced = shelves.replaced(changed)
    assert dict(replaced) == {key: each for key, each in (products | changed).items() if each}
    assert dict(shelves) == products
    assert replaced == Shelves.of(dict(replaced))
    assert shelves.not_in(replaced) == {key for key in products if key not in replaced}
    touched = {key.rpartition("/")[0] for key in changed}
    for folder, shelf in shelves.folders.items():
        if folder not in touched:
            assert replaced.folders[folder] is shelf


@given(MANY, st.sets(ADDRESSES, max_size=4))
def test_owners_are_those_that_have_a_file_there(
    products: dict[str, ProductMemory], addresses: set[str]
) -> None:
    owners = {key for key, each in products.items() if addresses & {*each.addresses}}
    assert set(Shelves.of(products).owning(addresses)) == owners
