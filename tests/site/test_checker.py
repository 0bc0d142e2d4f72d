"""The checker itself: a folder with planted faults gives exactly those."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.checker import Broken, broken_references

SOUND = """<!DOCTYPE html><html lang="zh-CN"><head><title>甲</title>
<link rel="stylesheet" href="assets/site.css"><link rel="canonical" href="https://example.org/">
<meta http-equiv="refresh" content="0; url=deep/b.html#mark"></head><body id="top">
<a href="deep/b.html#%E4%BA%8C">乙</a> <a href="#top">顶</a> <a href="?q=a#top">查</a>
<a href="mailto:a@example.org">信</a> <img src="assets/dot.png" srcset="assets/dot.png 2x" alt="">
<img src="data:image/png;base64," alt=""><script src="assets/site.js"></script>
<form action="deep/b.html"><button>查</button></form></body></html>"""
DEEP = (
    '<!DOCTYPE html><html><body><p id="mark"></p><p id="二"></p>'
    '<a href="../index.html">首页</a><a href="b.html">本页</a></body></html>'
)
CSS = """@import "part.css"; /* url(gone-but-commented.png) */
a { background: url(dot.png) } b { background: url("dot.png") } i { background: url('dot.png') }"""


def _folder(tmp_path: Path, **changed: str) -> Path:
    files = {
        "index.html": SOUND,
        "deep/b.html": DEEP,
        "404.html": '<html><body><a href="/">首页</a><a href="/deep/b.html#mark">乙</a></body></html>',
        "assets/site.css": CSS,
        "assets/part.css": "",
        "assets/dot.png": "",
        "assets/site.js": "",
    }
    for name, text in (files | changed).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_folder_has_no_broken_reference(tmp_path: Path) -> None:
    assert broken_references(_folder(tmp_path)) == []


def test_404_html_is_read_from_the_root_of_its_host(tmp_path: Path) -> None:
    not_found = (
        '<html><body><a href="/a/b/deep/b.html">乙</a><a href="/deep/b.html">丙</a></body></html>'
    )
    folder = _folder(tmp_path, **{"404.html": not_found})
    assert broken_references(folder, "/a/b/") == [
        Broken("404.html", "/deep/b.html", "not from the root")
    ]


@pytest.mark.parametrize(
    ("planted", "reference", "reason"),
    [
        ('<a href="gone.html">坏</a>', "gone.html", "missing file"),
        ('<a href="b.html#gone">坏</a>', "b.html#gone", "missing anchor"),
        ('<a href="#gone">坏</a>', "#gone", "missing anchor"),
        ('<a href="B.html">坏</a>', "B.html", "missing file"),
        ('<a href="/index.html">坏</a>', "/index.html", "from the root"),
        ('<a href="../../index.html">坏</a>', "../../index.html", "out of the folder"),
        ('<a href="../">坏</a>', "../", "folder"),
        ('<a href="">坏</a>', "", "empty"),
        ('<a href="javascript:void(0)">坏</a>', "javascript:void(0)", "scheme"),
        ('<a href="//example.org/">坏</a>', "//example.org/", "scheme"),
        ('<a href="..\\index.html">坏</a>', "..\\index.html", "malformed"),
        ('<a href=" b.html">坏</a>', " b.html", "malformed"),
        ('<a href="http://[">坏</a>', "http://[", "malformed"),
        ('<img src="gone.png" alt="">', "gone.png", "missing file"),
        ('<img srcset="../assets/dot.png 1x, gone.png 2x" alt="">', "gone.png", "missing file"),
        ('<script src="gone.js"></script>', "gone.js", "missing file"),
        ('<link rel="stylesheet" href="gone.css">', "gone.css", "missing file"),
        ('<form action="gone.html"></form>', "gone.html", "missing file"),
        ('<meta http-equiv="Refresh" content="0;URL=gone.html">', "gone.html", "missing file"),
        ('<meta http-equiv="refresh" content="0">', "", "empty"),
        ('<p style="background: url(gone.png)">坏</p>', "gone.png", "missing file"),
        ('<style>p { background: url("gone.png") }</style>', "gone.png", "missing file"),
    ],
)
def test_a_planted_fault_is_found(
    tmp_path: Path, planted: str, reference: str, reason: str
) -> None:
    page = DEEP.replace("</body>", f"{planted}</body>")
    folder = _folder(tmp_path, **{"deep/b.html": page})
    assert broken_references(folder) == [Broken("deep/b.html", reference, reason)]


def test_faults_in_stylesheets_are_found(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path, **{"assets/site.css": CSS + "@import 'gone.css'; p { x: url(gone.png) }"}
    )
    assert broken_references(folder) == [
        Broken("assets/site.css", "gone.css", "missing file"),
        Broken("assets/site.css", "gone.png", "missing file"),
    ]


def test_all_faults_of_a_folder_are_found_at_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "deep/b.html").unlink()
    assert broken_references(folder) == [
        Broken("404.html", "/deep/b.html#mark", "missing file"),
        Broken("index.html", "deep/b.html", "missing file"),
        Broken("index.html", "deep/b.html#%E4%BA%8C", "missing file"),
        Broken("index.html", "deep/b.html#mark", "missing file"),
    ]
