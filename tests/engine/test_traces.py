"""What a build must not forget to look at: each of these changes one thing that a page reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai import markdown, program, staffing
from gongkai.content import Staff
from gongkai.intake import Arrival
from gongkai.jobs import DocumentJob, PageJob
from gongkai.preview import Preview
from gongkai.workers import Lost, Workforce
from tests.engine import edits
from tests.engine.building import NOW, assert_as_clean, built, clean, incremental
from tests.engine.smallsite import SmallSite
from tests.runs import no_progress


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site")


@pytest.mark.parametrize("edit", range(len(edits.THEME)))
def test_every_change_of_the_theme_is_seen(site: SmallSite, edit: int) -> None:
    for name in edits.PIECES:
        site.write(f"theme/templates/{name}", "<p>零</p>")
    built(site.root)
    edits.THEME[edit](site)
    assert_as_clean(site.root)
    assert built(site.root).stale == ()


@pytest.mark.parametrize(
    "reference",
    [
        '"piece.txt"',
        '"./piece.txt"',
        '"part//piece.txt"',
        '"piece" ~ ".txt"',
        '"none.html" if not view.heading else "piece.txt"',
        '["none.html", "piece.txt"]',
        '"piece.txt" ignore missing',
        '"piece.txt" without context',
        '("piece.txt")',
        '"p\\x69ece.txt"',
    ],
)
def test_what_a_template_includes_is_read_by_its_pages(site: SmallSite, reference: str) -> None:
    for name in ("piece.txt", "part/piece.txt"):
        site.write(f"theme/templates/{name}", "一")
    edits.included(reference)(site)
    built(site.root)
    for name in ("piece.txt", "part/piece.txt"):
        site.write(f"theme/templates/{name}", "二")
    written = assert_as_clean(site.root).committed.written
    assert "units/jiaoyu.html" in written
    assert "sitemap.html" not in written or reference.startswith(('"piece" ~', "[", "(", '"none'))


def test_a_hidden_file_is_no_template(site: SmallSite) -> None:
    site.write("theme/templates/.piece.html", "一")
    edits.included('".piece.html"')(site)
    assert [fault.rule for fault in incremental(site.root).faults] == ["template"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("<p>\n模板".encode("gbk"), 2, "不是 UTF-8 编码"),
        ('<p>\n{% include "piece.html" %}', 2, "没有“piece.html”这个模板"),
        ("\n\n{{ page.nothing }}", 3, "没有“nothing”这个字段"),
    ],
)
def test_a_fault_of_a_template_is_told_of_the_file_that_has_it(
    site: SmallSite, text: bytes | str, line: int, told: str
) -> None:
    site.write("theme/templates/base.html", text)
    (fault,) = incremental(site.root).faults
    assert (fault.path, fault.line) == ("theme/templates/base.html", line)
    assert told in fault.message


def test_templates_are_those_of_a_site_whatever_its_folder_is_called(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / os.fsdecode("站点".encode("gbk")), 4)
    site.write("theme/templates/404.html", "{# 甲 #}\n{{ page.title }}")
    assert_as_clean(site.root)
    site.write("theme/templates/404.html", "{# 甲 #}\n{{ page.nothing }}")
    (fault,) = incremental(site.root).faults
    assert (fault.path, fault.line) == ("theme/templates/404.html", 2)


def test_assets_that_cannot_be_published_are_faults(site: SmallSite) -> None:
    name = os.fsdecode("附件".encode("gbk"))
    site.write(f"theme/assets/images/{name}.png", b"x")
    site.write("theme/assets/js/own.js", "// 脚本".encode("gbk"))
    site.write("theme/assets/css/own.css", "/* 样式 */".encode("gbk"))
    outcome = incremental(site.root)
    assert outcome.built is None
    assert [fault.path for fault in outcome.faults] == [
        f"theme/assets/images/{name}.png",
        "theme/assets/js/own.js",
    ]


def test_a_line_inserted_above_moves_the_faults_of_a_body(site: SmallSite) -> None:
    lines = [fault.line for fault in built(site.root).warnings if "about" in fault.path]
    site.edit("content/pages/about.md", "状态", "# 备注\n状态")
    moved = assert_as_clean(site.root)
    assert [fault.line for fault in moved.warnings if "about" in fault.path] == [lines[0] + 1]
    assert moved.committed.written == ()


def test_a_term_that_moves_to_another_kind_is_seen(site: SmallSite) -> None:
    """The lists read as before when one follows the other, but stand under another heading."""
    topic = '[[topics]]\nslug = "x"\nname = "甲"\n\n[[sessions]]\nslug = "renda"'
    session = '[[sessions]]\nslug = "x"\nname = "甲"\nyear = 2023\n\n[[sessions]]\nslug = "renda"'
    site.edit("site.toml", '[[sessions]]\nslug = "renda"', topic)
    for paper in site.papers:
        paper.status, paper.day, paper.session = "公开", 1, "市七届人大四次会议"
        site.put(paper)
    moving = site.papers[0]
    moving.topic = "甲"
    site.put(moving)
    built(site.root)
    site.edit("site.toml", topic, session)
    text = moving.text.replace("主题: 甲\n", "").replace("届次: ", "届次:\n  - 甲\n  - ")
    site.write(f"content/suggestions/2023/{moving.name}.md", text)
    assert_as_clean(site.root)


def test_another_version_makes_bodies_anew(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(site.root)
    render = markdown.render_plain
    monkeypatch.setattr(program, "print_of_program", lambda: b"another")
    monkeypatch.setattr(markdown, "render_plain", lambda lines: render([*lines, "新的版本"]))
    assert_as_clean(site.root)


def test_of_two_claims_to_an_address_always_the_same_is_at_fault(site: SmallSite) -> None:
    built(site.root)
    # An older document of another unit, so that the page it would displace is not made again.
    clash = SmallSite.paper(902, day=-1)
    clash.openness, clash.old_address = "全文公开", "/suggestions/2023/d001.html"
    site.put(clash)
    ours = incremental(site.root)
    assert ours.built is None
    assert ours.faults == clean(site.root)[0].faults


def test_a_name_that_is_no_unicode_text_is_remembered(site: SmallSite) -> None:
    folder = os.fsdecode("附件".encode("gbk"))
    site.write(f"content/suggestions/2023/d000/{folder}/a.pdf", b"x")
    assert_as_clean(site.root)
    assert built(site.root).stale == ()


def test_a_file_altered_within_the_tick_in_which_it_was_written_is_mended(
    site: SmallSite,
) -> None:
    built(site.root)
    page = site.root / "public" / "index.html"
    edits.alter_in_length_and_time(page)
    assert assert_as_clean(site.root).committed.written == ("index.html",)


def _saving_between(save: Callable[[], None]) -> Staff:
    """A staff that lets an author save between the reading of sources and the making of pages."""
    tasks = 0

    def staff(items: int) -> Workforce:
        nonlocal tasks
        tasks += 1
        if tasks == 2:
            save()
        return staffing.alone(items)

    return staff


@pytest.mark.parametrize("name", ["d000.md", "d000/a.pdf", "d000/pic.png"])
def test_what_is_saved_during_a_build_and_undone_does_not_stay(site: SmallSite, name: str) -> None:
    path = f"content/suggestions/2023/{name}"
    before = (site.root / path).read_bytes()
    saved = before.replace("如下".encode(), "在此".encode()) if b"---" in before else b"other"
    built(site.root, staff=_saving_between(lambda: site.write(path, saved)))
    site.write(path, before)
    assert_as_clean(site.root)


def test_what_is_saved_during_a_build_with_faults_is_told_by_the_next(site: SmallSite) -> None:
    path = "content/suggestions/2023/d000.md"
    staff = _saving_between(lambda: site.write(path, "没有字段\n"))
    # The page is made of what was read, whatever has become of the file since.
    assert incremental(site.root, staff=staff).built
    told = incremental(site.root)
    assert told.built is None
    assert told.faults == clean(site.root)[0].faults


class _Unlucky(Workforce):
    """Loses one piece of work."""

    def __init__(self, kind: type, name: str) -> None:
        super().__init__(None, 1, 1.0)
        self._kind, self._name = kind, name

    def each(self, task, items):  # type: ignore[no-untyped-def]
        items = list(items)
        for result, item in zip(super().each(task, items), items, strict=True):
            name = item.key if isinstance(item, PageJob) else item.path
            lost = isinstance(item, self._kind) and name == self._name
            yield Lost(item, hung=False) if lost else result


@pytest.mark.parametrize(
    ("kind", "name", "page"),
    [
        (Arrival, "content/suggestions/2023/d001.md", "suggestions/2023/d001.html"),
        (DocumentJob, "content/suggestions/2023/d001.md", "suggestions/2023/d001.html"),
        (PageJob, "units/jiaoyu.html", "units/jiaoyu.html"),
    ],
)
def test_what_was_lost_once_is_tried_again(
    site: SmallSite, kind: type, name: str, page: str
) -> None:
    lost = incremental(site.root, staff=lambda _: _Unlucky(kind, name))
    assert [fault.path for fault in lost.faults if fault.rule == "worker-lost"] == [name]
    assert lost.built is None
    preview = Preview(site.root)
    shown = preview.build(NOW, lambda _: _Unlucky(kind, name), no_progress)
    assert "worker-lost" in {fault.rule for fault in shown.faults}
    again = preview.build(NOW, staffing.alone, no_progress)
    assert "worker-lost" not in {fault.rule for fault in again.faults}
    assert "程序意外退出" not in (preview.folder / page).read_text(encoding="utf-8")
    assert_as_clean(site.root)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("d000.md", "现答复如下", "现答覆如下"), ("d000/a.pdf", "a.pdf", "b.pdf")],
)
def test_a_file_saved_again_within_the_tick_in_which_it_was_read_is_read_again(
    site: SmallSite, name: str, old: str, new: str
) -> None:
    file = site.root / "content/suggestions/2023" / name
    file.touch()
    built(site.root)
    edits.within_a_tick(file, file.read_bytes().replace(old.encode(), new.encode()))
    written = assert_as_clean(site.root).committed.written
    pages = [address for address in written if address.endswith((".html", ".pdf"))]
    assert len(pages) == 1
