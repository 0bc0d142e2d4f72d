"""Atom feeds by RFC 4287: what must stand in them, for any text, and in which order."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.dates import Moment
from gongkai.feeds import NEWEST, Feed, FeedWriter, _newest, term_feed
from gongkai.model import Card, Term
from gongkai.settings import SiteIdentity
from gongkai.vocabulary import Status
from tests.atom import complaints
from tests.decks import deck

SITE = SiteIdentity("结果公开", base_url="https://gongkai.example/a/")
ATOM = "{http://www.w3.org/2005/Atom}"


def card(index: int, title: str = "答复", changed: int = 0, unit: str = "市教育局") -> Card:
    day = Moment(datetime(2023, 1, 1 + index % 28, 9, 30), has_time=True)
    corrected = Moment(datetime(2024, 1, changed)) if changed else day
    category = Term("suggestions", "人大代表建议")
    return Card(
        f"content/{index}.md",
        f"s/{index}.html",
        title,
        Status.PUBLIC,
        day,
        corrected,
        (),
        category=category,
        unit=unit,
    )


def written(*cards: Card) -> bytes:
    return FeedWriter(SITE).atom(Feed("feeds/all.xml", "index.html", "全部", deck(cards)))


def read(*cards: Card) -> ET.Element:
    return ET.fromstring(written(*cards))


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_any_text_makes_a_feed_with_all_that_the_standard_asks(texts: list[str]) -> None:
    data = written(*(card(index, text, unit=text) for index, text in enumerate(texts)))
    assert complaints(data) == []
    root = ET.fromstring(data)
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        address = element.findtext(f"{ATOM}id") or ""
        assert address.startswith(SITE.base_url)
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    relations = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert relations["self"] == root.findtext(f"{ATOM}id")
    found = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert found == [f"{SITE.base_url}s/{index}.html" for index in range(len(texts))]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), min_size=1))
def test_a_reader_of_feeds_reads_it_without_complaint(texts: list[str]) -> None:
    cards = [card(index, f"答{text}复", unit=text) for index, text in enumerate(texts)]
    found = feedparser.parse(
        FeedWriter(SITE).atom(Feed("feeds/a.xml", "index.html", "甲", deck(cards)))
    )
    assert (found.bozo, found.version) == (False, "atom10")
    assert [entry.id for entry in found.entries] == [entry.link for entry in found.entries]
    assert len(found.entries) == len(texts)
    assert all(entry.updated_parsed and entry.published_parsed for entry in found.entries)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<title>", b"<titel>"),
        (b"</published>", b"</published><published>2023-01-01T00:00:00Z</published>"),
        (b"2023-01-01T09:30:00+08:00</updated>", b"2023-01-01</updated>"),
        (b"+08:00</published>", b"</published>"),
        (b"<id>", b"<id><b/>"),
        (b' href="', b' hreff="'),
        (b"<category term=", b"<category turm="),
        (b"application/atom+xml", b"atom"),
        (b"<name>", b"<nome>"),
        (b"<summary>", b'<summary type="markdown">'),
        (b"http://www.w3.org/2005/Atom", b"http://purl.org/atom/ns#"),
    ],
)
def test_the_grammar_refuses_what_the_standard_does(old: bytes, new: bytes) -> None:
    data = written(card(0))
    assert old in data
    # Its end tag goes with it, so that each is well-formed and only the grammar can object.
    ends = [(old, new), (old.replace(b"<", b"</"), new.replace(b"<", b"</"))]
    for before, after in ends if old in {b"<title>", b"<name>"} else ends[:1]:
        data = data.replace(before, after)
    assert complaints(data)


def test_a_title_is_read_back() -> None:
    root = read(card(0, '<b>"1" & 2</b> 😀'))
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == '<b>"1" & 2</b> 😀'


def test_a_correction_updates_its_entry_and_its_feed() -> None:
    root = read(card(3), card(2, changed=5))
    days = [entry.findtext(f"{ATOM}updated") for entry in root.iter(f"{ATOM}entry")]
    assert days == ["2023-01-04T09:30:00+08:00", "2024-01-05T00:00:00+08:00"]
    assert root.findtext(f"{ATOM}updated") == days[1]


def test_the_newest_fifty_stand_in_a_feed() -> None:
    cards = [card(index) for index in range(60)]
    assert [*_newest(deck(cards))] == cards[: -NEWEST - 1 : -1]
    assert [*_newest(deck([cards[1], cards[0]._replace(published=None)]))] == [cards[1]]


def test_sessions_have_no_feed() -> None:
    assert term_feed("sessions", "renda") == ""
    assert term_feed("units", "jiaoyu") == "feeds/units/jiaoyu.xml"
