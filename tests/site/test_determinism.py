"""The same sources give the same bytes: anywhere, at any time, and whatever was built before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.site import larger
from tests.site.building import NOW, BuiltSite, build, tree

ENVIRONMENTS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "LC_ALL": ""},
)


def _edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _copy_backwards(source: Path, target: Path) -> None:
    """Copy a site file by file, the last one first, without its times."""
    for path in sorted(source.rglob("*"), reverse=True):
        below = path.relative_to(source)
        if path.is_file() and below.parts[0] not in {"public", ".cache"}:
            (target / below).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / below)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=["seed 0", "seed 4242"])
def test_another_process_in_another_place_makes_the_same_bytes(
    larger_site: BuiltSite, repository: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    root, folder = tmp_path / "elsewhere", tmp_path / "out"
    _copy_backwards(larger_site.root, root)
    program = [sys.executable, str(repository / "build.py")]
    ran = subprocess.run(
        [*program, "--root", str(root), "--output", str(folder), "--now", NOW.isoformat()],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, **environment},
    )
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")
    assert tree(folder) == tree(larger_site.folder)


def test_the_moment_of_the_build_leaves_no_trace(larger_site: BuiltSite, tmp_path: Path) -> None:
    build(larger_site.root, tmp_path / "out", NOW - timedelta(days=7, seconds=1))
    assert tree(tmp_path / "out") == tree(larger_site.folder)


def test_a_second_build_writes_nothing(site: BuiltSite, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(site.root, folder)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    committed = build(site.root, folder).committed
    assert (committed.written, committed.removed) == ((), ())
    assert committed.unchanged == len(site.built.committed.written)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == times


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    return larger.write(tmp_path / "root", plain_documents=12)


def test_mending_a_word_in_a_body_rewrites_one_page_and_its_data(small_root: Path) -> None:
    build(small_root, small_root / "public")
    _edit(small_root, "content/suggestions/2023/20230001.md", "已经收回", "已经全部收回")
    written = build(small_root, small_root / "public").committed.written
    beside = {larger.RICH.replace(".html", suffix) for suffix in (".json", ".md")}
    assert _besides_search(written) == {larger.RICH, "data/texts-2023.jsonl", *beside}


def _besides_search(written: tuple[str, ...]) -> set[str]:
    return {address for address in written if not address.startswith("search/")}


def test_a_new_title_rewrites_the_pages_that_show_it(small_root: Path) -> None:
    folder = small_root / "public"
    build(small_root, folder)
    before = tree(folder)
    _edit(small_root, "content/suggestions/2023/plain.md", "没有编号的建议", "不编号的建议")
    written = _besides_search(build(small_root, folder).committed.written)
    showing = {name for name, data in before.items() if "没有编号的建议".encode() in data}
    assert written == showing
    assert {"index.html", "years/2023.html", larger.RICH} < showing
    assert "topics/jiaoyu.html" not in showing


def _add_a_document(root: Path) -> None:
    larger.write_plain(root, 12)


def _remove_a_document(root: Path) -> None:
    (root / "content/suggestions/2023/plain.md").unlink()


def _withdraw(root: Path) -> None:
    _edit(root, "content/suggestions/2023/20230001.md", "状态: 公开", "状态: 撤回")


def _publish_a_draft(root: Path) -> None:
    _edit(root, "content/suggestions/2023/zq7-draft.md", "状态: 草稿", "状态: 公开")


def _rename_a_unit(root: Path) -> None:
    _edit(root, "content/units.yaml", "岚江市交通运输局", "岚江市交通运输委员会")
    _edit(root, "content/suggestions/2023/hostile.md", "岚江市交通运输局", "岚江市交通运输委员会")
    for path in root.rglob("0*.md"):
        text = path.read_text(encoding="utf-8")
        renamed = text.replace("岚江市交通运输局", "岚江市交通运输委员会")
        path.write_text(renamed, encoding="utf-8")


def _turn_the_lists(root: Path) -> None:
    _edit(root, "site.toml", "page_size = 5", "page_size = 2")


def _replace_an_attachment(root: Path) -> None:
    (root / "content/suggestions/2023/20230001/Annex-1.pdf").write_bytes(b"%PDF-1.4 other")


def _move_a_document(root: Path) -> None:
    content = root / "content"
    (content / "notices/2023/gongzuo-anpai.md").rename(content / "notices/2023/anpai.md")
    _edit(root, "content/pages/about.md", "gongzuo-anpai.md", "anpai.md")


def _change_the_theme(root: Path) -> None:
    (root / "theme" / "assets" / "css").mkdir(parents=True)
    (root / "theme" / "assets" / "css" / "99-own.css").write_text("a { color: navy }")


def _leave_out_base_url(root: Path) -> None:
    _edit(root, "site.toml", 'base_url = "https://gongkai.example/a/b/"', "")
    # The labels are required there, and took the domain from base_url.
    _edit(root, "site.toml", "[labels]", '[labels]\nsite_domain = "gongkai.example"')


EDITS: tuple[Callable[[Path], None], ...] = (
    _add_a_document,
    _publish_a_draft,
    _turn_the_lists,
    _rename_a_unit,
    _replace_an_attachment,
    _move_a_document,
    _change_the_theme,
    _remove_a_document,
    _withdraw,
    _leave_out_base_url,
)


def test_after_any_edit_a_build_gives_what_a_clean_one_gives(
    small_root: Path, tmp_path: Path
) -> None:
    folder = small_root / "public"
    build(small_root, folder)
    for edit in EDITS:
        before = tree(folder)
        edit(small_root)
        build(small_root, folder)
        clean = tmp_path / edit.__name__
        build(small_root, clean)
        assert tree(folder) == tree(clean), edit.__name__
        assert tree(folder) != before, edit.__name__
