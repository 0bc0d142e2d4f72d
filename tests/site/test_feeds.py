"""The feeds of the larger site: valid by RFC 4287, and a page that leads to each."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest

from tests.atom import complaints
from tests.site import pages
from tests.site.building import BuiltSite

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
ONCE = ("id", "title", "updated")
"""Exactly one of each in a feed and in an entry (4.1.1, 4.1.2)."""


@pytest.fixture(scope="module")
def feeds(larger_site: BuiltSite) -> dict[str, ET.Element]:
    """Every feed by its address on the site."""
    found = {
        path.relative_to(larger_site.folder).as_posix(): ET.parse(path).getroot()
        for path in (larger_site.folder / "feeds").rglob("*.xml")
    }
    assert {address.split("/")[1] for address in found} >= {"all.xml", "units", "topics", "years"}
    return found


def links(element: ET.Element) -> dict[str, str]:
    """The addresses of ``element`` by relation; no relation twice (4.1.1: alternate at most once)."""
    found = element.findall(f"{ATOM}link")
    addresses = {link.get("rel", "alternate"): link.get("href", "") for link in found}
    assert len(addresses) == len(found)
    return addresses


def file_of(site: BuiltSite, home: str, address: str) -> Path:
    """The file behind a full address of the site, whose home page is at ``home``."""
    assert address.startswith(home)
    return site.folder / (address.removeprefix(home) or "index.html")


def home_of(address: str, feed: ET.Element) -> str:
    own = feed.findtext(f"{ATOM}id") or ""
    assert own.endswith(address)
    return own.removesuffix(address)


def test_every_feed_holds_what_the_standard_requires(
    larger_site: BuiltSite, feeds: dict[str, ET.Element]
) -> None:
    for address, feed in feeds.items():
        assert feed.tag == f"{ATOM}feed"
        home, entries = home_of(address, feed), feed.findall(f"{ATOM}entry")
        assert 0 < len(entries) <= 50
        for element in (feed, *entries):
            for name in ONCE:
                (only,) = element.findall(f"{ATOM}{name}")
                assert (only.text or "").strip(), (address, name)
            assert urlsplit(element.findtext(f"{ATOM}id")).scheme
            for name in ("updated", "published"):
                for day in element.findall(f"{ATOM}{name}"):
                    assert RFC_3339.fullmatch(day.text or ""), address
                    datetime.fromisoformat(day.text or "")
            assert file_of(larger_site, home, links(element)["alternate"]).is_file()
            for text in (*element.findall(f"{ATOM}title"), *element.findall(f"{ATOM}summary")):
                assert text.get("type", "text") == "text"
                assert len(text) == 0
        assert links(feed)["self"] == urljoin(home, address)
        # Where an entry names no author, the feed's own is its (4.1.2).
        assert all(author.findtext(f"{ATOM}name") for author in feed.iter(f"{ATOM}author"))
        assert feed.find(f"{ATOM}author") is not None
        # An entry without content must have a link to its alternate, which it has (4.1.2).
        assert all(entry.findtext(f"{ATOM}summary") for entry in entries)
        assert all(
            each.get("term") for entry in entries for each in entry.findall(f"{ATOM}category")
        )
        names = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(names)) == len(names)
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        assert feed.findtext(f"{ATOM}updated") == max(days, key=datetime.fromisoformat)


def test_no_two_feeds_have_one_id(feeds: dict[str, ET.Element]) -> None:
    names = [feed.findtext(f"{ATOM}id") for feed in feeds.values()]
    assert len(set(names)) == len(names)


def test_every_feed_is_valid_by_the_grammar(
    larger_site: BuiltSite, feeds: dict[str, ET.Element]
) -> None:
    found = {each: complaints((larger_site.folder / each).read_bytes()) for each in feeds}
    assert not any(found.values()), found


def test_a_reader_of_feeds_takes_every_feed(
    larger_site: BuiltSite, feeds: dict[str, ET.Element]
) -> None:
    for address, feed in feeds.items():
        found = feedparser.parse((larger_site.folder / address).read_bytes())
        assert (found.bozo, found.version) == (False, "atom10"), address
        assert len(found.entries) == len(feed.findall(f"{ATOM}entry"))


def test_every_feed_is_announced_by_its_page_and_every_announced_feed_is_there(
    larger_site: BuiltSite, feeds: dict[str, ET.Element]
) -> None:
    announced = set()
    for page in pages.addresses(larger_site.folder):
        for link in pages.read(larger_site.folder / page).all("link"):
            if link.attributes.get("type") == "application/atom+xml":
                assert link.attributes["rel"] == "alternate"
                announced.add((page, urljoin(f"/{page}", link.attributes["href"]).lstrip("/")))
    assert {feed for _, feed in announced} == set(feeds)
    for address, feed in feeds.items():
        home = home_of(address, feed)
        leading = file_of(larger_site, home, links(feed)["alternate"])
        assert (leading.relative_to(larger_site.folder).as_posix(), address) in announced
