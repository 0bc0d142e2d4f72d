"""The preview's server: answers, refusals, live reload, faults, and what it leaves alone."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.preview_site import (
    SITE_TOML,
    Server,
    Tab,
    eventually,
    files,
    reply,
    run,
    serving,
    write,
    write_site,
)

SECRET = "尚不可知的内容"

Serve = Callable[..., Server]


def small_site(folder: Path) -> Path:
    """A site with two public replies and a draft."""
    drafted = reply(3, body=SECRET, 状态="草稿")
    return write_site(folder / "site", r1=reply(1), r2=reply(2), r3=drafted)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site for one test to edit."""
    return small_site(tmp_path)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """``serve(root, *arguments)`` starts a server that ends with the test."""
    with ExitStack() as servers:
        yield lambda *arguments: servers.enter_context(serving(*arguments))


@pytest.fixture
def server(root: Path, serve: Serve) -> Server:
    """A server of the site of one test."""
    return serve(root)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a site that no test edits."""
    with serving(small_site(tmp_path_factory.mktemp("standing"))) as server:
        yield server


def save(root: Path, name: str, text: str) -> None:
    """Replace a file as editors do: written beside it and renamed."""
    beside = root / f"{name}~"
    beside.write_text(text, encoding="utf-8")
    beside.replace(root / name)


# A server and its answers


def test_it_says_where_it_is_and_what_is_held(standing: Server) -> None:
    standing.says("按 Ctrl-C 结束预览")
    assert f"预览网址：{standing.url}" in standing.said
    assert "草稿：1 篇（content/suggestions/3.md）" in standing.said


def test_it_shows_drafts_with_a_banner(standing: Server) -> None:
    draft = standing.ask("suggestions/3.html")
    assert draft.status == 200
    assert SECRET in draft.text
    assert "草稿：本文尚未公开" in draft.text
    assert '<script src="/livereload.js" defer></script>' in draft.text
    assert draft.headers["Cache-Control"] == "no-store"
    assert draft.headers["Content-Type"] == "text/html; charset=utf-8"


def test_what_is_missing_is_the_sites_own_404(standing: Server) -> None:
    missing = standing.ask("suggestions/9.html")
    assert missing.status == 404
    assert missing.text == standing.ask("404.html").text
    for path in ("../../site.toml", "%2e%2e/%2e%2e/site.toml", ".gongkai-manifest.json"):
        assert standing.ask(path).status == 404


def test_head_has_no_body(standing: Server) -> None:
    head = standing.ask("suggestions/1.html", method="HEAD")
    assert head.text == ""
    whole = standing.ask("suggestions/1.html")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_submitted(standing: Server, method: str) -> None:
    refused = standing.ask("suggestions/1.html", method=method)
    assert refused.status == 405
    assert refused.text == "预览只供查看，不接受提交。"
    assert refused.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["", "suggestions/3.html", "livereload.js", "livereload"])
def test_other_hosts_and_origins_are_refused(standing: Server, path: str) -> None:
    rebound = standing.ask(path, Host=f"rebound.example:{standing.port}")
    assert rebound.status == 403
    assert rebound.text == f"只能用 {standing.url} 打开预览。"
    foreign = standing.ask(path, Origin="http://elsewhere.example")
    assert foreign.status == 403
    assert SECRET not in foreign.text


@pytest.mark.parametrize("origin", [None, "http://elsewhere.example", "null"])
def test_a_socket_is_only_for_pages_of_the_preview(standing: Server, origin: str | None) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        **({"Origin": origin} if origin else {}),
    }
    with closing(HTTPConnection("127.0.0.1", standing.port)) as connection:
        connection.request("GET", "/livereload", headers=headers)
        assert connection.getresponse().status == 403


def test_only_this_machine_can_reach_it(standing: Server) -> None:
    with closing(socket.socket()) as other, pytest.raises(OSError, match=r".*"):
        # Every 127.x.y.z leads to this machine; a server on all addresses would answer there.
        other.settimeout(5)
        other.connect(("127.0.0.2", standing.port))


def test_the_site_answers_at_the_path_of_its_base_url_too(root: Path, serve: Serve) -> None:
    toml = SITE_TOML.replace("[review]", 'base_url = "https://gov.example/gk/"\n\n[review]')
    toml = toml.replace("\n\nbase_url", "\nbase_url")
    write(root, {"site.toml": toml})
    server = serve(root)
    assert "/gk/categories.html" in server.ask("nowhere.html").text
    assert server.ask("gk/categories.html").text == server.ask("categories.html").text


# Live reload


def test_a_save_is_seen_and_reloads(root: Path, server: Server) -> None:
    server.ask("suggestions/1.html")
    with closing(Tab(server, "suggestions/1.html")) as tab:
        save(root, "content/suggestions/1.md", reply(1, body="改好了。"))
        tab.hears("reload")
        assert "改好了。" in server.ask("suggestions/1.html").text


def test_what_changes_nothing_does_not_reload(root: Path, server: Server) -> None:
    server.ask()
    with closing(Tab(server, "")) as tab:
        write(root, {"content/suggestions/.1.md.swp": "x", "content/suggestions/1.md~": "x"})
        save(root, "content/suggestions/1.md", reply(1))
        save(root, "content/suggestions/2.md", reply(2, body="改好了。"))
        tab.hears("reload")
        save(root, "content/suggestions/2.md", reply(2, body="又改好了。"))
        tab.hears("reload")
        assert tab.unheard() == []


def test_the_last_of_many_saves_is_seen(root: Path, server: Server) -> None:
    server.ask()
    for count in range(50):
        save(root, "content/suggestions/1.md", reply(1, body=f"第{count}稿。"))
    server.shows("suggestions/1.html", "第49稿。")


def test_a_page_that_was_sent_before_the_last_change_is_reloaded(
    root: Path, server: Server
) -> None:
    server.ask("suggestions/1.html")
    save(root, "content/suggestions/1.md", reply(1, body="改好了。"))
    server.shows("suggestions/2.html", "同意。")
    eventually(
        lambda: "改好了。" in (root / ".cache/preview/suggestions/1.html").read_text("utf-8"),
        "the page is written",
    )
    with closing(Tab(server, "suggestions/1.html")) as tab:
        tab.hears("reload")
    server.ask("suggestions/1.html")
    with closing(Tab(server, "suggestions/1.html")) as tab:
        assert tab.unheard() == []


def test_new_and_lost_files_are_seen(root: Path, server: Server) -> None:
    server.ask()
    write(root, {"content/suggestions/2024/4.md": reply(4)})
    server.shows("suggestions/2024/4.html", "第4号建议的答复")
    write(root, {"content/suggestions/2024/5.md": reply(5)})
    server.shows("suggestions/2024/5.html", "第5号建议的答复")
    shutil.rmtree(root / "content/suggestions/2024")
    eventually(lambda: server.ask("suggestions/2024/5.html").status == 404, "the page is gone")


def test_folders_that_come_and_go_are_watched(root: Path, server: Server) -> None:
    server.ask()
    write(root, {"theme/templates/page.html": "", "theme/assets/css/99-own.css": "i { top: 1px }"})
    shown = (root / ".cache/preview/assets").glob
    eventually(
        lambda: any("top: 1px" in path.read_text("utf-8") for path in shown("*/css/site.css")),
        "the site's own theme is used",
    )
    write(root, {"theme/assets/css/99-own.css": "i { top: 2px }"})
    eventually(
        lambda: any("top: 2px" in path.read_text("utf-8") for path in shown("*/css/site.css")),
        "the new theme is watched",
    )
    (root / "content").rename(root / "kept")
    server.shows("suggestions/1.html", "没有 content 文件夹")
    (root / "kept").rename(root / "content")
    server.shows("suggestions/1.html", "同意。")
    save(root, "content/suggestions/1.md", reply(1, body="仍然看得到。"))
    server.shows("suggestions/1.html", "仍然看得到。")


# Faults


def test_a_fault_is_shown_at_its_address_and_said(root: Path, server: Server) -> None:
    server.ask()
    save(root, "content/suggestions/1.md", reply(1, 主办单位="市教育厅"))
    server.shows("suggestions/1.html", "“市教育厅”不在")
    assert server.ask("suggestions/2.html").status == 200
    server.says("content/suggestions/1.md\n")
    server.says("共 1 处错误")
    save(root, "content/suggestions/1.md", reply(1))
    server.shows("suggestions/1.html", "同意。")
    server.says("错误都已改正。")


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("site.toml", SITE_TOML + "[unknown]\n", "第 16 行"),
        ("content/units.yaml", "- slug: jiaoyu\n", "第 1 行"),
        ("theme/templates/base.html", "\n{% if %}\n", "第 2 行"),
    ],
)
def test_a_fault_of_the_site_is_shown_at_every_address(
    root: Path, serve: Serve, name: str, text: str, place: str
) -> None:
    write(root, {"theme/assets/css/99-own.css": ""})
    before = files(root)
    server = serve(root)
    server.ask()
    write(root, {name: text})
    for path in ("", "suggestions/1.html", "nowhere"):
        server.shows(path, name)
        assert place in server.ask(path).text
    server.says(name)
    if f"{name}" in before:
        (root / name).write_bytes(before[name])
    else:
        (root / name).unlink()
    server.shows("suggestions/1.html", "同意。")


def test_it_starts_with_a_fault_too(root: Path, serve: Serve) -> None:
    write(root, {"site.toml": "[site\n"})
    server = serve(root)
    server.shows("", "site.toml")
    write(root, {"site.toml": SITE_TOML})
    server.shows("suggestions/1.html", "同意。")


def test_a_failure_passes_without_a_save(root: Path, server: Server) -> None:
    server.ask()
    preview = root / ".cache/preview"
    preview.rename(root / "kept")
    write(root, {".cache/preview": "in the way"})
    save(root, "content/suggestions/1.md", reply(1, body="改好了。"))
    server.shows("suggestions/1.html", "预览暂时不能更新")
    server.says(f"不能清空 {preview}")
    preview.unlink()
    server.shows("suggestions/1.html", "改好了。")


# Beginning and end


def test_ctrl_c_ends_it_quietly(server: Server) -> None:
    server.ask()
    assert server.interrupt() == 0
    server.says("预览已结束。")
    assert "Traceback" not in server.said


def test_nothing_of_the_preview_is_published(root: Path, serve: Serve) -> None:
    published = run("build", "--root", str(root), "--now", "2024-05-01")
    assert published.returncode == 0
    before = files(root / "public")
    server = serve(root)
    assert SECRET in server.ask("suggestions/3.html").text
    save(root, "content/suggestions/1.md", reply(1, body=SECRET, 发布日期="2024-09-01"))
    server.shows("suggestions/1.html", "未到发布日期")
    server.interrupt()
    after = files(root / "public")
    assert after == before
    assert all(SECRET.encode() not in data for data in after.values())
    assert run("build", "--root", str(root), "--now", "2024-05-01").returncode == 0
    assert all(SECRET.encode() not in data for data in files(root / "public").values())


def test_the_preview_makes_no_public_folder(root: Path, server: Server) -> None:
    server.ask()
    assert sorted(path.name for path in root.iterdir()) == [".cache", "content", "site.toml"]


def test_a_port_that_is_taken(root: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--root", str(root), "--port", str(port))
    assert ended.returncode == 2
    assert f"不能使用端口 {port}：已被另一个程序占用" in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be(root: Path, port: str) -> None:
    ended = run("serve", "--root", str(root), "--port", port)
    assert ended.returncode == 2
    assert "--port" in ended.stderr


def test_one_preview_of_a_site_at_a_time(root: Path, server: Server) -> None:
    server.ask()
    ended = run("serve", "--root", str(root), "--port", "0")
    assert ended.returncode == 2
    assert ended.stderr == "这个网站的预览已经开着；请用已开的那个，或者先结束它\n"


def test_a_folder_that_is_no_site(tmp_path: Path) -> None:
    ended = run("serve", "--root", str(tmp_path), "--port", "0")
    assert ended.returncode == 2
    assert "没有 site.toml" in ended.stderr
    assert list(tmp_path.iterdir()) == []


# In a browser


def test_a_browser_follows_the_edits(root: Path, server: Server, page: Page) -> None:
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    with page.expect_websocket() as opened:
        page.goto(server.url + "suggestions/3.html")
    opened.value.wait_for_event("framereceived")
    expect(page.get_by_role("note")).to_contain_text("草稿：本文尚未公开")
    save(root, "content/suggestions/3.md", reply(3, body="改好了。"))
    expect(page.get_by_role("main")).to_contain_text("改好了。")
    expect(page.get_by_role("note")).to_have_count(0)
    save(root, "content/suggestions/3.md", reply(3, 主办单位="市教育厅"))
    expect(page.get_by_role("heading", level=1)).to_have_text("这一页有错误")
    write(root, {"site.toml": "[site\n"})
    expect(page.get_by_role("heading", level=1)).to_have_text("网站的设置或模板有错误")
    write(root, {"site.toml": SITE_TOML})
    expect(page.get_by_role("heading", level=1)).to_have_text("这一页有错误")
    save(root, "content/suggestions/3.md", reply(3, body="都好了。"))
    expect(page.get_by_role("main")).to_contain_text("都好了。")
    assert console == []
