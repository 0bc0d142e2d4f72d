"""The manifest of old and new files: read as both, or not written as an addition at all."""

from __future__ import annotations

import json

import pytest

from gongkai.manifest import manifest_bytes, with_more

OURS = manifest_bytes({"a.html": "00", "b.html": "01"})


def test_old_and_new_files_are_read_and_the_later_fingerprint_counts() -> None:
    both = with_more(OURS, {"b.html": "02", "c/一.html": "03"})
    assert both is not None
    assert json.loads(both)["files"] == {"a.html": "00", "b.html": "02", "c/一.html": "03"}


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        manifest_bytes({}),
        OURS.replace(b"}}", b'}, "note": {"by": "hand"}}'),
        OURS.rstrip(),
        json.dumps(json.loads(OURS), indent=2).encode(),
    ],
    ids=["none", "no files", "more by hand", "no last line", "laid out by hand"],
)
def test_what_does_not_end_as_ours_does_is_written_anew(manifest: bytes) -> None:
    assert with_more(manifest, {"c.html": "03"}) is None
