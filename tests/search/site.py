"""A small site with the search page in a folder: for the tests in Chromium and the benchmark."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import jinja2

from gongkai.search.build import build_index
from gongkai.search.records import FacetLabels, SearchRecord
from gongkai.search.scripts import published_script

THEME = Path(__file__).resolve().parents[2] / "theme"
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{root}assets/css/tokens.css">
<link rel="stylesheet" href="{root}assets/css/search.css">
{head}
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""
#: The colours that the search's style asks the theme for.
_TOKENS = """:root { --surface: #fbfaf6; --text: #1c1a17; --text-quiet: #57524a; --line: #ded8cc;
  --accent: #a3221a; --link: #1d4b78; --focus: #a3221a; --mark: #fbe9a6; }
body { background: var(--surface); color: var(--text); font: 17px/1.75 sans-serif; margin: 16px; }
a { color: var(--link); }
"""


def write_site(folder: Path, records: Iterable[SearchRecord], labels: FacetLabels) -> None:
    """Write the index, the search page and a page for each record below ``folder``."""
    records = list(records)
    write_index(folder, records, labels)
    write_page(folder)
    for record in records:
        write_document(folder, record)


def write_page(folder: Path) -> None:
    """Write the search page with its modules and style."""
    shutil.copytree(THEME / "assets", folder / "assets", dirs_exist_ok=True)
    for script in (folder / "assets").rglob("*.js"):
        script.write_text(published_script(script.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "assets/css/tokens.css").write_text(_TOKENS, encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME / "templates"), autoescape=True
    )
    content = environment.get_template("search-app.html").render()
    page = _PAGE.format(title="搜索", content=content, head="", root="")
    (folder / "search.html").write_text(page, encoding="utf-8")
    (folder / "sitemap.html").write_text(
        _PAGE.format(title="网站地图", content="", head="", root=""), encoding="utf-8"
    )
    (folder / "favicon.ico").write_bytes(b"")


def write_index(folder: Path, records: Iterable[SearchRecord], labels: FacetLabels) -> None:
    """Write the files of the index."""
    for path, data in build_index(records, labels):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_document(folder: Path, record: SearchRecord) -> None:
    """Write a plain page for a record."""
    root = "../" * record.address.count("/")
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in record.body)
    script = f'<script defer src="{root}assets/js/marks.js"></script>'
    target = folder / record.address
    target.parent.mkdir(parents=True, exist_ok=True)
    content = f"<article>\n{body}</article>"
    page = _PAGE.format(title=record.title, content=content, head=script, root=root)
    target.write_text(page, encoding="utf-8")
