"""The search page in Chromium: what a citizen does with it, and what must never happen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from gongkai.search.records import FacetLabels
from tests.search import sample, site

COUNT = 320
LABELS = FacetLabels(
    {"suggestions": "人大代表建议", "proposals": "政协提案"},
    {f"unit-{i}": f"第{i}局" for i in range(7)},
    {f"topic-{i}": f"主题{i}" for i in range(4)},
    {},
    {"A": "已解决", "B": "正在解决"},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few hundred documents."""
    target = tmp_path_factory.mktemp("site")
    site.write_site(target, sample.records(COUNT), LABELS)
    return target


@pytest.fixture
def root(folder: Path, static_server: Callable[..., str]) -> str:
    """The address of the site, under a prefix."""
    return static_server(folder, "/a/b/")


def status(page: Page) -> Locator:
    return page.locator("#search-status")


def results(page: Page) -> Locator:
    return page.locator("#search-results > li")


def search(page: Page, root: str, parameters: str) -> None:
    """Open the search page and wait for its answer."""
    page.goto(f"{root}search.html?{parameters}")
    settled(page)


def settled(page: Page) -> None:
    expect(status(page)).to_have_attribute("data-state", "done")


def total(page: Page) -> int:
    settled(page)
    assert status(page).get_attribute("data-exact") == "true"
    return int(status(page).get_attribute("data-total") or "-1")


def test_results_link_to_documents_and_mark_the_hits(page: Page, root: str) -> None:
    search(page, root, f"q={quote('政务服务')}")
    expect(results(page)).to_have_count(10)
    for item in results(page).all():
        assert item.locator("a[href]").count() == 1
        assert "政务服务" in item.locator("mark").all_inner_texts()
    assert status(page).get_attribute("role") == "status"
    assert status(page).inner_text().startswith(f"共 {total(page)} 件")


def test_a_number_alone_brings_its_document_first(page: Page, root: str) -> None:
    search(page, root, "q=20140017")
    assert total(page) == 1
    link = results(page).first.locator("a")
    assert (link.get_attribute("href") or "").endswith("suggestions/2014/20140017.html")


def test_facets_narrow_and_stand_in_the_address(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    search(page, root, f"q={quote('的')}")
    everything = total(page)
    counts = page.locator("[data-facet=category] .search-facet-count").all_inner_texts()
    assert sum(map(int, counts)) == everything
    page.get_by_label("政协提案").check()
    page.wait_for_url("**category=proposals**")
    assert total(page) == int(counts[1])
    expect(page.get_by_label("政协提案")).to_be_focused()
    page.get_by_label("人大代表建议").check()
    page.wait_for_url("**category=proposals&category=suggestions**")
    assert total(page) == everything
    page.locator("[data-facet=unit] > summary").click()
    expect(page.get_by_label("第3局")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1200])
def test_a_facet_that_no_document_has_is_not_offered(
    page: Page, tmp_path: Path, static_server: Callable[..., str], width: int
) -> None:
    records = [replace(record, outcome="") for record in sample.records(20)]
    site.write_site(tmp_path, records, LABELS)
    page.set_viewport_size({"width": width, "height": 900})
    search(page, static_server(tmp_path), "q=")
    if width == 390:
        page.locator("#search-facets > summary").click()
    expect(page.locator("[data-facet=outcome]")).to_be_hidden()
    expect(page.locator("[data-facet=category]")).to_be_visible()
    expect(page.locator("[data-facet=year]")).to_be_visible()


def test_back_forward_and_reload_keep_the_state(page: Page, root: str) -> None:
    search(page, root, f"q={quote('的')}&sort=date&year=2014")
    first = total(page)
    page.get_by_role("link", name="下一页").click()
    page.wait_for_url("**page=2**")
    settled(page)
    second = results(page).first.inner_text()
    page.reload()
    settled(page)
    assert results(page).first.inner_text() == second
    page.go_back()
    page.wait_for_url("**year=2014")
    assert total(page) == first
    assert results(page).first.inner_text() != second
    page.go_forward()
    page.wait_for_url("**page=2**")
    settled(page)
    expect(results(page).first).to_have_text(second, use_inner_text=True)
    assert page.locator("#search-sort").input_value() == "date"


def test_an_empty_query_browses_everything_newest_first(page: Page, root: str) -> None:
    search(page, root, "q=")
    assert total(page) == COUNT
    dates = [
        str(node.get_attribute("datetime")) for node in page.locator("#search-results time").all()
    ]
    assert dates == sorted(dates, reverse=True)


def test_nothing_found_names_the_term_and_offers_the_rest(page: Page, root: str) -> None:
    search(page, root, f"q={quote('政务服务 乌有乡')}")
    assert total(page) == 0
    expect(page.locator("#search-nothing")).to_contain_text("没有文件含有“乌有乡”")
    page.get_by_role("link", name="去掉“乌有乡”再搜索").click()
    page.wait_for_url(f"**q={quote('政务服务')}")
    assert total(page) > 0


def found(page: Page, root: str, query: str) -> set[str]:
    """The addresses of all results of a query that has no more than ten."""
    search(page, root, f"q={quote(query)}")
    links = page.locator("#search-results a[href]").all()
    return {str(link.get_attribute("href")).removeprefix("./") for link in links}


def test_quotation_marks_hold_spaces_and_a_minus_leaves_out(
    page: Page, tmp_path: Path, static_server: Callable[..., str]
) -> None:
    bodies = ["Open Data 平台", "Data Open 平台", "OpenData 平台", "平台 开放 数据", "平"]
    record = sample.record(0)
    records = [
        sample.with_body(record, (body,), f"suggestions/2014/{number}.html")
        for number, body in enumerate(bodies)
    ]
    site.write_site(tmp_path, records, LABELS)
    root = static_server(tmp_path)
    pages = [f"suggestions/2014/{number}.html" for number in range(len(bodies))]
    assert found(page, root, "open data") == {pages[0], pages[1], pages[2]}
    assert found(page, root, "“open data”") == {pages[0]}
    assert found(page, root, '"OPEN DATA"') == {pages[0]}
    assert found(page, root, "平台开放") == {pages[3]}
    assert found(page, root, "平 -“open data”") == {pages[1], pages[2], pages[3], pages[4]}
    assert found(page, root, "平 -data -开") == {pages[4]}
    assert found(page, root, "-平台") == {pages[4]}


def test_results_are_sorted_by_date_when_asked(page: Page, root: str) -> None:
    search(page, root, f"q={quote('养老')}")
    everything = total(page)
    page.set_viewport_size({"width": 1200, "height": 900})
    page.locator("#search-sort").select_option("date")
    page.wait_for_url("**sort=date**")
    assert total(page) == everything
    times = page.locator("#search-results time").all()
    dates = [str(node.get_attribute("datetime")) for node in times]
    assert dates == sorted(dates, reverse=True)


def test_the_manifest_that_the_page_asks_for_is_the_one_that_is_read(page: Page, root: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, root, f"q={quote('政务')}")
    assert sum(url.endswith("/manifest.bin") for url in asked) == 1
    assert [url for url in asked if url.endswith(("/shards.js", "/terms.js"))] == []


def test_everything_is_done_from_the_keyboard(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(f"{root}search.html")
    page.locator("#search-query").focus()
    page.keyboard.type("养老服务")
    page.keyboard.press("Enter")
    settled(page)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.className || 'body'"))
    assert {"search-submit", "search-result-title", "search-page-link"} <= reached


@pytest.mark.parametrize(
    "query",
    [
        "政" * 10_000,
        "政 " * 5_000,
        "<img src=x onerror=alert(1)>",
        ".*(?:[a-z]+)+$ \\ ^ [",
        "😀👨‍👩‍👧",
        "%ED%A0%BD",
        "“" * 50 + '"' * 51,
        "\u0000\u202e\ufeff",
        "&amp; ' \" `${1}`",
    ],
)
def test_strange_queries_do_no_harm(page: Page, root: str, query: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(f"{root}search.html")
    page.locator("#search-query").fill(query.replace("\u0000", ""))
    page.locator("#search-form button").click()
    page.wait_for_selector("#search-status[data-state=done], #search-status[data-state=error]")
    assert not faults
    assert page.locator("#search img").count() == 0


def test_an_unpaired_surrogate_finds_nothing(page: Page, root: str) -> None:
    page.goto(f"{root}search.html")
    page.evaluate("() => { document.querySelector('#search-query').value = '\\ud83d政'; }")
    page.locator("#search-form button").click()
    assert total(page) == 0


def test_a_lost_file_is_told_and_tried_again(page: Page, root: str) -> None:
    page.route("**/search/base/**", lambda route: route.abort())
    page.goto(f"{root}search.html?q={quote('政务')}")
    expect(status(page)).to_have_attribute("data-state", "error")
    page.unroute("**/search/base/**")
    page.get_by_role("button", name="重试").click()
    assert total(page) > 0


def test_results_stay_when_a_later_file_is_lost(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    page.route("**/search/columns/**", lambda route: route.abort())
    page.goto(f"{root}search.html?q={quote('政务')}")
    expect(status(page)).to_have_attribute("data-state", "error")
    expect(results(page)).to_have_count(10)
    page.unroute("**/search/columns/**")
    page.get_by_role("button", name="重试").click()
    assert total(page) > 10


def test_a_page_in_place_of_a_file_is_told(page: Page, root: str) -> None:
    # Hosts that answer every address with a page, 200 and all.
    page.route("**/search/base/**", lambda route: route.fulfill(body="<p>没有这个页面</p>"))
    page.goto(f"{root}search.html?q={quote('政务')}")
    expect(status(page)).to_have_attribute("data-state", "error")
    expect(page.get_by_role("button", name="重试")).to_be_visible()


def test_an_index_replaced_during_the_visit_is_read_again(
    page: Page, tmp_path: Path, static_server: Callable[..., str]
) -> None:
    site.write_site(tmp_path, sample.records(20), LABELS)
    root = static_server(tmp_path)
    search(page, root, "q=")
    assert total(page) == 20
    shutil.rmtree(tmp_path / "search")
    site.write_index(tmp_path, sample.records(30, seed=5), LABELS)
    page.locator("#search-query").fill("的")
    page.locator("#search-form button").click()
    page.wait_for_url(f"**q={quote('的')}")
    assert total(page) == 30


def test_a_document_reached_from_a_result_marks_the_words(page: Page, root: str) -> None:
    search(page, root, f"q={quote('養老服務')}")
    results(page).first.locator("a").click()
    marks = page.locator("article mark")
    expect(marks.first).to_be_visible()
    assert set(marks.all_inner_texts()) <= {"养老服务"}
    text = page.locator("article").inner_text()
    page.get_by_role("button", name="清除标记").click()
    expect(marks).to_have_count(0)
    assert page.locator("article").inner_text() == text


def test_a_link_may_carry_the_words_to_mark(page: Page, root: str) -> None:
    record = sample.record(7)
    word = record.body[0][:3]
    page.goto(f"{root}{record.address}?mark={quote(word)}")
    expect(page.locator("article mark").first).to_be_visible()


def test_the_page_is_usable_at_320_pixels(page: Page, root: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    search(page, root, f"q={quote('政务服务')}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.locator("#search-facets > summary").click()
    page.locator("[data-facet=category] > summary").click()
    page.get_by_label("政协提案").check()
    page.wait_for_url("**category=proposals**")
    settled(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("query", ["", "政务服务", "政务服务 乌有乡"])
def test_the_page_passes_the_rules_of_axe(
    page: Page, root: str, axe_source: str, width: int, query: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    search(page, root, f"q={quote(query)}")
    page.evaluate(axe_source)
    found = page.evaluate("() => axe.run().then((report) => report.violations)")
    assert [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_the_page_says_what_to_do(page: Page, root: str) -> None:
    page.goto(f"{root}search.html?q=1")
    expect(page.locator("#search-offline")).to_be_visible()
    expect(page.get_by_role("link", name="网站地图")).to_be_visible()


def test_from_disk_the_page_says_that_it_needs_a_server(page: Page, folder: Path) -> None:
    page.goto((folder / "search.html").as_uri())
    expect(page.locator("#search-offline")).to_be_visible()


def test_chromium_reads_what_the_generator_writes_of_every_character(
    page: Page, tmp_path: Path, static_server: Callable[..., str]
) -> None:
    characters = "".join(
        chr(code)
        for code in (*range(0x20, 0xD800), *range(0xE000, 0x30000))
        if not chr(code).isspace()
    )
    pieces = [characters[at : at + 2000] for at in range(0, len(characters), 2000)]
    record = sample.record(0)
    records = [
        sample.with_body(record, (piece,), f"suggestions/2014/{number}.html")
        for number, piece in enumerate(pieces)
    ]
    site.write_site(tmp_path, records, LABELS)
    page.goto(f"{static_server(tmp_path)}search.html")
    read = page.evaluate(
        """async (count) => {
          const main = document.querySelector("script[type=module]").src;
          const stores = await import(new URL("store.js", main));
          const { parseText } = await import(new URL("index.js", main));
          const found = {};
          for (let number = 0; number < count; number += 1) {
            const path = `search/texts/${Math.floor(number / 256)}/${number}.bin`;
            const data = new Uint8Array(await (await fetch(path)).arrayBuffer());
            const encoding = data[0] === 0 ? "gb18030" : "utf-8";
            const lines = await stores.inflate(data.subarray(1));
            const text = parseText(new TextDecoder(encoding, { fatal: true }).decode(lines));
            found[text.address] = text.body[0];
          }
          return found;
        }""",
        len(records),
    )
    assert read == {record.address: record.body[0] for record in records}
