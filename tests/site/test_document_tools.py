"""What a document's page offers beside its text: a citation, its link, and how long it took."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.site import larger, pages
from tests.site.building import BuiltSite

Serve = Callable[..., str]

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


def test_a_first_visit_asks_for_little(
    page: Page, larger_site: BuiltSite, static_server: Serve
) -> None:
    """The marks of the foot are asked for only once the reader comes near to them."""
    base = static_server(larger_site.folder, larger.ROOT_PATH)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(base + larger.RICH, wait_until="networkidle")
    assert len(asked) <= 6, asked
    assert all(url.startswith(base) for url in asked)
