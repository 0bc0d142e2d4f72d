"""``explain`` and ``verify``, asked as the admin asks."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock

from gongkai import cli
from gongkai.staleness import DAMAGED, NEW, READS
from tests import runs
from tests.engine import edits
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

PAGE = "suggestions/2023/d001.html"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path / "site")
    assert run(site, "build") == cli.DONE
    return site


def run(site: SmallSite, command: str, *arguments: str) -> int:
    """Run a command on the site."""
    now = ("--now", "2026-01-01T12:00")
    return cli.main([command, *arguments, "--root", str(site.root), *now])


def explained(site: SmallSite, capsys: pytest.CaptureFixture[str], address: str) -> str:
    """What is said of a page, which changes nothing."""
    capsys.readouterr()
    before = tree(site.root)
    assert run(site, "explain", address) == cli.DONE
    assert tree(site.root) == before
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "kind", "source"),
    [
        (PAGE, "document", "content/suggestions/2023/d001.md"),
        (f"https://gongkai.example/{PAGE}", "document", "content/suggestions/2023/d001.md"),
        (
            f"https://gongkai.example/a/{PAGE}?q=1#s1",
            "document",
            "content/suggestions/2023/d001.md",
        ),
        (f"/a/{PAGE}", "document", "content/suggestions/2023/d001.md"),
        ("content/suggestions/2023/d001.md", "document", "content/suggestions/2023/d001.md"),
        ("https://gongkai.example/a/", "home", "网站自己的页面"),
        ("old/d001.html", "document", "content/suggestions/2023/d001.md"),
        ("suggestions/2023/d000/a.pdf", "document", "content/suggestions/2023/d000.md"),
        ("pages/about.html", "document", "content/pages/about.md"),
        ("units/weisheng.html", "list", "网站自己的页面"),
        ("units/weisheng/1.html", "list", "网站自己的页面"),
        ("units.html", "overview", "网站自己的页面"),
        ("/", "home", "网站自己的页面"),
        ("sitemap.html", "links", "网站自己的页面"),
        ("sitemap.xml", "sitemap", "网站自己的页面"),
        ("suggestions/2023/d001.json", "document", "content/suggestions/2023/d001.md"),
        ("data/promises.csv", "table", "网站自己的页面"),
        ("data/datapackage.json", "package", "网站自己的页面"),
        ("feeds/all.xml", "feed", "网站自己的页面"),
        ("data/documents-2023.csv", "records", "篇公开的文件"),
        ("data/texts-2023.jsonl", "records", "篇公开的文件"),
        ("search/texts/0/0.bin", "text", "1 篇公开的文件"),
        ("search/manifest.bin", "manifest", "篇公开的文件"),
    ],
)
def test_explain_says_what_makes_a_page_and_what_it_reads(
    site: SmallSite, capsys: pytest.CaptureFixture[str], address: str, kind: str, source: str
) -> None:
    said = explained(site, capsys, address)
    (origin,) = (line for line in said.split("\n") if line.startswith("  由来："))
    assert origin.endswith(source)
    assert f"读取：{'、'.join(READS[kind])}" in said
    assert "不需要重新生成" in said


def test_explain_says_why_a_page_will_be_made_again(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site.edit(f"content/{PAGE[:-5]}.md", "现答复如下", "现答覆如下")
    # The body has a warning, whose line may have moved.
    assert explained(site, capsys, PAGE).endswith("因为变了：正文、提醒所在的行\n")
    site.edit(f"content/{PAGE[:-5]}.md", "信息来源: 市政府", "信息来源: 省政府")
    assert "因为变了：字段、正文" in explained(site, capsys, PAGE)
    assert "不需要重新生成" in explained(site, capsys, "units/weisheng.html")
    edits.template("redirect.html", lambda text: f"{text}\n")(site)
    assert "字段、正文、模板" in explained(site, capsys, PAGE)
    assert run(site, "build") == cli.DONE
    assert "不需要重新生成" in explained(site, capsys, PAGE)
    edits.truncate(site.root / "public" / PAGE)
    assert f"因为变了：{DAMAGED}" in explained(site, capsys, PAGE)
    new = site.paper(20)
    site.put(new)
    assert f"因为变了：{NEW}" in explained(site, capsys, f"suggestions/2023/{new.name}.html")
    assert "因为变了：条目、分页" in explained(site, capsys, "units/weisheng.html")


def test_explain_says_what_a_year_s_data_wait_for(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    table, pending = "data/documents-2023.csv", "下次发布时有 1 篇要重新生成或者撤下"
    site.edit(f"content/{PAGE[:-5]}.md", "信息来源: 市政府", "信息来源: 省政府")
    assert pending in explained(site, capsys, table)
    assert pending in explained(site, capsys, "search/manifest.bin")
    assert run(site, "build") == cli.DONE
    assert "不需要重新生成" in explained(site, capsys, table)
    edits.truncate(site.root / "public" / table)
    assert f"因为变了：{DAMAGED}" in explained(site, capsys, table)


def test_a_lost_text_is_told_of_alone_and_brought_by_its_document(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [f"search/texts/0/{number}.bin" for number in range(2)]
    lost = site.root / "public" / texts[0]
    text = lost.read_bytes()
    edits.truncate(lost)
    assert f"因为变了：{DAMAGED}" in explained(site, capsys, texts[0])
    assert "不需要重新生成" in explained(site, capsys, texts[1])
    built = runs.build(site.root, site.root / "public", datetime(2026, 1, 1, 12, 0))
    assert [one.key for one in built.stale] == ["content/suggestions/2023/d000.md"]
    assert lost.read_bytes() == text


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("suggestions/2023/d005.html", "现在不在网站上：草稿\n"),
        (
            "https://gongkai.example/a/suggestions/2023/d007.html",
            "现在不在网站上：未到发布日期，到 ",
        ),
        ("suggestions/2023/d007.json", " 公开，那时再运行一次 build\n"),
    ],
)
def test_explain_says_why_a_document_is_not_there(
    site: SmallSite, capsys: pytest.CaptureFixture[str], address: str, why: str
) -> None:
    said = explained(site, capsys, address)
    assert why in said
    assert f"由来：content/suggestions/2023/{address[-9:-5].rstrip('.')}.md" in said


@pytest.mark.parametrize("address", ["nothing.html", "content/suggestions/2023/none.md"])
def test_explain_of_no_page_is_a_wrong_question(
    site: SmallSite, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    capsys.readouterr()
    assert run(site, "explain", address) == cli.USAGE
    assert "这个页面" in capsys.readouterr().err


def test_verify_tells_each_difference_and_changes_nothing(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(site, "verify") == cli.DONE
    assert "与应有的完全相同" in capsys.readouterr().out
    public = site.root / "public"
    (public / "units.html").unlink()
    edits.alter_in_length_and_time(public / PAGE)
    site.remove(site.papers[0])
    before = tree(site.root)
    assert run(site, "verify") == cli.FAULTS
    said = capsys.readouterr().out
    for line in ("缺少：units.html", f"内容不对：{PAGE}", "多余：suggestions/2023/d000.html"):
        assert line in said
    assert "多余：suggestions/2023/d000/a.pdf" in said
    assert tree(site.root) == before
    assert run(site, "build") == cli.DONE
    assert run(site, "verify") == cli.DONE


def test_what_a_build_cannot_see_is_mended_as_verify_says(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk spoils a file whose size and time stay."""
    # What was written some time ago is remembered under a signature that is trusted.
    time.sleep(0.2)
    assert run(site, "build") == cli.DONE
    page = site.root / "public" / PAGE
    modified = page.stat().st_mtime_ns
    page.write_bytes(page.read_bytes()[::-1])
    os.utime(page, ns=(modified, modified))
    assert run(site, "build") == cli.DONE
    capsys.readouterr()
    assert run(site, "verify") == cli.FAULTS
    assert "再核对仍然不同的，用 build --full" in capsys.readouterr().out
    assert run(site, "build", "--full") == cli.DONE
    assert run(site, "verify") == cli.DONE


def test_verify_does_not_believe_the_memory(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    edits.alter_in_length_and_time(site.root / "public" / PAGE)
    assert run(site, "verify") == cli.FAULTS
    (site.root / ".cache/build.sqlite").write_bytes(b"spoilt")
    assert run(site, "verify") == cli.FAULTS
    assert f"内容不对：{PAGE}" in capsys.readouterr().out


@pytest.mark.parametrize("mistake", range(len(edits.FAULTS)))
def test_verify_of_faulty_content_says_what_a_build_says(
    site: SmallSite, capsys: pytest.CaptureFixture[str], mistake: int
) -> None:
    edits.FAULTS[mistake](site, site.papers[1])
    capsys.readouterr()
    status = run(site, "build", "--full")
    said = capsys.readouterr().err
    assert status in (cli.FAULTS, cli.USAGE)
    assert run(site, "verify") == status
    assert capsys.readouterr().err == said


def test_verify_lists_what_others_put_there(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "public/theirs.txt").write_bytes(b"x")
    capsys.readouterr()
    assert run(site, "verify") == cli.FAULTS
    said = capsys.readouterr().out
    assert said.startswith("不是本程序写的：theirs.txt\n共 1 处不同。")
    assert "运行 build 会改正" not in said


def test_verify_while_a_build_is_running(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(site.root / ".cache/build.lock"):
        assert run(site, "verify") == cli.MACHINE
    assert "另一次发布正在进行" in capsys.readouterr().err


def test_verify_of_a_folder_that_is_not_there(
    site: SmallSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(site, "verify", "--output", str(tmp_path / "none")) == cli.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"没有 {tmp_path / 'none'} 这个文件夹，没有可以核对的；先运行 build\n"


def test_verify_of_a_folder_that_is_not_ours_is_refused(
    site: SmallSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("../other/theirs.txt", b"x")
    assert run(site, "verify", "--output", str(tmp_path / "other")) == cli.USAGE
    assert "不是本程序发布的文件夹" in capsys.readouterr().err
