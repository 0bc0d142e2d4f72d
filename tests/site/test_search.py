"""The search of whole sites in Chromium: what was built finds what its pages say."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.site.browsing import Watch
from tests.site.building import BuiltSite

_PUBLISHED = "suggestions", "proposals", "summaries"


def _count(page: Page) -> int:
    status = page.locator("#search-status")
    expect(status).to_have_attribute("data-state", "done")
    assert status.get_attribute("data-exact") == "true"
    return int(status.get_attribute("data-total") or "-1")


def _addresses(site: BuiltSite) -> list[str]:
    pages = [path.relative_to(site.folder) for path in site.folder.glob("*/*/*.html")]
    return sorted(page.as_posix() for page in pages if page.parts[0] in _PUBLISHED)


def test_every_document_is_found_by_a_sentence_of_its_page(
    page: Page, site: BuiltSite, static_server: Callable[..., str]
) -> None:
    base = static_server(site.folder, site.root_path)
    watch = Watch(page)
    asked = 0
    for address in _addresses(site)[:12]:
        page.goto(base + address)
        texts = page.locator(".prose p").all_inner_texts()
        lines = [piece for text in texts for piece in re.findall(r"[一-鿿]{6,20}", text)]
        if not lines:
            continue
        line = max(lines, key=len)
        asked += 1
        page.goto(f"{base}search.html?q={quote(line)}")
        assert _count(page) >= 1, (address, line)
        links = page.locator("#search-results a[href]").all()
        held = [str(link.get_attribute("href")).removeprefix("./") for link in links]
        assert address in held or _count(page) > len(held), (address, line)
        assert page.locator("#search-results mark").count() >= 1
    assert asked > 3
    assert watch.complaints == []


def test_the_box_of_any_page_leads_to_marked_words_that_can_be_cleared(
    page: Page, demonstration: BuiltSite, static_server: Callable[..., str]
) -> None:
    watch = Watch(page)
    page.goto(static_server(demonstration.folder, "/a/b/") + "years/2023.html")
    page.locator("#site-search input").or_(page.locator("input#site-search")).first.fill("办理")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/b/search.html?q=*")
    assert _count(page) >= 1
    page.locator("#search-results a").first.click()
    expect(page.locator("article mark").first).to_be_visible()
    page.get_by_role("button", name="清除标记").click()
    expect(page.locator("article mark")).to_have_count(0)
    assert watch.complaints == []


def test_a_former_name_of_a_unit_finds_all_replies_of_the_present_one(
    page: Page, larger_site: BuiltSite, static_server: Callable[..., str]
) -> None:
    former, unit = "岚江市卫生健康局", "shi-weisheng-jiankang-wei"
    lists = [
        *larger_site.folder.glob(f"units/{unit}.html"),
        *larger_site.folder.glob(f"units/{unit}/*.html"),
    ]
    listed = "".join(each.read_text(encoding="utf-8") for each in lists)
    replies = {address for address in _addresses(larger_site) if f'{address}"' in listed}
    later = {
        address
        for address in replies
        if former not in (larger_site.folder / address).read_text(encoding="utf-8")
    }
    assert later
    assert replies - later
    asked = (
        f"{static_server(larger_site.folder, larger_site.root_path)}search.html?q={quote(former)}"
    )
    page.goto(asked)
    total, found = _count(page), set()
    for number in range(1, total // 10 + 2):
        page.goto(f"{asked}&page={number}")
        assert _count(page) == total
        links = page.locator("#search-results a[href]").all()
        found |= {
            str(link.get_attribute("href")).removeprefix("./").partition("?")[0] for link in links
        }
    assert len(found) == total
    assert replies <= found
    page.goto(f"{asked}&unit={unit}")
    assert _count(page) == len(replies)


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_the_page_links_every_index(
    page: Page, larger_site: BuiltSite, static_server: Callable[..., str]
) -> None:
    base = static_server(larger_site.folder, larger_site.root_path)
    page.goto(base + "search.html?q=1")
    expect(page.locator("#search-offline")).to_be_visible()
    links = {str(link.get_attribute("href")) for link in page.locator("main a[href]").all()}
    indexes = [
        path.relative_to(larger_site.folder).as_posix()
        for kind in ("categories", "years", "units", "topics", "sessions")
        for path in larger_site.folder.glob(f"{kind}/*.html")
    ]
    assert indexes
    assert set(indexes) <= links
