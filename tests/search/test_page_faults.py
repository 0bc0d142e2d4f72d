"""The search page in Chromium: strange queries, lost files, no JavaScript, a disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.search import sample, site
from tests.search.pages import LABELS, results, search, status, total, violations


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


def test_an_error_passes_the_rules_of_axe(page: Page, root: str, axe_source: str) -> None:
    page.route("**/search/base/**", lambda route: route.abort())
    page.goto(f"{root}search.html?q={quote('政务')}")
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    assert violations(page, axe_source) == []


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
