"""The preview's pages of faults are as valid and as easy to read as any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site import faulty
from tests.site.browsing import too_wide
from tests.site.looks import Look, violations, wear
from tests.site.test_html import unaccepted

LOOKS = [Look("light", "", "", 1280), Look("dark", "largest", "elder", 320)]


@pytest.fixture(scope="session")
def fault_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """The folder and the address of each kind of fault page."""
    root = tmp_path_factory.mktemp("faulty")
    return {
        "document": (faulty.write(root / "document"), faulty.ADDRESS),
        "outage": (faulty.write_outage(root / "outage", root / "shown"), "index.html"),
    }


@pytest.mark.parametrize("kind", ["document", "outage"])
def test_a_fault_page_has_no_violation(
    page: Page,
    fault_pages: dict[str, tuple[Path, str]],
    static_server: Callable[..., str],
    axe_source: str,
    kind: str,
) -> None:
    folder, address = fault_pages[kind]
    page.goto(static_server(folder) + address)
    assert page.locator(".faults > li").count() == (2 if kind == "document" else 1)
    page.evaluate(axe_source)
    for look in LOOKS:
        wear(page, look)
        assert violations(page) == [], look
        assert too_wide(page) == [], look


def test_a_fault_page_is_valid(
    fault_pages: dict[str, tuple[Path, str]],
    nu_check: Callable[[Sequence[Path]], list[dict[str, Any]]],
) -> None:
    files = [folder / address for folder, address in fault_pages.values()]
    assert unaccepted(nu_check(files)) == []
