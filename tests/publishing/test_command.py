"""``publish`` and ``redirects`` as they are typed."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from gongkai import cli


@pytest.fixture
def root(repository: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    shutil.copy(repository / "site.toml", folder)
    shutil.copytree(repository / "content", folder / "content")
    return folder


def publish(root: Path, target: str, *options: str) -> int:
    return cli.main(["publish", target, "--root", str(root), *options])


DOCUMENT = "content/suggestions/2023/20230489.md"


def test_a_rehearsal_sends_nothing_and_lists_everything(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(root, f"file:{tmp_path}/www", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "+ suggestions/2023/20230489.html" in said
    assert "什么也没有发出" in said
    assert not (tmp_path / "www").exists()


def test_a_second_publication_says_what_changed_and_one_can_go_back(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, page = f"file:{tmp_path}/www", tmp_path / "www/current/suggestions/2023/20230489.html"
    assert publish(root, target) == 0
    first = page.read_bytes()
    assert publish(root, target) == 0
    assert "已经是这个版本" in capsys.readouterr().out
    with (root / DOCUMENT).open("a", encoding="utf-8") as document:
        document.write("\n又补充一句。\n")
    assert publish(root, target) == 0
    assert "有改动 1 篇：\n  suggestions/2023/20230489.html" in capsys.readouterr().out
    assert page.read_bytes() != first
    assert publish(root, target, "--rollback", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "恢复成旧版 1 篇：\n  suggestions/2023/20230489.html" in said and "没有退回" in said
    assert (tmp_path / "www" / "current").readlink().name == "000002"
    assert publish(root, target, "--rollback") == 0
    assert page.read_bytes() == first


WITHDRAWN = "状态: 撤回\n撤回说明:\n  日期: 2024-01-01\n  原因: 重复\n"


@pytest.mark.parametrize("edit", ["withdraw", "withhold", "remove"])
def test_what_was_withdrawn_does_not_come_back_unnoticed(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: str
) -> None:
    target, page = f"file:{tmp_path}/www", tmp_path / "www/current/suggestions/2023/20230489.html"
    assert publish(root, target) == 0
    first = page.read_bytes()
    document = root / DOCUMENT
    text = document.read_text(encoding="utf-8")
    if edit == "withdraw":
        document.write_text(text.replace("状态: 公开\n", WITHDRAWN), encoding="utf-8")
    elif edit == "withhold":
        withheld = "状态: 公开\n公开方式: 不公开\n不公开理由: 个人隐私\n"
        text = re.sub("公开方式: .*\n", "", text)
        document.write_text(text.replace("状态: 公开\n", withheld), encoding="utf-8")
    else:
        document.unlink()
    assert publish(root, target) == 0
    capsys.readouterr()
    assert publish(root, target, "--rollback", "--dry-run") == 0
    assert "重新出现 1 篇：\n  suggestions/2023/20230489.html" in capsys.readouterr().out
    assert publish(root, target, "--rollback") == 2
    assert "--restore-withdrawn" in capsys.readouterr().err
    assert (tmp_path / "www" / "current").readlink().name == "000002"
    assert publish(root, target, "--rollback", "--restore-withdrawn") == 0
    assert page.read_bytes() == first


def test_a_dead_link_in_what_goes_out_stops_it(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    templates = root / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "404.html").write_text("<p>404</p>")
    (templates / "page.html").write_text('<a href="nowhere.html">x</a>')
    assert publish(root, f"file:{tmp_path}/www") == 1
    assert "链接“nowhere.html”无处可去" in capsys.readouterr().err
    assert not (tmp_path / "www").exists()


def test_content_with_errors_is_not_sent(root: Path, tmp_path: Path) -> None:
    (root / "content/suggestions/2023/1.md").write_text("---\n标题: 一\n", encoding="utf-8")
    assert publish(root, f"zip:{tmp_path}/site.zip") == 1
    assert not (tmp_path / "site.zip").exists()


def test_an_archive_holds_the_site(root: Path, tmp_path: Path) -> None:
    assert publish(root, f"zip:{tmp_path}/site.zip") == 0
    with zipfile.ZipFile(tmp_path / "site.zip") as packed:
        assert "suggestions/2023/20230489.html" in packed.namelist()


def test_releases_are_refused_where_a_link_cannot_be_replaced(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.publishing.targets.ON_WINDOWS", True)
    assert publish(root, f"file:{tmp_path}/www") == 2
    assert "Windows 上做不到" in capsys.readouterr().err
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize(
    ("target", "options", "said"),
    [
        ("nowhere", (), "不是发布目标"),
        ("file:", (), "不是发布目标"),
        ("ftp:host", (), "不是发布目标"),
        ("zip:site.zip", ("--rollback",), "可以退回"),
        ("zip:site.zip", ("--restore-withdrawn",), "要与 --rollback 同用"),
    ],
)
def test_what_is_no_target_is_said_before_anything_is_built(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    target: str,
    options: tuple[str, ...],
    said: str,
) -> None:
    assert publish(root, target, *options) == 2
    assert said in capsys.readouterr().err
    assert not (root / "public").exists()


@pytest.mark.parametrize("kind", ["file", "zip"])
def test_a_target_of_somebody_else_is_refused_before_anything_is_built(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "a.zip").write_bytes(b"x")
    place = theirs if kind == "file" else theirs / "a.zip"
    for options in ((), ("--dry-run",)):
        assert publish(root, f"{kind}:{place}", *options) == 2
        assert "请" in capsys.readouterr().err
    assert not (root / "public").exists()
    assert [path.name for path in theirs.iterdir()] == ["a.zip"]


def test_the_rules_of_old_addresses_are_written(root: Path, tmp_path: Path) -> None:
    document = root / DOCUMENT
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("---\n", "---\n旧网址: '/a.jsp?id=1'\n", 1), encoding="utf-8")
    assert cli.main(["redirects", str(tmp_path / "rules"), "--root", str(root)]) == 0
    rules = (tmp_path / "rules" / "nginx.map").read_text()
    assert rules == '"/a.jsp?id=1" "/suggestions/2023/20230489.html";\n'
