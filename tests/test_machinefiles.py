"""What machines are told: site maps in parts, robots.txt, OpenSearch, and JSON-LD in a script."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import machinefiles
from gongkai.dates import Moment
from gongkai.pages.linkeddata import script_text, stamp
from gongkai.settings import SiteIdentity
from gongkai.sitemapxml import Changes, sitemaps

BASE = "https://gongkai.example/a/"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def day(number: int) -> date:
    return date(2023, 1, number)


def read(data: bytes) -> tuple[str, list[tuple[str, str | None]]]:
    root = ET.fromstring(data)
    entries = [
        (entry.findtext(f"{NAMESPACE}loc") or "", entry.findtext(f"{NAMESPACE}lastmod"))
        for entry in root
    ]
    return root.tag.removeprefix(NAMESPACE), entries


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7])
def test_a_site_map_is_split_at_its_limit(count: int) -> None:
    numbers = range(count)
    pages = Changes([f"{n}.html" for n in numbers], [str(day(n + 1)) for n in numbers])
    files = {each.address: read(each.file(BASE)) for each in sitemaps(pages, limit=3)}
    kind, places = files["sitemap.xml"]
    assert kind == ("urlset" if count <= 3 else "sitemapindex")
    if count > 3:
        assert [place.removeprefix(BASE) for place, _ in places] == list(files)[:-1]
        newest = [max(entry[1] or "" for entry in part) for _, part in list(files.values())[:-1]]
        assert [changed for _, changed in places] == newest
        places = [place for _, part in list(files.values())[:-1] for place in part]
    assert places == [(f"{BASE}{n}.html", f"2023-01-{n + 1:02d}") for n in range(count)]


def test_robots_may_read_everything_and_find_the_site_map() -> None:
    lines = machinefiles.robots(BASE).decode().splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {BASE}sitemap.xml"]


@given(name=st.text(min_size=1))
def test_opensearch_keeps_to_its_lengths(name: str) -> None:
    allowed = (sign for sign in name if sign.isalnum() or sign in "<>&\"' ")
    site = SiteIdentity("".join(allowed) or "站", base_url=BASE, description="<&" + "长" * 2000)
    root = ET.fromstring(machinefiles.opensearch(site))
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.findtext(f"{space}ShortName") == site.name[:16]
    assert len(root.findtext(f"{space}Description") or "") == 1024
    address = root.find(f"{space}Url")
    assert address is not None
    assert address.get("template") == f"{BASE}search.html?q={{searchTerms}}"


@given(st.text() | st.just("</script><!--&\u2028"))
def test_no_text_ends_the_script_that_it_stands_in(text: str) -> None:
    written = script_text({"name": text})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"name": text}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (None, ""),
        (Moment(datetime(2023, 1, 2)), "2023-01-02"),
        (Moment(datetime(2023, 1, 2, 17, 18), has_time=True), "2023-01-02T17:18:00+08:00"),
    ],
)
def test_a_time_tells_its_offset(moment: Moment | None, expected: str) -> None:
    assert stamp(moment, "Asia/Shanghai") == expected
