"""Whom the preview's server refuses, which file it sends, and which files it watches."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.preview import Shown
from gongkai.preview_faults import Outage
from gongkai.server_answers import addresses, answer, media_type, refusal
from gongkai.server_watch import matters, watched_folders
from gongkai.themefiles import DEFAULT_THEME
from tests.preview_site import write, write_site


@pytest.mark.parametrize(
    ("path", "root_path", "expected"),
    [
        ("/", "/", ["index.html"]),
        ("/suggestions/1.html", "/", ["suggestions/1.html"]),
        ("/a/", "/", ["a/index.html"]),
        ("/%E7%AD%94.html", "/", ["答.html"]),
        ("/gk/a.html", "/gk/", ["gk/a.html", "a.html"]),
        ("/gk/", "/gk/", ["gk/index.html", "index.html"]),
        ("/../a", "/", []),
        ("/a/../../b", "/", []),
        ("/%2e%2e/a", "/", []),
        ("/..%2fa", "/", []),
        ("/..%5ca", "/", []),
        ("/a%5c..%5cb", "/", []),
        ("//etc/passwd", "/", []),
        ("/c:/windows", "/", []),
        ("/index.html::$DATA", "/", []),
        ("/.gongkai-manifest.json", "/", []),
        ("/a/.hidden/b", "/", []),
        ("/a%00", "/", []),
        ("/a%0a", "/", []),
        ("/%ff", "/", []),
        ("http://elsewhere/", "/", []),
        ("", "/", []),
    ],
)
def test_the_addresses_that_a_path_means(path: str, root_path: str, expected: list[str]) -> None:
    assert list(addresses(path, root_path)) == expected


@pytest.mark.parametrize(
    ("host", "origin", "port", "refused"),
    [
        ("127.0.0.1:8000", None, 8000, False),
        ("LocalHost:8000", None, 8000, False),
        ("127.0.0.1:8000", "http://127.0.0.1:8000", 8000, False),
        ("localhost:8000", "http://localhost:8000", 8000, False),
        ("localhost", "http://localhost", 80, False),
        (None, None, 8000, True),
        ("", None, 8000, True),
        ("127.0.0.1", None, 8000, True),
        ("127.0.0.1:8001", None, 8000, True),
        ("rebound.example:8000", None, 8000, True),
        ("127.0.0.1:8000.rebound.example", None, 8000, True),
        ("127.0.0.1:8000", "http://rebound.example:8000", 8000, True),
        ("127.0.0.1:8000", "https://127.0.0.1:8000", 8000, True),
        ("127.0.0.1:8000", "null", 8000, True),
        ("127.0.0.1:8000", "", 8000, True),
    ],
)
def test_refusals(host: str | None, origin: str | None, port: int, refused: bool) -> None:
    assert bool(refusal(host, origin, port)) is refused


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.PDF", "application/pdf"),
        ("a.webp", "image/webp"),
        ("a.woff2", "font/woff2"),
        ("a.unknown", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_media_types(address: str, expected: str) -> None:
    assert media_type(address) == expected


def test_answers_during_an_outage(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "a", "old.css": "old"})
    shown = Shown(True, (), outage=Outage("t", b"outage", {"new.css": b"new"}))
    found = {
        path: answer(f"/{path}", tmp_path, shown).data
        for path in ("a.html", "none.html", "none", "", "old.css", "new.css")
    }
    assert found == {
        **dict.fromkeys(("a.html", "none.html", "none", ""), b"outage"),
        **{"old.css": b"old", "new.css": b"new"},
    }


@pytest.mark.parametrize("name", [".a.md.swp", "~$a.docx", "a.md~", "a.tmp", ".#a.md"])
def test_files_of_editors_do_not_matter(name: str) -> None:
    assert not matters(Path("content") / name)
    assert matters(Path("content/a.md"))


def test_watched_folders(tmp_path: Path) -> None:
    write_site(tmp_path)
    assert watched_folders(tmp_path) == (tmp_path / "content", DEFAULT_THEME)
    assert watched_folders(DEFAULT_THEME.parent).count(DEFAULT_THEME) == 1
