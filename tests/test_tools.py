"""The tools keep their promises: locks without addresses, a server like a host's, a watched page."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tools import debian, environment, provide, stamps
from tools.browser import foreign_urls

Serve = Callable[..., str]
Check = Callable[[Sequence[Path]], list[dict[str, Any]]]

_PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)", re.MULTILINE)


def _pins(lock: Path) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in _PIN.finditer(lock.read_text("utf-8"))}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "years").mkdir(parents=True)
    texts = {
        "index.html": "<title>首页</title>",
        "404.html": "<title>没有这个页面</title>",
        "years/2023.html": "<title>2023年</title>",
        "search.js": "export const answer = 42;",
        "data.csv": "编号\n022\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed(repository: Path, name: str) -> None:
    entries = re.split(r"\n(?=\S)", (repository / name).read_text("utf-8"))
    requirements = [entry for entry in entries if not entry.startswith("#")]
    assert requirements
    for requirement in requirements:
        assert _PIN.match(requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_development_has_the_very_versions_of_the_runtime(repository: Path) -> None:
    runtime = _pins(repository / "requirements.txt")
    development = _pins(repository / "requirements-dev.txt")
    assert runtime.items() <= development.items()


def test_node_packages_are_hashed(repository: Path) -> None:
    lock = json.loads((repository / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in entry for entry in packages.values())


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_locks_name_no_address(repository: Path, name: str) -> None:
    text = (repository / name).read_text("utf-8")
    assert not re.search(r"://|--index|--find-links|resolved", text)


def test_stamp_is_current_for_the_same_content_only(tmp_path: Path) -> None:
    source, stamp = tmp_path / "lock", tmp_path / "stamp"
    source.write_text("first", encoding="ascii")
    first = stamps.fingerprint(source, "3.11")
    assert not stamps.is_current(stamp, first)
    stamps.write(stamp, first)
    assert stamps.is_current(stamp, first)
    assert not stamps.is_current(stamp, stamps.fingerprint(source, "3.12"))
    source.write_text("second", encoding="ascii")
    assert not stamps.is_current(stamp, stamps.fingerprint(source, "3.11"))


class _Builder:
    """Stands for venv's: an environment is its interpreter and nothing else."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def create(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "python").touch()


def test_environment_is_made_once_for_each_lock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, runtime, development = (tmp_path / name for name in ("venv", "run.txt", "dev.txt"))
    installed: list[str] = []
    monkeypatch.setattr(environment, "ENVIRONMENT", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "python")
    monkeypatch.setattr("venv.EnvBuilder", _Builder)
    monkeypatch.setattr(environment, "_install", lambda lock: installed.append(lock.read_text()))
    runtime.write_text("a==1", "ascii")
    development.write_text("a==1 b==1", "ascii")
    for lock in (runtime, runtime, development, development, runtime):
        environment.prepare(lock)
    assert installed == ["a==1", "a==1 b==1"]
    runtime.write_text("a==2", "ascii")
    for lock in (runtime, runtime):
        environment.prepare(lock)
    assert installed == ["a==1", "a==1 b==1", "a==2"]
    assert not (folder / "dev.stamp").exists()
    (folder / "python").unlink()
    environment.prepare(runtime)
    assert installed[3:] == ["a==2"]


def test_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    with pytest.raises(SystemExit, match="需要 Python"):
        environment.prepare(tmp_path / "lock")


@pytest.mark.parametrize(
    ("path", "status", "kind", "text"),
    [
        ("", 200, "text/html; charset=utf-8", "首页"),
        ("years/2023.html?x=1", 200, "text/html; charset=utf-8", "2023年"),
        ("search.js", 200, "text/javascript; charset=utf-8", "42"),
        ("data.csv", 200, "text/csv; charset=utf-8", "022"),
        ("years/2024.html", 404, "text/html; charset=utf-8", "没有这个页面"),
        ("years/", 404, "text/html; charset=utf-8", "没有这个页面"),
    ],
)
@pytest.mark.parametrize("prefix", ["/", "/a/b/", "a/b"])
def test_server_answers_as_a_host_does(
    static_server: Serve, site: Path, prefix: str, path: str, status: int, kind: str, text: str
) -> None:
    answered, media_type, body = _get(static_server(site, prefix) + path)
    assert (answered, media_type) == (status, kind)
    assert text in body


@pytest.mark.parametrize("path", ["", "index.html", "a/index.html", "a/bc/index.html"])
def test_server_has_nothing_outside_its_prefix(static_server: Serve, site: Path, path: str) -> None:
    root = static_server(site, "/a/b/").removesuffix("a/b/")
    assert _get(root + path)[0] == 404


def _get(url: str) -> tuple[int, str, str]:
    """Status, media type and text of an answer, be it a page or an error."""
    try:
        with urlopen(url) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


@pytest.mark.parametrize(
    ("url", "foreign"),
    [
        ("http://127.0.0.1:8000/index.html", False),
        ("ws://127.0.0.1:35729/livereload", False),
        ("file:///srv/site/index.html", False),
        ("data:image/png;base64,AA==", False),
        ("blob:http://127.0.0.1:8000/0000", False),
        ("https://example.org/font.woff2", True),
        ("http://127.0.0.1.example.org/", True),
        ("http://localhost/", True),
        ("wss://example.org/", True),
    ],
)
def test_foreign_is_all_that_leaves_the_machine(url: str, foreign: bool) -> None:
    assert foreign_urls([url]) == [url] * foreign


def test_page_shows_a_served_site(static_server: Serve, site: Path, page: Page) -> None:
    page.goto(static_server(site, "/a/"))
    assert page.title() == "首页"
    page.goto((site / "years" / "2023.html").as_uri())
    assert page.title() == "2023年"


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_page_takes_options(page: Page, tmp_path: Path) -> None:
    written = tmp_path / "page.html"
    written.write_text("<title>无</title><script>document.title = '有'</script>", "utf-8")
    page.goto(written.as_uri())
    assert page.title() == "无"


def test_page_that_asks_third_parties_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(repository))
    pytester.makeconftest((repository / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(
        """
        def test_asks(page):
            page.set_content("<img src='https://example.org/a.png' alt=''>")
        """
    )
    result = pytester.runpytest_subprocess("--import-mode=importlib")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*https://example.org/a.png*"])


def test_nu_checker_names_what_is_wrong(nu_check: Check, tmp_path: Path) -> None:
    start = "<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>公开</title></head>"
    right, wrong = tmp_path / "right.html", tmp_path / "wrong.html"
    right.write_text(f"{start}<body><p>答复</p></body></html>", encoding="utf-8")
    wrong.write_text(f"{start}<body><p>答复<img src=a.png></p></body></html>", encoding="utf-8")
    messages = nu_check([right, wrong])
    assert [message["type"] for message in messages] == ["error"]
    assert messages[0]["url"].endswith("/wrong.html")
    assert nu_check([]) == []


def test_axe_runs_in_a_page(page: Page, axe_source: str) -> None:
    page.set_content("<html lang=zh-CN><title>公开</title><main><img src='data:,'></main></html>")
    page.evaluate(axe_source)
    found = page.evaluate("axe.run().then(result => result.violations.map(rule => rule.id))")
    assert "image-alt" in found


def test_chromium_named_by_the_environment_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named = tmp_path / "chromium-of-ours"
    monkeypatch.setenv(provide.CHROMIUM_VARIABLE, str(named))
    with pytest.raises(provide.MissingToolError, match="chromium-of-ours"):
        provide.chromium()
    named.touch(stat.S_IRWXU)
    assert provide.chromium() == named


def test_missing_chromium_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(provide.CHROMIUM_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(provide, "UNPACKED_CHROMIUM", tmp_path)
    with pytest.raises(provide.MissingToolError, match="apt-get install chromium"):
        provide.chromium()
    unpacked = tmp_path / "chromium"
    unpacked.touch(stat.S_IRWXU)
    assert provide.chromium() == unpacked


def test_unpacked_browser_starts_with_its_own_libraries_wherever_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "first"
    program = folder / "system" / "usr" / "lib" / "chromium" / "chromium"
    library = folder / "system" / "lib" / "libown.so.1"
    for path in (program, library):
        path.parent.mkdir(parents=True)
    library.touch()
    program.write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH" "$@"\n', encoding="utf-8")
    program.chmod(stat.S_IRWXU)
    debian.write_launcher(folder)
    moved = folder.rename(tmp_path / "second")
    command = [str(moved / debian.LAUNCHER), "--version"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said == f"{moved}/system/lib --version\n"
