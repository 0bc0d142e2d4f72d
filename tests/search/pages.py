"""The search page as the tests ask it, and the labels of their documents."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from gongkai.search.records import FacetLabels

COUNT = 320
LABELS = FacetLabels(
    {"suggestions": "人大代表建议", "proposals": "政协提案"},
    {f"unit-{i}": f"第{i}局" for i in range(7)},
    {f"topic-{i}": f"主题{i}" for i in range(4)},
    {},
    {"A": "已解决", "B": "正在解决"},
)


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


def violations(page: Page, axe_source: str) -> list[object]:
    """What the rules of axe-core find wrong with the page as it stands."""
    page.evaluate(axe_source)
    found = page.evaluate("() => axe.run().then((report) => report.violations)")
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
