"""What every page promises: valid, nothing empty, no index of nothing, the way back on top."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.site import larger, pages
from tests.site.building import BuiltSite
from tests.site.pages import HEADINGS, Element

Check = Callable[[Sequence[Path]], list[dict[str, Any]]]

ACCEPTED_WARNINGS = re.compile(
    # The checker gives a page on disk no origin, so that 'self' allows it nothing.  In Chromium the
    # same pages are opened from disk without a violation (test_browser).
    r"Resource violates Content Security Policy \(meta tag\): "
    r"(external stylesheet|external script|image) “[^”:]*” "
    r"blocked by “(style|script|img)-src” directive\."
    # A data block is no script (HTML 4.12.1); test_sharing sees that there is no other inline one.
    r"|Inline script violates Content Security Policy \(meta tag\): blocked by “script-src” "
    r"directive \(missing “‘unsafe-inline’” or nonce/hash\)\."
)
"""Warnings of the Nu checker that are known and right to leave; errors are never accepted."""

TERM_PAGES = ("categories", "years", "units", "topics", "sessions")

# An empty cell keeps a table's columns in line; a div says nothing by being there, nor does a
# drawing that is hidden from those who listen.
_MAY_BE_EMPTY = frozenset({"td", "div", "script", "svg", "rect"}) | pages.VOID


def unaccepted(messages: Sequence[dict[str, Any]]) -> list[str]:
    """The messages of the Nu checker that a page of ours must not give rise to."""
    return [
        f"{message['url']}:{message.get('lastLine')} {message['type']}: {message['message']}"
        for message in messages
        if message["type"] != "info" or not ACCEPTED_WARNINGS.fullmatch(message["message"])
    ]


def _is_search(element: Element) -> bool:
    """Whether an element is the search, whose places are filled when somebody searches."""
    return element.attributes.get("id") == "search"


def _pages(site: BuiltSite) -> list[tuple[str, Element]]:
    return [
        (address, pages.read(site.folder / address)) for address in pages.addresses(site.folder)
    ]


def test_every_page_sheet_and_drawing_is_valid(
    demonstration: BuiltSite, larger_site: BuiltSite, nu_check: Check
) -> None:
    files = [
        path
        for site in (demonstration, larger_site)
        for path in sorted(site.folder.rglob("*"))
        if path.suffix in {".html", ".css", ".svg"}
    ]
    assert {path.suffix for path in files} == {".html", ".css", ".svg"}
    assert unaccepted(nu_check(files)) == []


def test_nothing_is_printed_without_content(site: BuiltSite) -> None:
    empty = [
        f"{address}: <{element.tag} {element.attributes}>"
        for address, page in _pages(site)
        for element in page.first("body").walk(skip=_is_search)
        if element.tag not in _MAY_BE_EMPTY
        and not element.text
        and not element.all("img", "input", "td")
    ]
    assert empty == []


def test_every_label_of_a_list_has_its_values(site: BuiltSite) -> None:
    for address, page in _pages(site):
        for fields in page.all("dl"):
            for row in fields.all("div"):
                tags = [child.tag for child in row.children if isinstance(child, Element)]
                assert tags == ["dt", "dd"], address
        for values in page.all("dd"):
            assert not values.text.startswith("、"), address
            assert not values.text.endswith("、"), address
            assert values.text != "无", address


def test_every_heading_stands_over_something(site: BuiltSite) -> None:
    for address, page in _pages(site):
        for section in page.all("section"):
            texts = [block for block in section.blocks() if block]
            headings = [heading.text for heading in section.all(*HEADINGS)]
            assert len(texts) > len(headings), f"{address}: {headings}"


def test_every_table_has_rows_and_no_column_without_a_value(site: BuiltSite) -> None:
    for address, page in _pages(site):
        for table in page.all("table"):
            rows = [
                [cell.text for cell in row.all("td", "th")]
                for row in table.all("tr")
                if "year-row" not in row.classes
            ]
            assert len(rows) > 1 or not table.all("thead"), address
            for column in zip(*rows, strict=True):
                assert any(column[1:]) or not table.all("thead"), f"{address}: {column[0]}"


def test_headings_never_skip_a_level(site: BuiltSite) -> None:
    for address, page in _pages(site):
        levels = [
            int(element.attributes.get("aria-level") or element.tag[1:])
            for element in page.first("body").walk()
            if element.tag in HEADINGS or element.attributes.get("role") == "heading"
        ]
        assert levels[:1] == [1], address
        assert levels.count(1) == 1, address
        for level, following in pairwise(levels):
            assert following <= level + 1, address


def test_every_page_of_a_term_lists_something(site: BuiltSite) -> None:
    for kind in TERM_PAGES:
        for path in (site.folder / kind).rglob("*.html"):
            assert pages.read(path).first("main").all("tr")[1:], path
        terms = pages.read(site.folder / f"{kind}.html").first("main").all("li")
        assert len(terms) == len(list((site.folder / kind).glob("*.html"))), kind


def test_a_term_without_documents_is_named_nowhere(larger_site: BuiltSite) -> None:
    names = [path.name for path in larger_site.folder.rglob("*")]
    texts = [path.read_text(encoding="utf-8") for path in larger_site.folder.rglob("*.html")]
    for term in larger.EMPTY_TERMS:
        assert f"{term}.html" not in names
    for name in ("主题没有文件", "届次没有文件", "没有文件的单位"):
        assert not any(name in text for text in texts)


def test_every_breadcrumb_leads_from_the_home_page_through_the_column(site: BuiltSite) -> None:
    for address, page in _pages(site):
        if pages.is_redirect(page):
            continue
        steps = [
            item.text for item in page.all("nav", css_class="breadcrumb") for item in item.all("li")
        ]
        assert steps[:2] == ([] if address == "index.html" else ["首页", "结果公开"]), address
        assert len(steps) != 2, address


@pytest.mark.parametrize(
    ("fixture", "count"),
    [("demonstration", 11), ("larger_site", larger.PLAIN_DOCUMENTS + larger.SPECIAL_DOCUMENTS)],
)
def test_every_document_is_published_with_a_page_of_its_own(
    request: pytest.FixtureRequest, fixture: str, count: int
) -> None:
    site: BuiltSite = request.getfixturevalue(fixture)
    content = site.root / "content"
    sources = {
        path.relative_to(content).with_suffix(".html").as_posix()
        for path in content.rglob("*.md")
        if path.parent != content / "pages"
    } - {larger.KINDS_OF_PAGE["withdrawn"]}
    published = sources & set(pages.addresses(site.folder))
    assert len(published) == site.built.published == count
