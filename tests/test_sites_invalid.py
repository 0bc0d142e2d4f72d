"""Every folder of sites_invalid is a whole site with one sort of slip, and says its faults.

``expected.json`` is the array that ``build.py check --format json`` gives, without the sentences.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gongkai import cli
from gongkai.errors import ConfigurationError, ContentError, Fault, has_errors
from tests import runs

SITES = Path(__file__).resolve().parent / "sites_invalid"
NAMES = sorted(folder.name for folder in SITES.iterdir() if folder.is_dir())
GOOD = "nothing-bom-and-crlf"
NOW = datetime(2024, 1, 1)
PLACE = ("path", "line", "column", "rule", "severity")

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,} [a-z]{2,}")


@cache
def faults(name: str) -> tuple[Fault, ...]:
    try:
        return runs.check(SITES / name, NOW)
    except ConfigurationError as error:
        return error.faults


@cache
def expected(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((SITES / name / "expected.json").read_bytes())
    return rows


def rows(found: tuple[Fault, ...]) -> list[dict[str, Any]]:
    return [{key: getattr(fault, key) for key in PLACE} for fault in found]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def copy_of(name: str, folder: Path) -> Path:
    """A copy of a site, for a build writes its lock into the root."""
    return shutil.copytree(SITES / name, folder / "site")


WITH_ERRORS = [name for name in NAMES if any(row["severity"] == "error" for row in expected(name))]
WITHOUT_ERRORS = [name for name in NAMES if name not in WITH_ERRORS]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds an earlier, good site."""
    folder = tmp_path_factory.mktemp("published")
    root = copy_of(GOOD, tmp_path_factory.mktemp("good"))
    runs.build(root, folder, NOW)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_faults_and_their_places(name: str) -> None:
    assert rows(faults(name)) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_chinese(name: str) -> None:
    for fault in faults(name):
        for sentence in (fault.message, fault.hint):
            assert HAN.search(sentence)
            assert not ENGLISH_SENTENCE.search(sentence)


@pytest.mark.parametrize("name", NAMES)
def test_places_exist(name: str) -> None:
    """A line and a column that an editor can go to, in characters."""
    for fault in faults(name):
        path = SITES / name / fault.path
        data = path.read_bytes() if path.is_file() else b""
        lines = data.decode("utf-8-sig", errors="replace").splitlines() or [""]
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1


@pytest.mark.parametrize("name", WITH_ERRORS)
def test_earlier_site_stays_as_it_was(name: str, published: Path, tmp_path: Path) -> None:
    before = snapshot(published)
    with pytest.raises(ContentError) as raised:
        runs.build(copy_of(name, tmp_path), published, NOW)
    assert has_errors(raised.value.faults)
    assert snapshot(published) == before


@pytest.mark.parametrize("name", WITHOUT_ERRORS)
def test_warnings_stop_only_a_strict_build(name: str, published: Path, tmp_path: Path) -> None:
    root, before = copy_of(name, tmp_path), snapshot(published)
    if faults(name):
        with pytest.raises(ContentError):
            runs.build(root, published, NOW, strict=True)
        assert snapshot(published) == before
    built = runs.build(root, tmp_path / "public", NOW)
    assert built.published == 1
    assert rows(built.warnings) == expected(name)


Run = Callable[..., tuple[int, str, str]]
"""The command with arguments: its exit status, what it printed, and what it printed as errors."""

STATUSES = {
    GOOD: 0,
    "stray-file": 0,
    "yaml-alias-bomb": 1,
    "not-utf8-gb18030": 1,
    "bad-address-chinese": 1,
    "several-files": 1,
    "units-slip-does-not-hide-other-faults": 1,
    "site-toml-full-width-quotes": 2,
    "site-toml-missing": 2,
    "content-folder-missing": 2,
}
IN_A_PROCESS = ("stray-file", "not-utf8-gb18030", "site-toml-missing")
"""One of each status."""


def hold_the_command(run: Run, name: str, published: Path, root: Path) -> None:
    """Assert what the command says of a site, and that it leaves a published one alone."""
    common = ("--root", str(root), "--now", NOW.isoformat())
    status, printed, _ = run("check", "--format", "json", *common)
    assert status == STATUSES[name]
    found = json.loads(printed)
    assert [{key: row[key] for key in PLACE} for row in found] == expected(name)
    assert all(row["message"] and row["hint"] for row in found)

    _, text, _ = run("check", *common)
    for row in found:
        # What concerns a whole file is said of its path alone.
        assert row["path"] in text
        if (row["line"], row["column"]) != (1, 1):
            assert f"第 {row['line']} 行第 {row['column']} 列" in text

    before = snapshot(published)
    status, _, said = run("build", "--output", str(published), *common)
    assert status == STATUSES[name]
    assert "Traceback" not in said
    if status:
        assert snapshot(published) == before


@pytest.mark.parametrize("name", STATUSES)
def test_command(
    name: str, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        return cli.main(list(arguments)), *capsys.readouterr()

    hold_the_command(run, name, published, copy_of(name, tmp_path))


@pytest.mark.parametrize("name", IN_A_PROCESS)
def test_command_in_a_process(name: str, published: Path, tmp_path: Path, repository: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, str(repository / "build.py"), *arguments]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        return ended.returncode, ended.stdout, ended.stderr

    hold_the_command(run, name, published, copy_of(name, tmp_path))


def test_bytes_are_kept_by_git() -> None:
    assert "* -text" in (SITES / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert b"\r\n" in (SITES / GOOD / "site.toml").read_bytes()
