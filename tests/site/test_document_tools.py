"""What a document's page offers beside its text: a citation, its link, and how long it took."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.search.test_client import node
from tests.site import larger, pages
from tests.site.browsing import Requests, Watch
from tests.site.building import BuiltSite
from tools import provide

Serve = Callable[..., str]

ASSETS = provide.REPOSITORY / "theme" / "assets"
DECODE = provide.REPOSITORY / "tests" / "client" / "decode.mjs"

PIXELS = """async () => {
  const drawn = document.querySelector('.qr svg').cloneNode(true);
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const picture = new Image(330, 330);
  picture.src = `data:image/svg+xml,${encodeURIComponent(drawn.outerHTML)}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(330, 330).getContext('2d');
  canvas.fillStyle = 'white';
  canvas.fillRect(0, 0, 330, 330);
  canvas.drawImage(picture, 0, 0, 330, 330);
  return { width: 330, height: 330, data: [...canvas.getImageData(0, 0, 330, 330).data] };
}"""
"""What a camera would see of the code, as RGBA."""

ADDRESS = f"https://gongkai.example/a/b/{larger.RICH}"


def test_the_citation_names_unit_number_date_and_address(larger_site: BuiltSite) -> None:
    page = pages.read(larger_site.folder / larger.RICH)
    text = page.first("p", css_class="citation").text
    assert text.startswith("岚江市教育局：《对市七届人大四次会议第20230001号建议")
    assert text.endswith(f"（岚教函〔2023〕7号），2023年5月20日 09:30，{ADDRESS}。")


def test_the_days_are_counted_from_the_assignment(larger_site: BuiltSite) -> None:
    page = pages.read(larger_site.folder / larger.RICH)
    rows = {row.first("dt").text: row.first("dd").text for row in page.all("div") if row.all("dt")}
    # 2023-02-20 to 2023-05-08 and to 2023-05-20.
    assert rows["答复用时"] == "自交办之日起 77 天"
    assert rows["公开用时"] == "自交办之日起 89 天"


def test_days_without_an_assignment_are_not_told(larger_site: BuiltSite) -> None:
    text = pages.read(larger_site.folder / larger.KINDS_OF_PAGE["plain document"]).text
    assert "用时" not in text


@pytest.mark.parametrize(
    "page", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True
)
def test_the_permanent_address_is_copied(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    page.goto(static_server(larger_site.folder, larger.ROOT_PATH) + larger.RICH)
    page.get_by_role("button", name="复制链接").click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS


def test_the_code_to_scan_holds_the_permanent_address(
    page: Page, larger_site: BuiltSite, static_server: Serve, tmp_path: Path
) -> None:
    watch, asked = Watch(page), Requests(page)
    page.goto(static_server(larger_site.folder, larger.ROOT_PATH) + larger.RICH)
    assert not any("/qr/" in url for url in asked.urls)
    button = page.get_by_role("button", name="扫一扫")
    button.click()
    code = page.get_by_role("img", name="本页网址的二维码")
    code.wait_for()
    assert page.locator(".qr").inner_text() == f"用手机扫一扫，打开本页：\n{ADDRESS}"
    assert button.get_attribute("aria-expanded") == "true"
    picture = tmp_path / "code.json"
    picture.write_text(json.dumps(page.evaluate(PIXELS)), encoding="utf-8")
    assert node(DECODE, picture) == ADDRESS
    button.click()
    assert not code.is_visible()
    assert watch.complaints == []


def test_from_a_disk_the_address_stands_in_words(page: Page, larger_site: BuiltSite) -> None:
    page.goto((larger_site.folder / larger.RICH).as_uri())
    page.get_by_role("button", name="扫一扫").click()
    page.get_by_text("二维码要在网站上才能画出").wait_for()
    assert ADDRESS in page.locator(".qr").inner_text()


def test_the_library_is_the_one_that_its_package_holds() -> None:
    kept, package = ASSETS / "qr", provide.NODE_MODULES / "lean-qr"
    assert (kept / "lean-qr.js").read_bytes() == (package / "nano.mjs").read_bytes()
    assert (kept / "LICENSE.txt").read_bytes() == (package / "LICENSE").read_bytes()


@pytest.mark.parametrize("kind", ["document", "plain document", "home", "list", "statistics"])
def test_a_first_visit_asks_for_little(
    page: Page, larger_site: BuiltSite, static_server: Serve, kind: str
) -> None:
    """At most 40 KB in six requests, as a host sends them that compresses with gzip."""
    base = static_server(larger_site.folder, larger.ROOT_PATH)
    asked = Requests(page)
    page.goto(base + larger.KINDS_OF_PAGE[kind], wait_until="networkidle")
    assert len(asked.urls) <= 6, asked.urls
    assert all(url.startswith(base) for url in asked.urls)
    assert asked.compressed_bytes() <= 40 * 1024, asked.urls
