"""What the pages of the two sites say to machines that share or index them."""

from __future__ import annotations

import json

from tests.site import larger, pages
from tests.site.building import BuiltSite
from tests.site.pages import Element


def described(page: Element) -> list[dict[str, object]]:
    return [
        json.loads("".join(str(child) for child in script.children))
        for script in page.all("script")
        if script.attributes.get("type") == "application/ld+json"
    ]


def test_every_page_with_an_address_describes_itself(site: BuiltSite) -> None:
    for address in pages.addresses(site.folder):
        page = pages.read(site.folder / address)
        found = described(page)
        if address == "404.html" or pages.is_redirect(page):
            assert found == []
            continue
        assert len(found) == 1, address
        inline = [script for script in page.all("script") if "src" not in script.attributes]
        assert len(inline) == 1, address
        assert found[0]["@context"] == "https://schema.org"
        properties = {
            meta.attributes["property"]: meta.attributes["content"]
            for meta in page.all("meta")
            if "property" in meta.attributes
        }
        assert properties["og:url"] == found[0]["url"], address
        assert all(properties.values())


def test_a_document_tells_when_it_was_published(larger_site: BuiltSite) -> None:
    (data,) = described(pages.read(larger_site.folder / larger.RICH))
    assert data["@type"] == "Article"
    assert str(data["datePublished"]).startswith("20")
    assert data["author"]


def test_robots_and_opensearch_are_there(site: BuiltSite) -> None:
    assert (site.folder / "robots.txt").is_file()
    assert (site.folder / "opensearch.xml").is_file()
