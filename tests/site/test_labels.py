"""The labels of 国办发〔2017〕47号 on every kind of page, by the table of the standard."""

from __future__ import annotations

import pytest

from tests.site import larger, pages
from tests.site.building import BuiltSite

SITE = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL = ("Keywords", "Author", "Description", "Image", "Url")
DOCUMENTS = ("follow-up", "document", "plain document", "hostile document", "summary")


def labels(site: BuiltSite, address: str) -> dict[str, str]:
    return {
        meta.attributes["name"]: meta.attributes["content"]
        for meta in pages.read(site.folder / address).all("meta")
        if meta.attributes.get("name") in {*SITE, *COLUMN, *ARTICLE, *OPTIONAL}
    }


@pytest.mark.parametrize("kind", [kind for kind in larger.KINDS_OF_PAGE if kind != "redirect"])
def test_every_page_has_the_labels_of_its_kind(larger_site: BuiltSite, kind: str) -> None:
    found = labels(larger_site, larger.KINDS_OF_PAGE[kind])
    expected = {*SITE, *COLUMN, *(ARTICLE if kind in DOCUMENTS else ())}
    if kind == "page":
        expected |= {"ArticleTitle", "ContentSource"}
    assert expected <= found.keys()
    assert found.keys() - expected <= {*OPTIONAL, *(["PubDate"] if kind == "page" else [])}
    assert all(found.values())


def test_a_document_says_what_it_is(larger_site: BuiltSite) -> None:
    found = labels(larger_site, larger.RICH)
    assert found["SiteIDCode"] == "3300000001"
    assert found["SiteDomain"] == "gongkai.example"
    assert found["ColumnName"] == "人大代表建议"
    assert found["PubDate"] == "2023-05-20 09:30"
    assert found["ContentSource"] == "岚江市教育局"
    assert found["Url"] == f"https://gongkai.example/a/b/{larger.RICH}"
    assert found["Image"].startswith("https://gongkai.example/a/b/suggestions/2023/20230001/")


def test_every_single_page_names_the_site_and_its_column(larger_site: BuiltSite) -> None:
    for address in pages.addresses(larger_site.folder):
        if not pages.is_redirect(pages.read(larger_site.folder / address)):
            found = labels(larger_site, address)
            assert found.keys() >= {*SITE, *COLUMN}, address
            assert all(found.values()), address


@pytest.mark.parametrize(("kind", "state"), [("statistics", "page"), ("figures", "true")])
def test_the_navigation_leads_to_the_statistics_and_says_when_one_is_there(
    larger_site: BuiltSite, kind: str, state: str
) -> None:
    text = (larger_site.folder / larger.KINDS_OF_PAGE[kind]).read_text(encoding="utf-8")
    assert f'statistics.html" aria-current="{state}">统计</a>' in text
