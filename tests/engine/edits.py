"""What may happen to a small site: changes of documents, settings, theme, and accidents."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from gongkai.walk import racy
from tests.engine.smallsite import SITE, UNITS, Paper, SmallSite

Edit = Callable[[SmallSite], None]
FileEdit = Callable[[SmallSite, Paper], None]
Accident = Callable[[Path], None]

CHANGES: tuple[tuple[str, Any], ...] = (
    ("words", lambda words: f"{words}改"),
    ("words", "第003号建议和第001号建议"),
    ("words", "推进“一网通办建设"),
    *(("exempted", exempted) for exempted in ("", "unpaired-marks", "total-mismatch")),
    ("title", lambda title: f"{title}改"),
    ("source", lambda source: f"{source}改"),
    ("comment_lines", lambda lines: lines + 1),
    ("comment_lines", 0),
    *(("status", status) for status in ("草稿", "公开", "公开", "撤回")),
    *(("withdrawn", day) for day in ("", "2023-02-01", "2022-12-31")),
    *(("openness", openness) for openness in ("全文公开", "摘要公开", "不公开")),
    *(("unit", unit) for unit in ("jiaoyu", "weisheng", "岚江市交通运输局")),
    *(("topic", topic) for topic in ("教育", "交通出行")),
    *(("session", session) for session in ("市七届人大四次会议", "市政协六届二次会议")),
    *(("day", day) for day in (0, 3, 40, 1100, 1300)),
    *(("refers_to", name) for name in ("d000", "d002", "nothing")),
    *(("mentions", number) for number in ("001", "002")),
    *(("attached", names) for names in ([], ["a.pdf"], ["b.pdf", "a.pdf"])),
    *(("pictured", pictured) for pictured in (True, False)),
    *(("is_plain", is_plain) for is_plain in (True, False)),
    *(("old_address", old) for old in ("", "/old/one.html", "/old/two.html")),
    *(("related", name) for name in ("", "d000", "d004")),
    *(("number", number) for number in ("000", "001", "001")),
    *(("role", role) for role in ("主办", "会办")),
    *(("promised", terms) for terms in ((), ("2026-01-10",), ("2026-06-30", "2025-01-01"))),
    *(("category", category) for category in ("人大代表建议", "落实情况")),
    *(("updates", name) for name in ("", "d000", "d002", "nothing")),
    *(("updated_state", state) for state in ("进行中", "延期", "已完成")),
)
"""Fields of a document and new values, or functions of the old ones."""


def _replace_attachment(site: SmallSite, paper: Paper) -> None:
    paper.attached = ["a.pdf"]
    site.put(paper)
    site.write(f"content/suggestions/2023/{paper.name}/a.pdf", b"%PDF other")


def _attach_with_an_author(site: SmallSite, paper: Paper) -> None:
    paper.attached = ["a.docx"]
    site.put(paper)
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("docProps/core.xml", f"<p><creator>张{paper.words}</creator></p>")
    site.write(f"content/suggestions/2023/{paper.name}/a.docx", file.getvalue())


def _replace_picture(site: SmallSite, paper: Paper) -> None:
    paper.pictured = True
    site.put(paper)
    file = site.folder_of(paper) / "pic.png"
    # Of the same size: content decides.
    site.write(file.relative_to(site.root).as_posix(), file.read_bytes()[::-1])


def _link_to_a_file(site: SmallSite, paper: Paper) -> None:
    paper.attached = ["a.pdf"]
    site.put(paper)
    file = site.folder_of(paper) / "a.pdf"
    kept = site.root / "kept.pdf"
    kept.write_bytes(b"%PDF kept elsewhere")
    file.unlink()
    file.symlink_to(kept)


def _put_a_stray(site: SmallSite, paper: Paper) -> None:
    site.write(f"content/suggestions/2023/x{paper.name}/stray.txt", b"x")


def _forget_a_file(site: SmallSite, paper: Paper) -> None:
    site.write(f"content/suggestions/2023/{paper.name}/forgotten.pdf", b"x")


FILES: tuple[FileEdit, ...] = (
    _replace_attachment,
    _attach_with_an_author,
    _replace_picture,
    _link_to_a_file,
    _put_a_stray,
    _forget_a_file,
)


def _site(old: str, new: str) -> Edit:
    """A change of site.toml that may be undone by making it again."""

    def edit(site: SmallSite) -> None:
        text = (site.root / "site.toml").read_text(encoding="utf-8")
        old_to_new = text.replace(old, new)
        site.write("site.toml", old_to_new if old_to_new != text else text.replace(new, old))

    return edit


def _units(old: str, new: str) -> Edit:
    def edit(site: SmallSite) -> None:
        text = (site.root / "content/units.yaml").read_text(encoding="utf-8")
        old_to_new = text.replace(old, new)
        renamed = old_to_new if old_to_new != text else text.replace(new, old)
        site.write("content/units.yaml", renamed)

    return edit


def _ledger(*rows: str, name: str = "2023.csv", encoding: str = "utf-8") -> Edit:
    head = "编号,届次,类别,承办单位,案由,交办日期,公开方式,答复日期,满意度,办理方式,不公开理由"
    text = "".join(f"{row}\n" for row in (head, *rows))
    return lambda site: site.write(f"content/ledger/{name}", text.encode(encoding))


def _no_ledger(site: SmallSite) -> None:
    shutil.rmtree(site.root / "content/ledger", ignore_errors=True)


_ROW = "001,市七届人大四次会议,人大代表建议,jiaoyu,甲,2023-03-01"

LEDGERS: tuple[Edit, ...] = (
    _ledger(),
    _ledger(f"{_ROW},全文公开"),
    _ledger(f"{_ROW},不公开", encoding="gb18030"),
    _ledger(f"{_ROW},不公开", "002,市七届人大四次会议,人大代表建议,weisheng,乙,,"),
    _ledger(f"{_ROW},全文公开", name="2022.csv", encoding="utf-8-sig"),
    _ledger(f"{_ROW},全文公开,2023-05-01,满意,主办"),
    _ledger(f"{_ROW},全文公开,2023-09-01,不满意,会办"),
    _ledger(
        "909,市七届人大四次会议,人大代表建议,jiaotong,甲,2023-03-01,不公开,2023-04-01,,,个人隐私"
    ),
    _ledger("909,市政协六届二次会议,政协提案,weisheng,甲,2023-03-01,摘要公开,2023-04-01"),
    _ledger(name="2023 年.csv"),
    _ledger("001,没有的届次,人大代表建议,jiaoyu,甲,,"),
    _ledger(f"{_ROW},", f"{_ROW},"),
    _no_ledger,
)
"""Ledgers, of which two are refused, and some disagree with the documents."""


CONFIGURATION: tuple[Edit, ...] = (
    _site('name = "岚江市"', 'name = "岚江市办理结果"'),
    _site("岚江市人民政府办公室", "岚江市政府办"),
    _site("page_size = 2", "page_size = 3"),
    _site('base_url = "https://gongkai.example/a/"\n', ""),
    _site("required = false", "required = false\n\n[limits]\ndocument_bytes = 100000"),
    _site('name = "教育"', 'name = "教育文化"'),
    _site('slug = "jiaoyu"\nname', 'slug = "jiaoyu-wenhua"\nname'),
    _site('name = "市政协六届二次会议"', 'name = "政协二次会议"\naliases = ["市政协六届二次会议"]'),
    _site("year = 2022", "year = 2021"),
    _site('name = "人大代表建议"', 'name = "代表建议"\naliases = ["人大代表建议"]'),
    _site("[[topics]]\n", '[[topics]]\nslug = "unused"\nname = "没有文件"\n\n[[topics]]\n'),
    _site("[[categories]]\n", '[checks]\nunpaired-marks = "off"\n\n[[categories]]\n'),
    _site("[[categories]]\n", '[checks]\nunpaired-marks = "error"\n\n[[categories]]\n'),
    _units("岚江市教育局", "岚江市教育体育局"),
    _units("岚江市卫生局", "岚江市卫生厅"),
    _units("2019-01-20", "2023-06-01"),
    _units("  name: 岚江市交通运输局", "  name: 岚江市交通运输局\n  short_name: 交通局"),
    lambda site: site.write("content/units.yaml", UNITS),
    lambda site: site.write("site.toml", SITE),
)


def _theme(name: str, text: str) -> Edit:
    return lambda site: site.write(f"theme/{name}", text)


def template(name: str, change: Callable[[str], str]) -> Edit:
    def edit(site: SmallSite) -> None:
        default = Path(__file__).parents[2] / "theme" / "templates" / name
        site.write(f"theme/templates/{name}", change(default.read_text(encoding="utf-8")))

    return edit


def included(reference: str) -> Edit:
    include = "{% include " + reference + " %}"
    return template(
        "list.html", lambda text: text.replace("{% block main %}", f"{{% block main %}}{include}")
    )


def _no_theme(site: SmallSite) -> None:
    shutil.rmtree(site.root / "theme", ignore_errors=True)


def _remove_one(site: SmallSite) -> None:
    files = sorted(path for path in (site.root / "theme").rglob("*") if path.is_file())
    if files:
        files[0].unlink()


PIECES = ("piece.html", "piece.txt", "part/piece.html")

THEME: tuple[Edit, ...] = (
    *(
        template(f"{name}.html", lambda text: f"{text}\n<!-- own -->\n")
        for name in ("base", "home")
    ),
    *(
        template(f"{name}.html", lambda text: text.replace("</body>", "<!-- own --></body>"))
        for name in ("base", "redirect")
    ),
    *(
        template(
            f"{name}.html", lambda text: text.replace("{% block main %}", "{% block main %}own")
        )
        for name in ("list", "document", "page", "terms", "404", "search", "sitemap")
    ),
    *(
        template(f"{name}.html", lambda text: text.replace("<h1>", "<h1>own"))
        for name in ("promises", "promise-list", "matter")
    ),
    template(
        "withdrawn.html", lambda text: text.replace("{% block main %}", "{% block main %}own")
    ),
    template("_macros.html", lambda text: text.replace("件</span>", "篇</span>")),
    *(_theme(f"templates/{name}", text) for name in PIECES for text in ("<p>一</p>", "<p>二</p>")),
    *(included(f'"{name}"') for name in PIECES),
    included('"piece.html" if view.total else "piece.txt"'),
    included('["none.html", "piece.html"] ignore missing'),
    included('"piece" ~ ".html" ignore missing'),
    included('"./piece.html" ignore missing'),
    _theme("assets/css/99-own.css", "a { color: navy }"),
    _theme("assets/css/99-own.css", "a { color: teal }"),
    _theme("assets/js/own.js", "document.title"),
    _theme("assets/images/.hidden", "x"),
    _theme("assets/images/Thumbs.db", "x"),
    _no_theme,
    _remove_one,
)


def _bad_field(site: SmallSite, paper: Paper) -> None:
    text = paper.text.replace("主办单位: ", "主办单位: 没有的")
    site.write(f"content/suggestions/2023/{paper.name}.md", text)


def _no_front_matter(site: SmallSite, paper: Paper) -> None:
    site.write(f"content/suggestions/2023/{paper.name}.md", "没有字段\n")


def _same_number(site: SmallSite, paper: Paper) -> None:
    site.write("content/suggestions/2022/again.md", paper.text.replace("附件:\n  - a.pdf\n", ""))


def _same_address(site: SmallSite, paper: Paper) -> None:
    # Older than all, so that whoever looks in the order of dates meets it first.
    clash = SmallSite.paper(900, day=-1)
    clash.attached, clash.pictured, clash.old_address = (
        [],
        False,
        f"/suggestions/2023/{paper.name}.html",
    )
    site.write("content/suggestions/2022/clash.md", clash.text)


def _no_attachment(site: SmallSite, paper: Paper) -> None:
    text = paper.text.replace("\n---\n", "\n附件: none.pdf\n---\n", 1) if not paper.attached else ""
    site.write(f"content/suggestions/2023/{paper.name}.md", text)


FAULTS: tuple[FileEdit, ...] = (
    _bad_field,
    _no_front_matter,
    _same_number,
    _same_address,
    _no_attachment,
    lambda site, _: site.write("content/units.yaml", "- name: 没有 slug\n"),
    lambda site, _: site.write("site.toml", "[site]\n"),
    lambda site, _: site.write("theme/templates/home.html", "{{ nothing.at.all }}"),
    lambda site, _: site.write("theme/templates/base.html", "{% if %}"),
    lambda site, _: site.write("theme/templates/list.html", "{% include 'list.html' %}"),
    lambda site, _: site.write("content/Bad Name.md", "x"),
)
"""Mistakes that a build refuses."""


def _alter(path: Path) -> None:
    path.write_bytes(b"altered")


def alter_in_length_and_time(path: Path) -> None:
    """To the same size, and within the same tick of a coarse clock."""
    within_a_tick(path, path.read_bytes()[::-1])


def within_a_tick(path: Path, data: bytes) -> None:
    """Write a file anew as a clock as coarse as may be would have it, unless its tick is over."""
    modified = path.stat().st_mtime_ns
    path.write_bytes(data)
    if time.time_ns() < modified + racy(modified):
        os.utime(path, ns=(modified, modified))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10])


ACCIDENTS: tuple[Accident, ...] = (Path.unlink, _alter, alter_in_length_and_time, truncate)
