"""The preview's builds: drafts with their banners, faults as pages, outages, and its memory."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from gongkai import staffing, templates
from gongkai.errors import Fault, MachineError, Severity
from gongkai.preview import Preview, Shown
from gongkai.preview_faults import address_of, by_address, clashes
from gongkai.templates import CompiledTemplates
from tests.preview_site import NOW, SITE_TOML, files, reply, write, write_site

MOMENT = datetime.fromisoformat(NOW)
INVALID = Path(__file__).parent / "sites_invalid"


class Previewed:
    """A site with its preview."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.preview = Preview(root)

    def build(self, **changes: str) -> Shown:
        """Build after writing ``changes`` as :func:`write_site` does."""
        write(self.root, {f"content/suggestions/{k[1:]}.md": text for k, text in changes.items()})
        return self.preview.build(MOMENT, staffing.alone, lambda stage, done, total: None)

    def page(self, address: str) -> str:
        html = (self.preview.folder / address).read_text(encoding="utf-8")
        return unescape(re.sub(r'<span class="together">(.*?)</span>', r"\1", html))

    def has(self, address: str) -> bool:
        return (self.preview.folder / address).is_file()


@pytest.fixture
def site(tmp_path: Path) -> Previewed:
    return Previewed(write_site(tmp_path, r1=reply(1), r2=reply(2)))


def test_the_data_page_says_which_files_the_preview_has_not(site: Previewed) -> None:
    site.build()
    assert "预览里没有各年的文件目录和全文" in site.page("data.html")
    assert not site.has("data/documents-2023.csv")
    assert site.has("data/datapackage.json")


@pytest.mark.parametrize(
    ("fields", "banner"),
    [
        ({"状态": "草稿"}, "草稿：本文尚未公开"),
        ({"状态": "待审"}, "待审：本文尚未公开"),
        ({"状态": "撤回"}, "撤回：本文不再公开"),
        ({"发布日期": "2024-06-01 08:30"}, "未到发布日期：本文定于 2024年6月1日 08:30 公开"),
    ],
)
def test_what_the_public_does_not_see_has_a_banner(
    site: Previewed, fields: dict[str, str], banner: str
) -> None:
    shown = site.build(r3=reply(3, **fields))
    assert banner in site.page("suggestions/3.html")
    assert [held.path for held in shown.held] == ["content/suggestions/3.md"]
    assert "第3号建议的答复" in site.page("categories/suggestions.html")
    assert "只在预览里可以看到" not in site.page("suggestions/1.html")


def test_what_was_not_reviewed_has_a_banner(site: Previewed) -> None:
    write(site.root, {"site.toml": SITE_TOML.replace("required = false", "required = true")})
    site.build()
    assert "未经公开审查：本文还不能公开" in site.page("suggestions/1.html")


def test_a_draft_of_a_page_of_the_site_has_a_banner(site: Previewed) -> None:
    write(site.root, {"content/pages/about.md": "---\n标题: 关于\n---\n\n本站。\n"})
    site.build()
    assert "草稿：本文尚未公开" in site.page("pages/about.html")


def test_what_is_never_to_be_published_has_no_page(site: Previewed) -> None:
    shown = site.build(r3=reply(3, 公开方式="不公开", 不公开理由="涉及个人隐私"))
    assert not site.has("suggestions/3.html")
    assert shown.held[0].reason == "不公开"


def test_nothing_is_written_but_below_the_cache(
    site: Previewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The builds of the tests otherwise share their compiled templates.
    monkeypatch.setattr(templates, "CompiledTemplates", CompiledTemplates)
    before = files(site.root)
    site.build()
    added = files(site.root).keys() - before.keys()
    assert added
    assert {name.split("/")[1] for name in added} == {"preview", "preview.sqlite", "templates"}


def test_a_fault_stands_at_its_address_and_the_rest_goes_on(site: Previewed) -> None:
    site.build()
    shown = site.build(
        r1=reply(1, 主办单位="市教育厅", 成文日期="昨天"), r2=reply(2, body="新文。")
    )
    page = site.page("suggestions/1.html")
    assert "content/suggestions/1.md" in page
    for fault in shown.faults:
        assert fault.message in page
        assert fault.hint in page
        assert f"第 {fault.line} 行" in page
    assert {fault.rule for fault in shown.faults} == {"unknown-unit", "wrong-date"}
    assert "新文。" in site.page("suggestions/2.html")
    assert "第1号建议的答复" not in site.page("categories/suggestions.html")


def test_a_fault_found_while_composing_stands_at_its_address(site: Previewed) -> None:
    site.build(r1=reply(1, body="![图](1/missing.png)"))
    assert "图片“1/missing.png”找不到" in site.page("suggestions/1.html")


def test_an_address_shows_the_faults_of_its_fields_and_of_its_body(site: Previewed) -> None:
    site.build(r1=reply(1, body="![图](1/missing.png)", 届次="市二届人大"))
    page = site.page("suggestions/1.html")
    assert "missing.png" in page
    assert "市二届人大" in page


def test_a_link_to_what_has_a_fault_leads_to_the_fault(site: Previewed) -> None:
    shown = site.build(r1=reply(1, body="见[另一篇](2.md)。"), r2=reply(2, 届次="无此届次"))
    assert 'href="2.html"' in site.page("suggestions/1.html")
    assert {fault.rule for fault in shown.faults} == {"unknown-session"}


def test_two_replies_to_one_number(site: Previewed) -> None:
    site.build(r3=reply(1))
    assert "content/suggestions/1.md" in site.page("suggestions/3.html")
    assert "同意。" in site.page("suggestions/1.html")


def test_two_sources_for_one_address(site: Previewed) -> None:
    shown = site.build(r1=reply(1, 旧网址="suggestions/2.html"))
    page = site.page("suggestions/2.html")
    assert "与 content/suggestions/2.md 争用同一个网址 suggestions/2.html" in page
    assert "content/suggestions/1.md" in page
    assert "争用同一个网址 suggestions/2.html" in site.page("suggestions/1.html")
    assert [fault.rule for fault in shown.faults] == ["duplicate-address"]


def test_two_documents_with_one_old_address(site: Previewed) -> None:
    site.build(r1=reply(1, 旧网址="old.html"), r2=reply(2, 旧网址="old.html"))
    assert "争用同一个网址 old.html" in site.page("old.html")
    assert "争用同一个网址 old.html" in site.page("suggestions/2.html")


@pytest.mark.parametrize("old", ["suggestions/1/x.txt/", "Suggestions/1.html"])
def test_an_old_address_that_cannot_stand_beside_another(site: Previewed, old: str) -> None:
    write(site.root, {"content/suggestions/1/x.txt": "x"})
    shown = site.build(r1=reply(1, 附件="x.txt"), r2=reply(2, 旧网址=old))
    assert [fault.rule for fault in shown.faults] == ["address-clash"]
    assert "content/suggestions/1.md" in site.page("suggestions/2.html")
    assert "同意。" in site.page("suggestions/1.html")
    site.build(r2=reply(2))
    assert "同意。" in site.page("suggestions/2.html")


def test_a_file_name_that_can_be_no_address(site: Previewed) -> None:
    write(site.root, {"content/suggestions/答复.md": reply(9)})
    site.build()
    assert "文件名或文件夹名不能用作网址" in site.page("suggestions/答复.html")


def test_mended_faults_are_gone(site: Previewed) -> None:
    site.build()
    before = files(site.preview.folder)
    site.build(r1="没有字段")
    assert files(site.preview.folder) != before
    shown = site.build(r1=reply(1))
    assert shown.changed
    assert shown.faults == ()
    assert files(site.preview.folder) == before


OUTAGES = {
    "site.toml": ({"site.toml": SITE_TOML + "[unknown]\n"}, "site.toml", "unknown"),
    "no toml": ({"site.toml": "[site\n"}, "site.toml", ""),
    "units.yaml": ({"content/units.yaml": "- slug: Jiao\n  name: 局\n"}, "content/units.yaml", ""),
    "template": ({"theme/templates/document.html": "{% if %}"}, "document.html", ""),
    "base": ({"theme/templates/base.html": "{{ nothing.here }}"}, "base.html", "nothing"),
    "fault page": ({"theme/templates/fault.html": "{{ 1 / 0 }}{% if %}"}, "", ""),
}


@pytest.mark.parametrize("name", OUTAGES)
def test_a_fault_of_the_configuration_or_the_theme_is_an_outage(site: Previewed, name: str) -> None:
    broken, path, message = OUTAGES[name]
    site.build()
    good = files(site.preview.folder)
    write(site.root, broken)
    shown = site.build(r1="没有字段")
    assert shown.changed
    assert shown.outage
    page = unescape(shown.outage.page.decode())
    assert all(fault.message in page for fault in shown.faults)
    assert path in page
    assert message in page
    assert files(site.preview.folder) == good
    assert not site.build().changed
    for broken_file in broken:
        (site.root / broken_file).unlink()
    write_site(site.root)
    mended = site.build(r1=reply(1))
    assert mended.changed
    assert mended.outage is None
    assert files(site.preview.folder) == good


def test_one_preview_shows_every_error_of_every_invalid_site(tmp_path: Path) -> None:
    previewed = Previewed(tmp_path / "site")
    for folder in sorted(path for path in INVALID.iterdir() if path.is_dir()):
        shutil.rmtree(previewed.root / "content", ignore_errors=True)
        (previewed.root / "site.toml").unlink(missing_ok=True)
        shutil.copytree(folder, previewed.root, dirs_exist_ok=True)
        shown = previewed.build()
        for fault in shown.faults:
            address = address_of(fault.path)
            if fault.severity is Severity.WARNING or not (shown.outage or address):
                continue
            page = shown.outage.page.decode() if shown.outage else previewed.page(address or "")
            assert fault.path in page, folder.name
            assert fault.message in unescape(page), folder.name


def test_the_page_of_an_outage_has_its_styles_from_the_start(tmp_path: Path) -> None:
    previewed = Previewed(write_site(tmp_path))
    write(tmp_path, {"site.toml": ""})
    outage = previewed.build().outage
    assert outage
    sheet = next(address for address in outage.assets if address.endswith("site.css"))
    assert sheet in outage.page.decode()


def test_a_failure_is_shown_until_it_has_passed(site: Previewed) -> None:
    site.build()
    shown = site.preview.failed("磁盘已满")
    assert shown.outage
    assert "磁盘已满" in shown.outage.page.decode()
    assert not site.preview.failed("磁盘已满").changed
    assert site.build().changed


def test_a_file_that_cannot_be_read_is_a_failure(site: Previewed) -> None:
    write(site.root, {"content/suggestions/1.md": reply(1, body="![图](1/a.png)")})
    write(site.root, {"content/suggestions/1/a.png": ""})
    site.build()
    (site.root / "content/suggestions/1/a.png").unlink()
    (site.root / "content/suggestions/1/a.png").symlink_to("a.png")
    shown = site.build()
    assert {fault.rule for fault in shown.faults} == {"image-missing"}
    site.preview.folder.rename(site.root / "moved")
    site.preview.folder.write_text("not a folder")
    with pytest.raises(MachineError):
        site.build()


def test_a_folder_with_other_files_is_begun_anew(site: Previewed) -> None:
    write(site.preview.folder, {"other.txt": "?"})
    site.build()
    assert site.has("suggestions/1.html")
    assert not site.has("other.txt")


def test_a_build_with_a_memory_equals_one_without(site: Previewed, tmp_path: Path) -> None:
    steps: list[dict[str, str]] = [
        {},
        {"content/suggestions/1.md": reply(1, body="改过。")},
        {"content/suggestions/3.md": reply(3, body="见第1号。", 状态="草稿")},
        {"content/units.yaml": "- slug: jiaoyu\n  name: 市教育局\n  short_name: 教育局\n"},
        {"content/units.yaml": "- slug: jiao-yu\n  name: 市教育局\n"},
        {"theme/templates/_macros.html": "", "theme/templates/page.html": "新"},
        {"site.toml": SITE_TOML.replace("答复公开", "公开答复")},
        {"theme/assets/css/95-own.css": "p { margin: 0 }"},
    ]
    macros = Path(__file__).parent.parent / "theme/templates/_macros.html"
    steps[5]["theme/templates/_macros.html"] = macros.read_text(encoding="utf-8") + "\n"
    for step in steps:
        write(site.root, step)
        remembering = site.build()
        forgetful = Preview(site.root, f"clean-{len(list(site.root.glob('.cache/clean-*')))}")
        clean = forgetful.build(MOMENT, staffing.alone, lambda stage, done, total: None)
        assert remembering.faults == clean.faults
        assert files(site.preview.folder) == files(forgetful.folder)


def fault(path: str, severity: Severity = Severity.ERROR) -> Fault:
    return Fault(path, 3, 1, "rule", "错。", "改。", severity)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("content/suggestions/1.md", "suggestions/1.html"),
        ("content/关于.md", "关于.html"),
        ("content/units.yaml", None),
        ("site.toml", None),
        ("notes.md", None),
    ],
)
def test_the_address_of_a_source(path: str, address: str | None) -> None:
    assert address_of(path) == address


def test_errors_by_address() -> None:
    error, other = fault("content/a.md"), fault("content/b.md")
    warning = fault("content/c.md", Severity.WARNING)
    clash = fault("content/b.md")
    found = by_address([error, other, warning, fault("site.toml")], {"d.html": [clash]})
    assert found == {"a.html": (error,), "b.html": (other,), "d.html": (clash,)}


def test_clashes_name_the_address() -> None:
    owners = {"a.html": ["content/a.md"], "b.html": ["content/b.md", "content/c.md"]}
    found = clashes(owners, {})
    assert list(found) == ["b.html"]
    assert [one.path for one in found["b.html"]] == ["content/c.md"]
