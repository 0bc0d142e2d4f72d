"""The labels of 国办发〔2017〕47号 on every kind of page, by the table of the standard."""

from __future__ import annotations

import re
import tomllib
from urllib.parse import urlsplit

import pytest
import yaml

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


def _front_matter(site: BuiltSite, address: str) -> dict[str, str]:
    """The fields of the published document at ``address`` as its author wrote them, or nothing."""
    source = site.root / "content" / address.replace(".html", ".md")
    if not source.is_file() or address == larger.KINDS_OF_PAGE["withdrawn"]:
        return {}
    fields = yaml.load(source.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)
    assert isinstance(fields, dict)
    return fields


def _units(site: BuiltSite, names: str, signed: str) -> str:
    """The units that a document names, by the full names that they bore on the day it was signed."""
    listed = yaml.safe_load((site.root / "content/units.yaml").read_text("utf-8"))
    full = {}
    for unit in listed:
        borne = [
            former["name"]
            for former in unit.get("former_names", ())
            if signed and signed <= f"{former['until']:%Y-%m-%d}"
        ]
        for name in (unit["name"], unit.get("short_name", unit["name"])):
            full[name] = [*borne, unit["name"]][0]
    return "、".join(full.get(name, name) for name in names.split("、"))


def _moment(written: str) -> str:
    """A day, and the time where there is one, as the standard wants it: 00:00 without a time."""
    year, month, day, *time = map(int, re.findall(r"\d+", written))
    hour, minute = time or (0, 0)
    return f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}"


def test_every_single_page_says_what_the_standard_asks_of_its_kind(site: BuiltSite) -> None:
    config = tomllib.loads((site.root / "site.toml").read_text("utf-8"))
    about, said, foot = config["site"], config.get("labels", {}), config.get("footer", {})
    base_url = about.get("base_url", "")
    categories = {
        name: category["name"]
        for category in config["categories"]
        for name in (category["slug"], category["name"], *category.get("aliases", ()))
    }
    of_the_site = {
        "SiteName": about["name"],
        "SiteDomain": said.get("site_domain") or urlsplit(base_url).netloc,
        "SiteIDCode": said.get("site_id_code") or foot.get("site_id_code", ""),
        "ColumnDescription": said.get("column_description") or about.get("description", ""),
        "ColumnKeywords": said.get("column_keywords", ""),
        "ColumnType": said.get("column_type", ""),
    }
    for address in pages.addresses(site.folder):
        page = pages.read(site.folder / address)
        if pages.is_redirect(page):
            continue
        found, written = labels(site, address), _front_matter(site, address)
        title = page.first("title").text.removesuffix(f" - {about['name']}")
        expected = dict(of_the_site)
        expected["ColumnName"] = "结果公开" if address == "index.html" else title
        if base_url and address != "404.html":
            expected["Url"] = base_url + ("" if address == "index.html" else address)
        if written:
            category = categories[written["类别"]] if "类别" in written else ""
            units = _units(site, written.get("主办单位", ""), written.get("成文日期", ""))
            expected |= {
                "ColumnName": category or title,
                "ArticleTitle": written["标题"],
                "ContentSource": written.get("信息来源") or units or about.get("organisation", ""),
                "PubDate": _moment(written["发布日期"]) if "发布日期" in written else "",
                "Author": units,
            }
            described = [m for m in page.all("meta") if m.attributes.get("name") == "description"]
            expected["Description"] = described[0].attributes["content"]
            assert not category or category in found.pop("Keywords").split(","), address
            if image := found.pop("Image", ""):
                assert (site.folder / image.removeprefix(base_url)).is_file(), address
        assert found == {name: value for name, value in expected.items() if value}, address


@pytest.mark.parametrize(("kind", "state"), [("statistics", "page"), ("figures", "true")])
def test_the_navigation_leads_to_the_statistics_and_says_when_one_is_there(
    larger_site: BuiltSite, kind: str, state: str
) -> None:
    text = (larger_site.folder / larger.KINDS_OF_PAGE[kind]).read_text(encoding="utf-8")
    assert f'statistics.html" aria-current="{state}">统计</a>' in text
