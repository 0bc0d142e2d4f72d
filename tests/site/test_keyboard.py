"""The site by keyboard alone: from the home page to a unit, a document, and the search."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.site import larger
from tests.site.browsing import Watch, stay
from tests.site.building import BuiltSite

Serve = Callable[..., str]

MOST_STEPS = 120

_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
  const after = getComputedStyle(element, '::after');
  const ring = getComputedStyle(element).outlineStyle !== 'none' || after.outlineStyle !== 'none';
  const inside = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return {
    text: (element.textContent || element.id).trim(),
    seen: ring && inside && width > 0 && height > 0,
  };
}"""


def step_to(page: Page, wanted: Callable[[str], bool]) -> str:
    """Press Tab until the focus is on an element whose text is ``wanted``; that text."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        if at is None:
            continue
        assert at["seen"], f"the focus cannot be seen on {at['text']}"
        if wanted(at["text"]):
            text: str = at["text"]
            return text
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 780}}, {}], indirect=True)
def test_a_walk_from_the_home_page_to_a_result(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    watch = Watch(page)
    base = static_server(larger_site.folder, larger.ROOT_PATH)
    page.goto(f"{base}index.html")
    step_to(page, lambda text: text == "单位")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}units.html")
    step_to(page, lambda text: text == "岚江市教育局")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}units/shi-jiaoyu-ju.html")
    title = step_to(page, lambda text: "20230001号" in text)
    page.keyboard.press("Enter")
    page.wait_for_url(base + larger.RICH)
    assert page.locator("h1").inner_text() == title
    step_to(page, lambda text: text == "site-search")
    page.keyboard.type("小学")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.locator("#search-status[data-state=done]").wait_for()
    step_to(page, lambda text: text == title)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}{larger.RICH}*")
    assert watch.complaints == []


@pytest.mark.parametrize("kind", ["document", "list", "search", "home"])
def test_the_keyboard_goes_through_every_page_and_out_again(
    page: Page, larger_site: BuiltSite, static_server: Serve, kind: str
) -> None:
    stay(page, static_server(larger_site.folder, larger.ROOT_PATH) + larger.KINDS_OF_PAGE[kind])
    step_to(page, lambda text: text == "跳到正文")
    step_to(page, lambda text: text == "网站地图" and is_in_the_foot(page))
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED) in (None, {"text": "跳到正文", "seen": True}):
            return
    raise AssertionError("the focus does not leave the page")


def is_in_the_foot(page: Page) -> bool:
    found: bool = page.evaluate("document.activeElement.closest('footer') !== null")
    return found
