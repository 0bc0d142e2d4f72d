"""In Chromium: the same bytes work from disk, at a root and under a prefix, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import Page

from tests.site import larger, pages
from tests.site.browsing import Watch, address_of, crawl
from tests.site.building import BuiltSite, tree
from tests.site.pages import Element, without_spaces

Serve = Callable[..., str]

OUTSIDE = ("https://www.gov.example/", "https://beian.miit.gov.cn/")
"""What links of the sites lead to elsewhere: what bodies name, and the register of ICP records."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """A site with the URL of its folder, where it is served or as it lies on the disk."""

    site: BuiltSite
    base: str


@pytest.fixture(
    params=[
        ("demonstration", "disk"),
        ("demonstration", "/"),
        ("larger_site", "/a/b/"),
    ],
    ids="-".join,
)
def hosted(request: pytest.FixtureRequest, static_server: Serve) -> Hosted:
    name, place = request.param
    site: BuiltSite = request.getfixturevalue(name)
    on_disk = place == "disk"
    return Hosted(
        site, f"{site.folder.as_uri()}/" if on_disk else static_server(site.folder, place)
    )


def test_links_lead_from_the_home_page_to_every_page(page: Page, hosted: Hosted) -> None:
    folder, watch = hosted.site.folder, Watch(page)
    before = tree(folder)
    visits = {visit.address: visit.look for visit in crawl(page, hosted.base)}
    unlinked = {a for a in pages.addresses(folder) if pages.is_redirect(pages.read(folder / a))}
    unlinked |= {larger.KINDS_OF_PAGE["404"], larger.KINDS_OF_PAGE["withdrawn"]}
    assert visits.keys() == set(pages.addresses(folder)) - unlinked
    for address, look in visits.items():
        if address != "index.html":
            assert look["steps"][:2] == ["首页", "结果公开"], address
        for url in look["links"]:
            target = address_of(url, hosted.base)
            if target is None:
                assert url.startswith(OUTSIDE), f"{address}: {url}"
            elif target not in visits:
                assert (folder / target).is_file(), f"{address}: {url}"
            elif fragment := unquote(urldefrag(url).fragment):
                assert fragment in visits[target]["ids"], f"{address}: {url}"
    assert watch.complaints == []
    assert tree(folder) == before


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_every_text_is_on_the_page_without_javascript(
    page: Page, demonstration: BuiltSite, larger_site: BuiltSite
) -> None:
    watch = Watch(page)
    every_page = [demonstration.folder / a for a in pages.addresses(demonstration.folder)]
    one_of_each_kind = [larger_site.folder / a for a in larger.KINDS_OF_PAGE.values()]
    for path in [*every_page, *one_of_each_kind]:
        # 404.html is shown by a host, at any address, and so cannot be opened from disk.
        if path.name == "404.html" or pages.is_redirect(pages.read(path)):
            continue
        page.goto(path.as_uri())
        shown = without_spaces(page.evaluate("document.body.innerText"))
        place = 0
        for text in map(without_spaces, _texts(pages.read(path).first("main"))):
            place = shown.find(text, place)
            assert place >= 0, f"{path}: {text}"
        assert watch.complaints == []


def _texts(main: Element) -> Iterator[str]:
    """The texts of a page that no reader has to unfold first; a desc is for those who listen."""
    for text in main.strings(
        skip=lambda element: element.tag in {"details", "desc"} or "hidden" in element.attributes
    ):
        if text.strip():
            yield text


def test_a_missing_address_shows_404_html_whose_links_work(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    base = static_server(larger_site.folder, larger.ROOT_PATH)
    answer = page.goto(f"{base}suggestions/1999/gone/deeper.html")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "没有这个页面"
    # The stylesheet was found, too.
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    links: list[str] = page.evaluate(
        "[...document.querySelectorAll('main a, header a')].map((link) => link.href)"
    )
    assert f"{base}units.html" in links
    for link in set(links):
        assert link.startswith(base)
        assert page.request.get(link).ok, link


def test_an_old_address_leads_to_the_present_one(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    old = {larger.KINDS_OF_PAGE["redirect"]: larger.RICH, "about.html": "pages/about.html"}
    for base in (f"{larger_site.folder.as_uri()}/", static_server(larger_site.folder, "/a/b/")):
        for address, present in old.items():
            page.goto(base + address)
            page.wait_for_url(base + present)


def test_an_attachment_is_saved_under_the_name_it_was_given(
    page: Page, larger_site: BuiltSite, static_server: Serve, tmp_path: Path
) -> None:
    # From a server: to a page opened from disk Chromium gives every file the name it has there.
    page.goto(static_server(larger_site.folder) + larger.RICH)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="岚江小学扩建项目清单").click()
    assert waiting.value.suggested_filename == "岚江小学扩建项目清单.xlsx"
    waiting.value.save_as(tmp_path / "saved.xlsx")
    assert (tmp_path / "saved.xlsx").read_bytes() == b"PK\x03\x04 list"


def test_a_hostile_document_runs_nothing(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    watch = Watch(page)
    page.goto(static_server(larger_site.folder) + larger.KINDS_OF_PAGE["hostile document"])
    assert page.evaluate("window.bad") is None
    assert page.title().startswith("很长的标题")
    assert page.locator("main img").count() == 0
    assert watch.complaints == []
