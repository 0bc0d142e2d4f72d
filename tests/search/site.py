"""A small site with the search page in a folder: for the tests in Chromium and the benchmark."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import jinja2

from gongkai.assets import assets
from gongkai.pages.frame import Theme
from gongkai.search.build import build_index
from gongkai.search.records import FacetLabels, SearchRecord
from gongkai.themefiles import DEFAULT_THEME

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{root}{stylesheet}">
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


def write_site(folder: Path, records: Iterable[SearchRecord], labels: FacetLabels) -> None:
    """Write the index, the search page and a page for each record below ``folder``."""
    records = list(records)
    write_index(folder, records, labels)
    theme = write_page(folder)
    for record in records:
        write_document(folder, theme, record)


def write_page(folder: Path) -> Theme:
    """Write the search page with the theme's assets; where those lie."""
    theme, outputs = assets((DEFAULT_THEME,))
    for output in outputs():
        target = folder / output.address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output.data)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(DEFAULT_THEME / "templates"), autoescape=True
    )
    content = environment.get_template("search-app.html").render(
        search_assets=f"{theme.assets}/search"
    )
    for name, title, main in (("search", "搜索", content), ("sitemap", "网站地图", "")):
        page = _page(theme, "site", title, main, "")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    (folder / "favicon.ico").write_bytes(b"")
    return theme


def _page(theme: Theme, script: str, title: str, content: str, root: str) -> str:
    return _PAGE.format(
        title=title,
        content=content,
        head=f'<script defer src="{root}{theme.assets}/js/{script}.js"></script>',
        root=root,
        stylesheet=theme.stylesheet,
    )


def write_index(folder: Path, records: Iterable[SearchRecord], labels: FacetLabels) -> None:
    """Write the files of the index."""
    for path, data in build_index(records, labels):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_document(folder: Path, theme: Theme, record: SearchRecord) -> None:
    """Write a plain page for a record."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in record.body)
    target = folder / record.address
    target.parent.mkdir(parents=True, exist_ok=True)
    content = f"<article>\n{body}</article>"
    page = _page(theme, "document", record.title, content, "../" * record.address.count("/"))
    target.write_text(page, encoding="utf-8")
