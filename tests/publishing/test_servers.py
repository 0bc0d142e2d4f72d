"""Real servers with our configurations answer every address, old and new, as they should."""

from __future__ import annotations

import http.client
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest

from gongkai import cli
from gongkai.manifest import read_manifest
from tests.publishing import hosts

NEW = "/suggestions/2023/20230489.html"
OLD = {
    "/art/2023/9/21/art_12.html": NEW,
    "/content.jsp?id=12": NEW,
    "/content.jsp?ID=12": NEW,
    "/%E5%85%AC%E5%BC%80/1.html": NEW,
}


@pytest.fixture(scope="module")
def www(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration site, published into a folder, with old addresses and their rules."""
    root = tmp_path_factory.mktemp("root")
    shutil.copy(repository / "site.toml", root)
    shutil.copytree(repository / "content", root / "content")
    document = root / "content/suggestions/2023/20230489.md"
    aliases = "旧网址: [/art/2023/9/21/art_12.html, /公开/1.html, '/content.jsp?id=12', '/content.jsp?ID=12']\n"
    text = document.read_text(encoding="utf-8").replace("---\n", f"---\n{aliases}", 1)
    document.write_text(text, encoding="utf-8")
    folder = tmp_path_factory.mktemp("www")
    assert cli.main(["redirects", str(folder / "redirects"), "--root", str(root)]) == 0
    assert cli.main(["publish", f"file:{folder}", "--root", str(root)]) == 0
    return folder


UTF8 = "; charset=utf-8"

Ask = Callable[[str], tuple[int, dict[str, str], bytes]]


@pytest.fixture(scope="module", params=list(hosts.SERVERS))
def ask(
    request: pytest.FixtureRequest, www: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ask]:
    """Asks a server for a path: the status, the headers in lower case, the body."""
    work = tmp_path_factory.mktemp("work")
    serving: AbstractContextManager[int] = getattr(hosts, request.param)(www, work)
    with pytest.MonkeyPatch.context() as patch, serving as port:
        patch.setenv("HOME", str(work))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def get(path: str) -> tuple[int, dict[str, str], bytes]:
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()

        yield get
        connection.close()


HASHED = r"search/.+\.[0-9a-f]{6}\.bin"
"""The files of the search index whose names hold a hash of their bytes (docs/search-format.md)."""


def xml(*kinds: str) -> set[str]:
    """A charset is told by the file itself (XML 1.0, 4.3.3), so that a server may leave it out."""
    return {f"{kind}{charset}" for kind in kinds for charset in ("", UTF8)}


TYPES = {
    ".html": {"text/html; charset=utf-8"},
    ".css": {"text/css; charset=utf-8"},
    ".js": {"application/javascript; charset=utf-8", "text/javascript; charset=utf-8"},
    ".svg": {"image/svg+xml", "image/svg+xml; charset=utf-8"},
    ".png": {"image/png"},
    ".json": {"application/json; charset=utf-8", "application/json"},
    ".jsonl": {"application/jsonl; charset=utf-8"},
    ".csv": {"text/csv; charset=utf-8"},
    ".md": {"text/markdown; charset=utf-8"},
    ".xml": xml("text/xml", "application/xml"),
    ".txt": {"text/plain; charset=utf-8"},
    ".bin": {"application/octet-stream"},
}
FEED = xml("application/atom+xml")
SEARCH_DESCRIPTION = xml("application/opensearchdescription+xml")


def types_of(address: str) -> set[str]:
    """The types that a file may be answered with; empty for a file of any type."""
    if address == "opensearch.xml":
        return SEARCH_DESCRIPTION
    return FEED if address.startswith("feeds/") else TYPES.get(Path(address).suffix, set())


def test_every_file_is_answered_with_its_bytes_and_its_type(ask: Ask, www: Path) -> None:
    for address in read_manifest(www / "current"):
        if f"/{address}" in OLD:
            continue
        status, headers, body = ask("/" + quote(address))
        assert (status, body) == (200, (www / "current" / address).read_bytes()), address
        wanted = types_of(address)
        assert not wanted or headers["content-type"] in wanted, address


@pytest.mark.parametrize("old", OLD)
def test_an_old_address_leads_to_the_page(ask: Ask, old: str) -> None:
    status, headers, _ = ask(old)
    assert status == 301
    assert headers["location"].endswith(OLD[old])
    assert ask(OLD[old])[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/none.html", "/a/b/c/none.html", "/content.jsp?id=13", "/units/"),
        *("/data/none.csv", "/none.md", "/search/base/0.00abcd.bin"),
    ],
)
def test_what_is_not_there_gets_the_page_that_says_so(ask: Ask, www: Path, path: str) -> None:
    status, headers, body = ask(path)
    assert (status, body) == (404, (www / "current" / "404.html").read_bytes())
    assert headers["content-type"] == "text/html; charset=utf-8"


def test_the_root_and_a_search_in_chinese_are_answered(ask: Ask, www: Path) -> None:
    assert ask("/")[2] == (www / "current" / "index.html").read_bytes()
    status, _, body = ask(f"/search.html?q={quote('公共数据')}")
    assert (status, body) == (200, (www / "current" / "search.html").read_bytes())


def test_a_feed_is_answered_as_a_reader_of_feeds_asks_for_it(ask: Ask) -> None:
    status, headers, body = ask("/feeds/all.xml")
    found = feedparser.parse(body, response_headers={**headers, "content-location": ""})
    assert (status, found.bozo, found.version) == (200, False, "atom10")
    assert headers["content-type"] in FEED
    assert found.entries


@pytest.mark.parametrize("path", ["/feeds/none.xml", "/feeds/units/none.xml"])
def test_a_feed_that_is_not_there_is_answered_as_a_page(ask: Ask, path: str) -> None:
    status, headers, _ = ask(path)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_the_manifest_of_the_generator_is_not_shown(ask: Ask) -> None:
    assert ask("/.gongkai-manifest.json")[0] == 404


KEPT = "public, max-age=31536000, immutable"


def is_named_by_content(address: str) -> bool:
    """Whether a file keeps its address only as long as its content."""
    return address.startswith("assets/") or bool(re.fullmatch(HASHED, address))


def test_what_is_named_by_its_content_is_kept_and_all_else_asked_for_again(
    ask: Ask, www: Path
) -> None:
    addresses = [each for each in read_manifest(www / "current") if f"/{each}" not in OLD]
    kept = set(filter(is_named_by_content, addresses))
    assert any(each.startswith("assets/") for each in kept)
    assert any(each.startswith("search/") for each in kept)
    for address in addresses:
        cache = ask("/" + quote(address))[1]["cache-control"]
        assert cache == (KEPT if address in kept else "no-cache"), address


@pytest.mark.parametrize("path", ["/assets/0123abcd/none.css", "/search/base/0.00abcd.bin"])
def test_that_a_file_is_missing_is_not_kept(ask: Ask, path: str) -> None:
    status, headers, _ = ask(path)
    assert (status, headers["cache-control"]) == (404, "no-cache")


def test_every_answer_carries_the_headers_of_security(ask: Ask, www: Path) -> None:
    asset = next(each for each in read_manifest(www / "current") if each.startswith("assets/"))
    for path in (NEW, f"/{asset}", "/none.html"):
        headers = ask(path)[1]
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_iis_keeps_the_folders_whose_files_are_named_by_their_content(
    repository: Path, www: Path
) -> None:
    root = ET.parse(repository / "docs/hosting/web.config").getroot()
    kept = tuple(
        f"{each.get('path')}/"
        for each in root.findall("location")
        if each.find(".//clientCache") is not None
    )
    found = read_manifest(www / "current")
    hashed = set(filter(is_named_by_content, found))
    assert any(each.startswith("search/columns/") for each in hashed)
    assert {each for each in found if each.startswith(kept)} == hashed
