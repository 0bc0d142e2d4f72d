"""The folder that is published: what is not ours is safe there, and what is ours stays whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import fileacts, output
from gongkai.errors import ContentError, MachineError, UsageError
from gongkai.manifest import MANIFEST
from gongkai.output import Committed, Target
from gongkai.staging import Output, Stage
from tests.site import larger
from tests.site.building import build, tree

Files = dict[str, bytes]


def _add(target: Target, files: Files) -> None:
    for name, data in files.items():
        target.add(Output(name, data, _stage(name)))


def _publish(folder: Path, files: Files) -> Committed:
    with output.opened(folder) as target:
        _add(target, files)
        return target.commit()


def _stage(name: str) -> Stage:
    return Stage.ASSET if name.startswith("assets/") else Stage.PAGE


def _published(folder: Path) -> Files:
    return {name: data for name, data in tree(folder).items() if name != MANIFEST}


OLD: Files = {"assets/1.css": b"1", "index.html": b"old", "a/b/gone.html": b"gone", "x.html": b"x"}
NEW: Files = {"assets/2.css": b"2", "index.html": b"new", "a/new.html": b"new", "x.html": b"x"}


def test_a_commit_says_what_it_did(tmp_path: Path) -> None:
    assert _publish(tmp_path, OLD).written == tuple(sorted(OLD))
    committed = _publish(tmp_path, NEW)
    assert committed.written == ("a/new.html", "assets/2.css", "index.html")
    assert committed.removed == ("a/b/gone.html", "assets/1.css")
    assert committed.unchanged == 1
    assert _published(tmp_path) == NEW
    assert not (tmp_path / "a" / "b").exists()


def test_a_file_that_is_not_ours_survives(tmp_path: Path) -> None:
    _publish(tmp_path, OLD)
    (tmp_path / "a" / "b" / "theirs.txt").write_bytes(b"theirs")
    (tmp_path / "CNAME").write_bytes(b"gongkai.example")
    _publish(tmp_path, NEW)
    assert _published(tmp_path) == {
        **NEW,
        "a/b/theirs.txt": b"theirs",
        "CNAME": b"gongkai.example",
    }


def test_a_file_that_is_not_ours_is_not_overwritten(tmp_path: Path) -> None:
    _publish(tmp_path, OLD)
    (tmp_path / "a" / "new.html").write_bytes(b"theirs")
    before = tree(tmp_path)
    with pytest.raises(UsageError, match=r"new\.html"):
        _publish(tmp_path, NEW)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "manifest",
    [
        *(None, b"", b"[]", b'{"files": 1}', b"\xff"),
        *(b'{"files": {"a": 1}}', b'{"files": {"\\ud800": "0"}}'),
    ],
)
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, manifest: bytes | None) -> None:
    (tmp_path / "theirs.txt").write_bytes(b"theirs")
    if manifest is not None:
        (tmp_path / MANIFEST).write_bytes(manifest)
    before = tree(tmp_path)
    with pytest.raises(UsageError):
        _publish(tmp_path, NEW)
    assert tree(tmp_path) == before


def test_the_default_folder_without_its_manifest_has_a_remedy(tmp_path: Path) -> None:
    for name, told in (("public", "删去 public/ 后再运行"), ("www", "一个空文件夹$")):
        _publish(tmp_path / name, OLD)
        (tmp_path / name / MANIFEST).unlink()
        with pytest.raises(UsageError, match=told):
            _publish(tmp_path / name, NEW)


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "public"
    path.write_bytes(b"theirs")
    with pytest.raises(UsageError):
        _publish(path, NEW)
    assert path.read_bytes() == b"theirs"


@pytest.mark.parametrize("leading", ["../", "a/../../", "/", "C:\\\\"])
def test_no_manifest_makes_us_remove_what_lies_outside(tmp_path: Path, leading: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"theirs")
    address = outside.as_posix() if leading == "/" else f"{leading}outside.txt"
    folder = tmp_path / "public"
    _publish(folder, OLD)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace("a/b/gone.html", address), encoding="utf-8")
    with pytest.raises(UsageError):
        _publish(folder, NEW)
    assert outside.read_bytes() == b"theirs"


def test_what_was_deleted_or_altered_is_made_again(tmp_path: Path) -> None:
    _publish(tmp_path, OLD)
    (tmp_path / "index.html").unlink()
    (tmp_path / "x.html").write_bytes(b"y")
    committed = _publish(tmp_path, OLD)
    assert committed.written == ("index.html", "x.html")
    assert _published(tmp_path) == OLD


def test_without_a_commit_nothing_changes(tmp_path: Path) -> None:
    _publish(tmp_path, OLD)
    before = tree(tmp_path)
    with output.opened(tmp_path) as target:
        _add(target, NEW)
    assert tree(tmp_path) == before


def test_the_last_of_two_files_for_one_address_counts(tmp_path: Path) -> None:
    with output.opened(tmp_path) as target:
        for data in (b"first", b"second"):
            target.add(Output("index.html", data, Stage.PAGE))
        assert target.commit().written == ("index.html",)
    assert _published(tmp_path) == {"index.html": b"second"}


names = st.sampled_from(["a", "a/b", "a/b/c", "b", "b/a", "c.html", "c/d.html"])
plans = st.lists(st.dictionaries(names, st.binary(max_size=2), max_size=4), min_size=1, max_size=4)


def _can_lie_in_one_folder(files: Files) -> bool:
    return not any(other.startswith(f"{name}/") for name in files for other in files)


@settings(max_examples=60)
@given(plans)
def test_after_any_commits_there_is_what_the_last_one_planned(plans: list[Files]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for files in filter(_can_lie_in_one_folder, plans):
            _publish(folder, files)
            assert _published(folder) == files
            folders = (path for path in folder.rglob("*") if path.is_dir())
            assert [path for path in folders if not any(path.iterdir())] == []


@pytest.mark.parametrize(
    ("theirs", "planned"), [("a", "a/b.html"), ("a/b.html/c", "a/b.html"), ("a/b.html", "a/b.html")]
)
def test_what_lies_where_we_want_a_file_or_a_folder_is_named_and_left(
    tmp_path: Path, theirs: str, planned: str
) -> None:
    _publish(tmp_path, OLD)
    path = tmp_path / "new" / theirs
    path.parent.mkdir(parents=True)
    path.write_bytes(b"theirs")
    before = tree(tmp_path)
    with pytest.raises(UsageError, match="不是本程序写的文件") as refused:
        _publish(tmp_path, {"z.html": b"z", f"new/{planned}": b"ours"})
    assert str(path) in str(refused.value)
    assert tree(tmp_path) == before


class CrashError(BaseException):
    """The process is killed: nothing that stands in an ``except`` or ``finally`` is done."""


_OWNERS: dict[str, Any] = {"write": fileacts, "replace": os}


def _fail_at(monkeypatch: pytest.MonkeyPatch, step: str, at: int, error: BaseException) -> None:
    """Let the ``at``-th call of a step fail, and every one after it."""
    owner = _OWNERS[step]
    original: Callable[..., object] = getattr(owner, step)
    calls = 0

    def fail(path: str | Path, *arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls > at:
            raise error
        return original(path, *arguments, **options)

    monkeypatch.setattr(owner, step, fail)


# The commit renames three files and two manifests, and two files away.
STEPS = [("replace", at) for at in range(7)]


@pytest.mark.parametrize(("method", "at"), STEPS)
def test_killed_at_any_step_the_site_answers_and_the_next_build_repairs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, at: int
) -> None:
    _publish(tmp_path, OLD)
    (tmp_path / "theirs.txt").write_bytes(b"theirs")
    with monkeypatch.context() as patch:
        patch.setattr(Target, "discard", lambda _: None)
        with output.opened(tmp_path) as target:
            _add(target, NEW)
            _fail_at(patch, method, at, CrashError())
            with pytest.raises(CrashError):
                target.commit()
    now = tree(tmp_path)
    for name in OLD.keys() & NEW.keys():
        assert now[name] in (OLD[name], NEW[name])
    replaced = now["index.html"] == NEW["index.html"]
    assert "assets/2.css" in now if replaced else "assets/1.css" in now
    _publish(tmp_path, NEW)
    assert _published(tmp_path) == {**NEW, "theirs.txt": b"theirs"}


@pytest.mark.parametrize(("method", "at"), STEPS)
def test_a_disk_that_fails_at_any_step_is_said_and_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, at: int
) -> None:
    _publish(tmp_path, OLD)
    with monkeypatch.context() as patch:
        _fail_at(patch, method, at, OSError(28, "No space left on device"))
        with pytest.raises(MachineError, match="磁盘满了；网站可能只更新了一部分"):
            _publish(tmp_path, NEW)
    assert tree(tmp_path).keys() <= OLD.keys() | NEW.keys() | {MANIFEST}
    _publish(tmp_path, NEW)
    assert _published(tmp_path) == NEW


def test_a_disk_that_is_full_before_the_commit_leaves_the_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(tmp_path, OLD)
    before = tree(tmp_path)
    with monkeypatch.context() as patch:
        _fail_at(patch, "write", 2, OSError(28, "No space left on device"))
        with pytest.raises(MachineError, match="磁盘满了；网站保持原样"):
            _publish(tmp_path, NEW)
    assert tree(tmp_path) == before


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    return larger.write(tmp_path / "root", plain_documents=0)


def test_faults_in_the_content_leave_the_site_as_it_was(small_root: Path) -> None:
    folder = small_root / "public"
    build(small_root, folder)
    before = tree(folder)
    content = small_root / "content"
    (content / "suggestions/2023/plain.md").unlink()
    (content / "notices/2023/gongzuo-anpai.md").write_text("没有字段\n", encoding="utf-8")
    with pytest.raises(ContentError):
        build(small_root, folder)
    assert tree(folder) == before


def test_a_first_build_with_faults_leaves_no_page(small_root: Path) -> None:
    page = small_root / "content" / "pages" / "about.md"
    page.write_text("没有字段\n", encoding="utf-8")
    with pytest.raises(ContentError):
        build(small_root, small_root / "public")
    assert not (small_root / "public").exists() or tree(small_root / "public") == {}
