"""What is held back appears nowhere: not in a name, not in a byte of what is published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gongkai import staffing
from gongkai.preview import Preview
from gongkai.search.reader import IndexReader
from gongkai.search.texts import read_text_file
from tests.runs import no_progress
from tests.site import held, larger
from tests.site.building import NOW, BuiltSite, build, tree
from tests.site.held import SECRET

_WITHDRAWAL = "撤回说明: {日期: 2025-03-04, 原因: 重复公开}\n"
_KNOWING = {
    *(larger.RICH, larger.KINDS_OF_PAGE["redirect"], "zwgk/20230001.htm"),
    ".gongkai-manifest.json",
}
"""The page itself, what leads to it from its old addresses, and the list of our own files."""


def _revealed(folder: Path) -> list[str]:
    """The files of an output folder that hold the secret, in their name or their bytes.

    Those of the search index are deflated; they are read as the browser reads them.
    """
    secret = SECRET.encode()
    files = tree(folder)
    found = [name for name, data in files.items() if secret in name.encode() + data.lower()]
    found += [
        name
        for name, data in files.items()
        if name.startswith("search/texts/") and SECRET in "\n".join(read_text_file(data)).lower()
    ]
    if any(name.startswith("search/") for name in files):
        found += [f"search: {number}" for number in IndexReader(files).find(SECRET)]
    return found


def test_the_secret_is_planted_in_many_places(larger_site: BuiltSite) -> None:
    planted = (larger_site.root / "content" / "suggestions" / "2023").glob(f"{SECRET}-*")
    assert len(list(planted)) == 2 * len(held.REASONS)  # each document, and the folder of its files
    draft = (larger_site.root / f"content/suggestions/2023/{SECRET}-draft.md").read_text("utf-8")
    assert draft.count(SECRET) >= 25


def test_nothing_that_is_held_back_is_published(larger_site: BuiltSite) -> None:
    assert _revealed(larger_site.folder) == []


def test_the_build_says_what_it_held_back_and_why(larger_site: BuiltSite) -> None:
    reasons = {Path(one.path).stem: one.reason for one in larger_site.built.held}
    documents = {f"{SECRET}-{name}" for name in held.REASONS}
    assert documents <= reasons.keys()
    assert reasons[f"{SECRET}-withheld"] == "不公开"
    assert reasons[f"{SECRET}-future"] == "未到发布日期"
    assert reasons[f"{SECRET}-unreviewed"] == reasons[f"{SECRET}-half-reviewed"] == "未经公开审查"


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    return larger.write(tmp_path / "root", plain_documents=0)


def test_the_search_for_the_secret_would_find_it(small_root: Path) -> None:
    draft = small_root / "content" / "suggestions" / "2023" / f"{SECRET}-draft.md"
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("状态: 草稿", "状态: 公开"), encoding="utf-8")
    build(small_root, small_root / "public")
    revealed = _revealed(small_root / "public")
    assert f"suggestions/2023/{SECRET}-draft.html" in revealed
    assert f"suggestions/2023/{SECRET}-draft/{SECRET}-annex.pdf" in revealed
    assert "index.html" in revealed
    assert any(name.startswith("search/texts/") for name in revealed)
    assert any(name.startswith("search: ") for name in revealed)


def test_a_document_is_published_at_the_very_minute_of_its_date(small_root: Path) -> None:
    folder = small_root / "public"
    address = f"suggestions/2023/{SECRET}-future.html"
    build(small_root, folder, datetime.fromisoformat("2026-01-01T12:00:59"))
    assert _revealed(folder) == []
    # The same minute, told by a clock in another time zone.
    build(small_root, folder, datetime.fromisoformat("2026-01-01T04:01:00+00:00"))
    assert (folder / address).is_file()


def test_nothing_is_revealed_after_the_preview_has_rendered_it(small_root: Path) -> None:
    folder = small_root / "public"
    build(small_root, folder)
    published = tree(folder)
    preview = Preview(small_root)
    preview.build(NOW, staffing.alone, no_progress)
    assert f"suggestions/2023/{SECRET}-draft.html" in _revealed(preview.folder)
    assert tree(folder) == published
    build(small_root, folder)
    assert tree(folder) == published


def test_what_is_withdrawn_leaves_no_trace(small_root: Path) -> None:
    folder = small_root / "public"
    rich = small_root / "content" / "suggestions" / "2023" / "20230001.md"
    build(small_root, folder)
    assert (folder / "suggestions/2023/20230001/annex-1.pdf").is_file()
    text = rich.read_text(encoding="utf-8").replace("状态: 公开", "状态: 撤回", 1)
    rich.write_text(text, encoding="utf-8")
    rich.write_text(text.replace("---\n", f"---\n{_WITHDRAWAL}", 1), encoding="utf-8")
    built = build(small_root, folder)
    assert set(built.committed.removed) >= {
        "suggestions/2023/20230001/annex-1.pdf",
        "suggestions/2023/20230001/2.xlsx",
        "suggestions/2023/20230001/3.png",
    }
    assert not (folder / "suggestions/2023/20230001").exists()
    page = (folder / larger.RICH).read_text(encoding="utf-8")
    assert "2025年3月4日" in page
    assert "重复公开" in page
    assert "本件已撤回" in (folder / larger.KINDS_OF_PAGE["redirect"]).read_text(encoding="utf-8")
    files = tree(folder)
    naming = [name for name, data in files.items() if larger.RICH.encode() in data]
    assert [name for name in naming if name not in _KNOWING] == []
    traces = [name for name, data in tree(folder).items() if "扩建".encode() in data]
    assert traces == []
