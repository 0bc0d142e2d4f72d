"""The search page in Chromium: what a citizen does with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from tests.search import sample, site
from tests.search.pages import COUNT, LABELS, results, search, settled, status, total, violations


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


def test_a_short_number_comes_before_those_that_contain_it(
    page: Page, tmp_path: Path, static_server: Callable[..., str]
) -> None:
    record = sample.record(0)
    numbers = ["022", "D-013", *(f"2023{n:02}022" for n in range(15)), "D-0131"]
    records = [
        replace(record, number=number, address=f"suggestions/2023/{place:03}.html")
        for place, number in enumerate(numbers)
    ]
    site.write_site(tmp_path, records, LABELS)
    root = static_server(tmp_path)
    for query, first, count in (("022", 0, 16), ("０22", 0, 16), ("d-013", 1, 2)):
        search(page, root, f"q={quote(query)}")
        assert total(page) == count
        link = results(page).first.locator("a")
        assert link.get_attribute("href") == f"./suggestions/2023/{first:03}.html"


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
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("scheme", ["light", "dark", "green", "contrast"])
def test_marks_and_choices_pass_the_rules_of_axe_in_every_scheme(
    page: Page, root: str, axe_source: str, scheme: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    search(page, root, f"q={quote('政务服务')}&category=proposals&page=2")
    page.evaluate("(scheme) => { document.documentElement.dataset.scheme = scheme; }", scheme)
    page.locator("#search-facets > summary").click()
    page.locator("[data-facet=unit] > summary").click()
    expect(page.locator("[data-facet=unit] input").first).to_be_visible()
    assert violations(page, axe_source) == []
