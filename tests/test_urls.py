"""Addresses: which paths have one, and links from one to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import urls

words = st.text("abz059", min_size=1, max_size=6)
slugs = st.lists(words, min_size=1, max_size=3).map("-".join)
addresses = st.lists(slugs, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".html")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("suggestions/2023/20230489.md", "suggestions/2023/20230489.html"),
        ("pages/about.md", "pages/about.html"),
        ("a-1/b.md", "a-1/b.html"),
        ("suggestions/2023/DH0271.md", None),
        ("建议/1.md", None),
        ("suggestions/2023 年/1.md", None),
        ("suggestions/a_b.md", None),
        ("suggestions/a--b.md", None),
        ("suggestions/-a.md", None),
        ("suggestions/a.b.md", None),
        ("suggestions/２０２３.md", None),
        ("suggestions/a\n.md", None),
        ("suggestions//a.md", None),
        ("../a.md", None),
    ],
)
def test_document_address(path: str, address: str | None) -> None:
    assert urls.document_address(path) == address


@pytest.mark.parametrize(
    ("address", "reserved"),
    [
        ("index.html", True),
        ("search.html", True),
        ("search/1.html", True),
        ("assets/a.html", True),
        ("categories/suggestions.html", True),
        ("suggestions/index.html", False),
        ("suggestions/search.html", False),
        ("index-2.html", False),
    ],
)
def test_reserved(address: str, reserved: bool) -> None:
    assert urls.is_reserved(address) == reserved


@pytest.mark.parametrize(
    ("name", "position", "address"),
    [
        ("table.docx", 1, "a/1/table.docx"),
        ("Table_2.DOCX", 1, "a/1/table_2.docx"),
        ("一览表.docx", 1, "a/1/1.docx"),
        ("一览 表.PDF", 12, "a/1/12.pdf"),
        ("my file.pdf", 3, "a/1/3.pdf"),
        ("sub/table.docx", 2, "a/1/2.docx"),
        ("1.docx", 2, "a/1/2.docx"),
        ("20230489.docx", 2, "a/1/20230489.docx"),
        ("一览表", 4, "a/1/4"),
        ("一览表.压缩", 4, "a/1/4"),
    ],
)
def test_attachment_address(name: str, position: int, address: str) -> None:
    assert urls.attachment_address("a/1.html", name, position) == address


names = st.text(st.sampled_from("aA1237一.-_ "), min_size=1, max_size=8)


@given(st.lists(names, unique_by=str.lower, max_size=8))
def test_attachments_do_not_collide(files: list[str]) -> None:
    found = [urls.attachment_address("a/1.html", name, at) for at, name in enumerate(files, 1)]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("origin", "target", "link"),
    [
        ("index.html", "search.html", "search.html"),
        ("a/b.html", "index.html", "../index.html"),
        ("a/b.html", "a/c.html", "c.html"),
        ("a/b.html", "a/b.html", "b.html"),
        ("a/b.html", "a/b.html#x", "#x"),
        ("a/b.html", "c/d.html#x", "../c/d.html#x"),
        ("a/b/c.html", "a.html", "../../a.html"),
    ],
)
def test_relative(origin: str, target: str, link: str) -> None:
    assert urls.relative(origin, target) == link


@given(slugs)
def test_the_slugs_of_these_tests_are_slugs(slug: str) -> None:
    assert urls.SLUG.fullmatch(slug)


@given(addresses, addresses)
def test_relative_and_resolve_are_inverse(origin: str, target: str) -> None:
    assert urls.resolve(origin, urls.relative(origin, target)) == target


@pytest.mark.parametrize("href", ["../../x.html", "/x.html", "../../../etc/passwd", "../.."])
def test_resolve_stays_in_the_site(href: str) -> None:
    assert urls.resolve("a/b.html", href) is None


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("index.html", "https://example.gov.cn/jyta/"),
        ("a/b.html", "https://example.gov.cn/jyta/a/b.html"),
    ],
)
def test_absolute(address: str, url: str) -> None:
    assert urls.absolute("https://example.gov.cn/jyta/", address) == url


def test_index_addresses() -> None:
    assert urls.term_address("units", "a") == "units/a.html"
    assert urls.term_address("units", "a", 2) == "units/a/2.html"
    assert urls.overview_address("units") == "units.html"


@pytest.mark.parametrize(
    ("asked", "base", "address"),
    [
        ("a/1.html", "", "a/1.html"),
        ("/a/1.html", "", "a/1.html"),
        ("", "", "index.html"),
        ("/", "https://x.cn/jieguo/", "index.html"),
        ("https://x.cn/jieguo/a/1.html?q=1#s1", "https://x.cn/jieguo/", "a/1.html"),
        ("https://x.cn/jieguo/", "https://x.cn/jieguo/", "index.html"),
        ("https://x.cn/jieguo", "https://x.cn/jieguo/", "index.html"),
        ("/jieguo/a/1.html", "https://x.cn/jieguo/", "a/1.html"),
        ("jieguo/a/1.html", "https://x.cn/jieguo/", "jieguo/a/1.html"),
        ("http://127.0.0.1:8000/a/1.html", "https://x.cn/jieguo/", "a/1.html"),
        ("http://[x/", "", "http://[x/index.html"),
        ("content/a/1.md", "https://x.cn/jieguo/", "a/1.html"),
        ("content/pages/about.md", "", "pages/about.html"),
        ("./content/a/1.md", "", "a/1.html"),
        ("content\\a\\1.md", "", "a/1.html"),
        ("D:\\jieguo\\content\\a\\1.md", "https://x.cn/jieguo/", "a/1.html"),
        ("/srv/jieguo/content/a/1.md", "https://x.cn/srv/", "a/1.html"),
        ("a/content/1.md", "", "a/content/1.md"),
        ("a/1", "", "a/1.html"),
    ],
)
def test_what_is_asked_for_is_an_address_in_any_of_its_spellings(
    asked: str, base: str, address: str
) -> None:
    assert urls.address_asked(asked, base) == address


@given(st.lists(st.just(urls.HOME) | addresses | st.text("甲 %?#+&/a", min_size=1)))
def test_many_addresses_are_told_as_each_is(asked: list[str]) -> None:
    base = "https://a.example/b/"
    assert urls.all_absolute(base, asked) == [urls.absolute(base, each) for each in asked]
