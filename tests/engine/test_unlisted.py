"""A file in a document's folder that its page does not have is said, as long as it should have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.building import incremental
from tests.engine.smallsite import SmallSite


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("attached", [], ["forgotten.pdf"]),
        ("attached", ["forgotten.pdf"], []),
        ("pictured", True, ["forgotten.pdf"]),
        ("openness", "摘要公开", []),
        ("status", "草稿", []),
    ],
)
def test_a_file_that_no_page_has(
    tmp_path: Path, field: str, value: object, said: list[str]
) -> None:
    site = SmallSite(tmp_path / "site", 3)
    paper = site.papers[1]
    folder = f"content/suggestions/2023/{paper.name}"
    paper.attached, paper.pictured = [], False
    setattr(paper, field, value)
    site.put(paper)
    site.write(f"{folder}/forgotten.pdf", b"x")
    for _ in range(2):
        faults = incremental(site.root).faults
        found = [fault.path for fault in faults if fault.rule == "unlisted-file"]
        assert [path for path in found if path.startswith(folder)] == [
            f"{folder}/{name}" for name in said
        ]
