"""The law of the lists, over catalogs of any size: cited pages never shift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.catalog import Catalog, gather
from gongkai.dates import Moment
from gongkai.model import Card, Term
from gongkai.pages import Frames, Page
from gongkai.pages.entries import Entries
from gongkai.pages.frame import Theme
from gongkai.pages.indexes import (
    ListPage,
    list_addresses,
    list_page,
    numbered_page,
    older_pages,
    own_page_of,
)
from gongkai.publication import Gate
from gongkai.settings import Settings, SiteIdentity
from gongkai.taxonomy import KINDS
from gongkai.views import Entry, ListView
from gongkai.vocabulary import Status
from tests.decks import in_order_of_paths

CATEGORY = Term("suggestions", "人大代表建议")
UNIT = Term("shi-jiaoyu-ju", "市教育局")
TOPICS = (Term("jiaoyu", "教育"), Term("jiaotong", "交通"))
SETTINGS = Settings(SiteIdentity("测试"), ())

_FIRST = datetime(2020, 1, 1)

Lists = dict[str, dict[str, Page]]
"""The pages of each list, by the address of its newest page and then by their own."""

# How many days each document comes after the one before (0: the address decides), and its topics.
Publications = list[tuple[int, int]]
publications = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=40)
page_sizes = st.integers(1, 7)


def _documents(published: Publications) -> list[Card]:
    documents, day = [], _FIRST
    for place, (later, topics) in enumerate(published):
        day += timedelta(days=later)
        documents.append(
            Card(
                path=f"content/suggestions/{place:03d}.md",
                address=f"suggestions/{place:03d}.html",
                title=f"第{place}号",
                status=Status.PUBLIC,
                published=Moment(day),
                changed=Moment(day),
                aliases=(),
                category=CATEGORY,
                year=2020,
                units=(UNIT,),
                topics=tuple(topic for bit, topic in enumerate(TOPICS) if topics & 1 << bit),
            )
        )
    return documents


def _list_pages(catalog: Catalog, page_size: int) -> Iterator[ListPage]:
    for kind in KINDS:
        for listing in catalog.listings[kind.slug]:
            for number in range(1, older_pages(listing, page_size) + 1):
                yield numbered_page(kind, listing, number, page_size)
            yield own_page_of(kind, listing, page_size)


def _pages(documents: list[Card], page_size: int) -> list[Page]:
    catalog, _ = gather(in_order_of_paths(documents), Gate(lambda _: None), {})
    frames = Frames(SETTINGS, Theme("assets/0", "assets/0/css/site.css", ()), ())
    pages = list(_list_pages(catalog, page_size))
    assert [page.address for page in pages] == list(list_addresses(catalog, page_size))
    return [list_page(page, None, frames, {}, entries=Entries()) for page in pages]


def _lists(documents: list[Card], page_size: int) -> Lists:
    lists: Lists = {}
    for page in _pages(documents, page_size):
        if isinstance(page.view, ListView):
            stem = page.address.removesuffix(".html")
            newest = f"{stem.rpartition('/')[0] if page.view.number else stem}.html"
            lists.setdefault(newest, {})[page.address] = page
    return lists


def _entries(page: Page) -> tuple[Entry, ...]:
    assert isinstance(page.view, ListView)
    return page.view.entries


def _number(page: Page) -> int:
    assert isinstance(page.view, ListView)
    return page.view.number


@given(publications, page_sizes)
def test_every_document_stands_once_in_each_of_its_lists(
    published: Publications, page_size: int
) -> None:
    documents = _documents(published)
    lists = _lists(documents, page_size)
    for topic in TOPICS:
        members = [document.title for document in documents if topic in document.topics]
        pages = lists.get(f"topics/{topic.slug}.html", {})
        # Newest first: the term's own page, then the highest number down to page 1.
        in_order = sorted(pages.values(), key=lambda page: -(_number(page) or len(pages)))
        shown = [entry.title for page in in_order for entry in _entries(page)]
        assert shown == members[::-1]


@given(publications.filter(bool), page_sizes)
def test_pages_are_full_and_the_newest_holds_one_page_to_less_than_two(
    published: Publications, page_size: int
) -> None:
    for newest, pages in _lists(_documents(published), page_size).items():
        assert sorted(map(_number, pages.values())) == list(range(len(pages)))
        for address, page in pages.items():
            count = len(_entries(page))
            if address != newest:
                assert count == page_size
            else:
                assert (1 if len(pages) == 1 else page_size) <= count < 2 * page_size


@given(publications.filter(bool), page_sizes, st.integers(1, 3))
def test_publishing_the_newest_changes_one_page_of_each_of_its_lists(
    published: Publications, page_size: int, topics: int
) -> None:
    before = _lists(_documents(published), page_size)
    after = _lists(_documents([*published, (1, topics)]), page_size)
    for newest, pages in after.items():
        old = before.get(newest, {})
        added = pages.keys() - old.keys()
        changed = {address for address in old if old[address] != pages[address]}
        assert old.keys() <= pages.keys()
        if not old:
            assert added == {newest}
        elif len(pages) == len(old):
            assert not added
            assert changed <= {newest}
        else:
            # A roll-over: one more numbered page, and the link on to it from the one before.
            number = len(pages) - 1
            stem = newest.removesuffix(".html")
            assert added == {f"{stem}/{number}.html"}
            assert changed == {newest} | ({f"{stem}/{number - 1}.html"} if number > 1 else set())


@given(publications.filter(bool), publications, page_sizes)
def test_the_entries_of_a_numbered_page_never_change(
    published: Publications, later: Publications, page_size: int
) -> None:
    before = _lists(_documents(published), page_size)
    on_later_days = [(days + 1, topics) for days, topics in later]
    after = _lists(_documents([*published, *on_later_days]), page_size)
    for newest, pages in before.items():
        for address, page in pages.items():
            if address != newest:
                assert _entries(after[newest][address]) == _entries(page)


@given(publications.filter(bool), page_sizes)
def test_the_links_between_pages_make_one_chain(published: Publications, page_size: int) -> None:
    for newest, pages in _lists(_documents(published), page_size).items():
        by_number = {_number(page): page for page in pages.values()}
        for number, page in by_number.items():
            view, is_newest = page.view, page.address == newest
            assert isinstance(view, ListView)
            steps = (view.newest, view.newer, view.older)
            assert steps[0] == ("" if is_newest else f"../{newest.rpartition('/')[2]}")
            assert bool(view.newer) is not is_newest
            oldest = len(pages) == 1 if is_newest else number == 1
            assert bool(view.older) is not oldest
            assert len(view.pages) == (len(pages) if is_newest and len(pages) > 1 else 0)
