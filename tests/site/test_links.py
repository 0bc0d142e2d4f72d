"""Every reference of the two sites leads somewhere, from pages and from sitemap.xml."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tests.site import larger, pages
from tests.site.building import BuiltSite
from tests.site.checker import broken_references

BASE_URL = "https://gongkai.example"


def test_no_reference_is_broken(site: BuiltSite) -> None:
    assert broken_references(site.folder, site.root_path) == []


def test_sitemap_xml_names_each_document_and_index_page_once(site: BuiltSite) -> None:
    text = (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    base = BASE_URL + site.root_path
    named = [unquote(url) for url in re.findall(r"<loc>([^<]*)</loc>", text)]
    assert all(url.startswith(base) for url in named)
    addresses = [url.removeprefix(base) or "index.html" for url in named]
    redirects = {
        address
        for address in pages.addresses(site.folder)
        if pages.is_redirect(pages.read(site.folder / address))
    }
    others = {"404.html", "search.html", "sitemap.html", larger.KINDS_OF_PAGE["withdrawn"]}
    assert sorted(addresses) == sorted(set(pages.addresses(site.folder)) - others - redirects)


def test_every_page_states_its_own_full_address(site: BuiltSite) -> None:
    base = BASE_URL + site.root_path
    for address in pages.addresses(site.folder):
        page = pages.read(site.folder / address)
        stated = [
            link.attributes["href"]
            for link in page.all("link")
            if link.attributes.get("rel") == "canonical"
        ]
        if address == "404.html":
            assert stated == []
        elif pages.is_redirect(page):
            assert (site.folder / stated[0].removeprefix(base)).is_file()
        else:
            own = "" if address == "index.html" else address
            assert stated == [base + own], address
