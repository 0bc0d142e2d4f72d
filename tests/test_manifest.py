"""The entries of a manifest, found and changed in its bytes, are those of the dictionary it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import manifest
from gongkai.manifest import Entries, manifest_bytes

ADDRESSES = st.text('ab/{}"\\\n\x1f,:一\U00020000', min_size=1, max_size=4)
CONTENTS = st.sampled_from(["00", "0123456789ab"])
FILES = st.dictionaries(ADDRESSES, CONTENTS, max_size=12)


@pytest.fixture(autouse=True, scope="module", params=[0, 1 << 20], ids=["by place", "whole"])
def many(request: pytest.FixtureRequest) -> None:
    """However many files are asked for, they are looked for in one way."""
    manifest._MANY, before = request.param, manifest._MANY
    request.addfinalizer(lambda: setattr(manifest, "_MANY", before))


def test_a_line_for_each_file_in_the_order_of_addresses() -> None:
    assert manifest_bytes({"b.html": "01", "a.html": "00"}) == (
        b'{"generator":"gongkai",\n"version":1,"files":{"a.html":"00",\n"b.html":"01"}}\n'
    )
    assert json.loads(Entries().data)["files"] == {}


@given(FILES, st.sets(ADDRESSES, max_size=6))
def test_files_are_found(files: dict[str, str], others: set[str]) -> None:
    entries = Entries(manifest_bytes(files))
    asked = others | {*list(files)[::2]}
    assert entries.named(asked) == {each: files[each] for each in asked if each in files}
    assert {each: entries.get(each) for each in asked} == {each: files.get(each) for each in asked}
    assert len(entries) == len(files)
    assert entries.files == files


@given(FILES, st.dictionaries(ADDRESSES, CONTENTS | st.none(), max_size=8))
def test_changed_entries_are_those_of_changed_files(
    files: dict[str, str], changes: dict[str, str | None]
) -> None:
    # Files that are there go too.
    changes |= dict.fromkeys(list(files)[::3])
    changed = Entries(manifest_bytes(files)).with_changes(changes)
    left = {key: each for key, each in {**files, **changes}.items() if each}
    assert changed.data == manifest_bytes(left)
