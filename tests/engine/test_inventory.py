"""What becomes of a manifest is the same whether the build that left it is remembered or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.fingerprint import WIDTH
from gongkai.inventory import Inventory
from gongkai.manifest import Entries
from gongkai.productmemory import NOTHING, FileMemory, ProductMemory
from gongkai.shelves import Shelf, Shelves
from gongkai.staleness import Trace

MANIFEST = b"the fingerprint of a manifest"
FOLDERS = ["a/", "b/", "c/"]
ADDRESSES = [f"{folder}{name}" for folder in FOLDERS for name in "wxyz"]
CONTENTS = st.sampled_from([bytes([number]) * WIDTH for number in range(3)])


def product(files: dict[str, bytes]) -> ProductMemory:
    """A product that has these files."""
    held = tuple(FileMemory(address, content, (1, 2)) for address, content in files.items())
    return ProductMemory(Trace("list", b""), NOTHING, held, ())


def hexadecimal(files: dict[str, bytes]) -> dict[str, str]:
    """Files as a manifest has them."""
    return {address: content.hex() for address, content in files.items()}


@given(
    before=st.dictionaries(st.sampled_from(ADDRESSES), CONTENTS),
    loose=st.sets(st.sampled_from(ADDRESSES)),
    stale=st.sets(st.sampled_from(ADDRESSES)),
    planned=st.dictionaries(st.sampled_from([*ADDRESSES, "a/v", "d"]), CONTENTS),
    left_out=st.sets(st.sampled_from(ADDRESSES)),
    forgotten=st.sets(st.sampled_from([*ADDRESSES, "a/v", "d"])),
)
def test_a_remembered_manifest_becomes_what_any_becomes(
    before: dict[str, bytes],
    loose: set[str],
    stale: set[str],
    planned: dict[str, bytes],
    left_out: set[str],
    forgotten: set[str],
) -> None:
    # Each product has one file, at the address that is its key; some files are no product's.
    products = Shelves.of({key: product({key: before[key]}) for key in before.keys() - loose})
    entries = Entries.of(hexadecimal(before))
    published = Inventory(entries)
    published.keep_all(products)
    for address in loose & before.keys():
        published.plan(address, before[address])
    left = published.left(MANIFEST, products)
    assert left == (MANIFEST, tuple(sorted(loose & before.keys())))

    # A product that stays stands on a shelf, one that is made is planned by its files.
    kept = products.without(({*planned} | stale) & {*products})
    expected = {key: before[key] for key in kept} | planned
    expected = {key: each for key, each in expected.items() if key not in left_out}
    differences = []
    for inventory in (Inventory(entries), Inventory(entries, products.folders, left.loose)):
        inventory.keep_all(kept)
        for address, content in planned.items():
            inventory.plan(address, content)
        for address in left_out:
            inventory.leave_out(address)
        difference = inventory.difference()
        differences.append(difference)
        added, altered, removed = difference
        changed = entries.with_changes({**added, **altered, **dict.fromkeys(removed)})
        assert changed.data == Entries.of(hexadecimal(expected)).data
        remembered = Shelves.of(
            {key: product({key: each}) for key, each in expected.items() if key not in forgotten}
        )
        lasting = Shelves({**remembered.folders, **_same(kept, remembered)})
        assert inventory.left(MANIFEST, lasting).loose == tuple(sorted(forgotten & expected.keys()))
    assert differences[0] == differences[1]
    assert Inventory(entries).left(MANIFEST, Shelves()) == (MANIFEST, ())


def _same(kept: Shelves, remembered: Shelves) -> dict[str, Shelf]:
    """The very shelves that were kept, where the remembered ones equal them."""
    return {
        folder: shelf
        for folder, shelf in kept.folders.items()
        if remembered.folders.get(folder) == shelf
    }
