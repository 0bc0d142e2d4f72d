"""axe-core finds nothing to object to on any kind of page, wide and light or narrow and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site import larger
from tests.site.browsing import visit
from tests.site.building import BuiltSite
from tests.site.looks import violations

Serve = Callable[..., str]


def _look(color_scheme: str, width: int) -> dict[str, Any]:
    return {"color_scheme": color_scheme, "viewport": {"width": width, "height": 800}}


@pytest.mark.parametrize(
    "page", [_look("light", 1280), _look("dark", 320)], ids=["light", "dark"], indirect=True
)
def test_no_kind_of_page_has_a_violation(
    page: Page, larger_site: BuiltSite, static_server: Serve, axe_source: str
) -> None:
    base = static_server(larger_site.folder, larger.ROOT_PATH)
    wrong: dict[str, list[str]] = {}
    for kind, address in {**larger.KINDS_OF_PAGE, **larger.SEARCHES}.items():
        visit(page, base + address)
        page.evaluate(axe_source)
        if found := violations(page):
            wrong[kind] = found
    assert wrong == {}


def test_the_first_key_leads_past_the_navigation_to_the_text(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    page.goto(static_server(larger_site.folder, larger.ROOT_PATH) + larger.RICH)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
