"""A disk that fails: the command says so, the site stands whole, and the next build repairs it.

Root may write to what is read-only, so a refusal is simulated where Python asks the system.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from gongkai import cli, fileacts
from gongkai.store import Store
from tests.engine import edits
from tests.engine.building import NOW, assert_as_clean, built, clean
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

STEPS: dict[str, Any] = {"write": fileacts, "replace": os}
"""By which a build changes the folder, and where they are looked up."""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site that was published, and then edited so that files are written and removed."""
    site = SmallSite(tmp_path / "site")
    built(site.root)
    site.remove(site.papers[0])
    site.put(site.paper(20))
    site.edit("content/pages/about.md", "关于", "论")
    return site


def build(site: SmallSite, *arguments: str) -> int:
    """Run the command."""
    return cli.main(["build", "--root", str(site.root), "--now", NOW.isoformat(), *arguments])


def refuse_after(
    monkeypatch: pytest.MonkeyPatch, name: str, after: int, error: OSError, below: Path
) -> Callable[[], int]:
    """Let a step fail below a folder from its ``after``-th call on; counts the calls."""
    owner = STEPS.get(name, Path)
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def step(path: str | Path, *arguments: Any, **options: Any) -> Any:
        nonlocal calls
        if Path(path).is_relative_to(below):
            calls += 1
            if calls > after:
                raise OSError(error.errno, error.strerror, str(path))
        return original(path, *arguments, **options)

    monkeypatch.setattr(owner, name, step)
    return lambda: calls


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_at_whichever_step_a_disk_fails_the_site_stands(
    site: SmallSite, capsys: pytest.CaptureFixture[str], name: str, error: int
) -> None:
    public = site.root / "public"
    old, (_, new) = tree(public), clean(site.root)
    failure = OSError(error, os.strerror(error))
    kept = site.root.parent / "kept"
    shutil.copytree(site.root, kept, symlinks=True)
    after, failed = 0, True
    while failed:
        with pytest.MonkeyPatch.context() as patch:
            calls = refuse_after(patch, name, after, failure, public)
            status = build(site)
        failed = calls() > after
        assert status == (cli.MACHINE if failed else cli.DONE)
        said = capsys.readouterr().err
        now = tree(public)
        if failed:
            assert "失败" in said
            assert "只更新了一部分" in said or ("网站保持原样" in said and now == old)
        pages = {each for each in now if each != ".gongkai-manifest.json"}
        assert pages <= old.keys() | new.keys()
        assert all(now[each] in (old.get(each), new.get(each)) for each in pages)
        assert all(each in now for each in old.keys() & new.keys())
        assert build(site) == cli.DONE
        assert tree(public) == new
        shutil.rmtree(site.root)
        shutil.copytree(kept, site.root, symlinks=True)
        # Early steps differ from each other more than late ones.
        after += 1 if after < 4 else 9
    assert after > 0


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES])
def test_a_cache_that_cannot_be_written_is_said(
    site: SmallSite,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: int,
) -> None:
    before = tree(site.root / "public")

    def refuse(self: Path, *_: Any, **__: Any) -> None:
        raise OSError(error, os.strerror(error), str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        assert build(site) == cli.MACHINE
    assert "不能在" in capsys.readouterr().err
    assert tree(site.root / "public") == before
    assert_as_clean(site.root)


def test_a_memory_that_cannot_be_written_costs_time_alone(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_save", refuse)
        assert build(site) == cli.DONE
    assert tree(site.root / "public") == clean(site.root)[1]
    assert assert_as_clean(site.root).committed.written == ()


def test_a_source_that_cannot_be_read_is_named(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(site.root / "public")
    source = site.file_of(site.papers[1])
    site.write("content/suggestions/2023/d001.md", site.papers[1].text + "\n")
    with monkeypatch.context() as patch:
        refuse_after(
            patch, "read_bytes", 0, PermissionError(errno.EACCES, "Permission denied"), source
        )
        assert build(site) == cli.MACHINE
    assert f"不能读取文件 {source}" in capsys.readouterr().err
    assert tree(site.root / "public") == before
    assert_as_clean(site.root)


def test_an_empty_folder_in_the_way_is_named_before_anything_changes(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(site.root / "public")
    (site.root / "public/suggestions/2023/d020.html/empty").mkdir(parents=True)
    assert build(site) == cli.USAGE
    assert "d020.html/empty 不是本程序写的文件" in capsys.readouterr().err
    assert tree(site.root / "public") == before


@pytest.mark.parametrize("holds", ["", "own.txt"])
@pytest.mark.parametrize("address", ["suggestions/2023/d003.html", "index.html"])
def test_a_folder_in_the_place_of_a_page_is_named_before_anything_changes(
    site: SmallSite, capsys: pytest.CaptureFixture[str], address: str, holds: str
) -> None:
    page = site.root / "public" / address
    kept = page.read_bytes()
    page.unlink()
    page.mkdir()
    if holds:
        (page / holds).write_text("own")
    before = tree(site.root / "public")
    for _ in range(2):
        assert build(site) == cli.USAGE
        assert f"{page / holds} 不是本程序写的文件" in capsys.readouterr().err
        assert tree(site.root / "public") == before
    shutil.rmtree(page)
    page.write_bytes(kept)
    assert_as_clean(site.root)


def test_a_file_in_the_place_of_a_folder_is_named_before_anything_changes(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site.root / "public/suggestions"
    shutil.rmtree(folder)
    folder.write_text("own")
    before = tree(site.root / "public")
    assert build(site) == cli.USAGE
    assert f"{folder} 不是本程序写的文件" in capsys.readouterr().err
    assert tree(site.root / "public") == before
    folder.unlink()
    assert_as_clean(site.root)


def test_what_stands_where_a_page_was_that_goes_is_left_alone(site: SmallSite) -> None:
    page = site.root / "public/suggestions/2023/d000.html"
    beside = site.root / "public/suggestions/2023/d000"
    page.unlink()
    page.mkdir()
    (page / "own.txt").write_text("own")
    shutil.rmtree(beside)
    beside.write_text("own")
    built(site.root)
    left = tree(site.root / "public").items() - clean(site.root)[1].items()
    assert {name for name, _ in left} == {
        "suggestions/2023/d000.html/own.txt",
        "suggestions/2023/d000",
    }


@pytest.mark.parametrize("files", ['{"a\\u0000b": "00"}', "[" * 200_000, '{"a": {"b": "c"}}'])
def test_a_manifest_that_nobody_can_follow_is_refused(
    site: SmallSite, capsys: pytest.CaptureFixture[str], files: str
) -> None:
    (site.root / "public/.gongkai-manifest.json").write_text(f'{{"files": {files}}}')
    before = tree(site.root / "public")
    assert build(site) == cli.USAGE
    assert "已损坏" in capsys.readouterr().err
    assert tree(site.root / "public") == before


def test_two_outputs_share_one_memory(site: SmallSite, tmp_path: Path) -> None:
    other = tmp_path / "other"
    arguments = ["build", "--root", str(site.root), "--now", NOW.isoformat()]
    for turn in range(3):
        site.edit("content/pages/about.md", "见", f"见{turn}")
        for output in (site.root / "public", other):
            assert cli.main([*arguments, "--output", str(output)]) == cli.DONE
            assert tree(output) == clean(site.root)[1]
    edits.truncate(other / "index.html")
    shutil.rmtree(site.root / "public")
    for output in (site.root / "public", other):
        assert cli.main([*arguments, "--output", str(output)]) == cli.DONE
        assert tree(output) == clean(site.root)[1]


def test_a_site_with_nothing_in_it(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", 0)
    site.edit("site.toml", 'base_url = "https://gongkai.example/a/"\n', "")
    (site.root / "content/units.yaml").unlink()
    (site.root / "content/pages/about.md").unlink()
    assert_as_clean(site.root)
    assert built(site.root).stale == ()
    site.put(site.paper(0))
    site.write("content/units.yaml", "- slug: jiaoyu\n  name: 甲\n- slug: weisheng\n  name: 乙\n")
    assert_as_clean(site.root)


def test_a_full_build_forgets_nothing_while_another_is_running(site: SmallSite) -> None:
    memory = site.root / ".cache" / "build.sqlite"
    before = memory.read_bytes()
    with FileLock(site.root / ".cache" / "build.lock"):
        assert build(site, "--full") == cli.MACHINE
    assert memory.read_bytes() == before
    assert build(site, "--full") == cli.DONE
    assert_as_clean(site.root)
