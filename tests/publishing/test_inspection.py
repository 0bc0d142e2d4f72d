from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.publishing.inspection import SITE_LABELS, inspect
from tests.publishing.sites import site


@pytest.mark.parametrize(
    ("page", "columns"),
    [
        (b'<a href="../index.html">', []),
        (b'<a href="2.html#s1"> <img src="1/%E4%B8%80.png">', []),
        (b'<a href="https://example.org/none.html"><a href="#top"><a href="mailto:a@b.cn">', []),
        (b'<a href="../none.html">', [10]),
        (b'<p>\n<img src="none.png">', [11]),
        (b'<a href="../../outside.html">', [10]),
        (b'<a href="search.html?q=1">', [10]),
        (b'<a href="../search.html?q=1&amp;x=2">', []),
    ],
)
def test_a_link_of_a_page_leads_somewhere(tmp_path: Path, page: bytes, columns: list[int]) -> None:
    files = {"a/1.html": page, "a/2.html": b"", "a/1/一.png": b"", "index.html": b""}
    built = site(tmp_path, {**files, "search.html": b""})
    found = list(inspect(built))
    assert [fault.column for fault in found] == columns
    assert all(fault.rule == "outgoing-dead-link" and fault.path == "a/1.html" for fault in found)


def test_a_page_bears_the_labels_of_its_site(tmp_path: Path) -> None:
    labels = b'<meta name="SiteName" content="x"><meta name="SiteDomain" content="y">'
    built = site(tmp_path, {"index.html": labels + b'<meta name="SiteIDCode" content="">'})
    assert [fault.message for fault in inspect(built, SITE_LABELS)] == [
        "要发出的页面缺少标签 SiteIDCode（国办发〔2017〕47号）"
    ]
    assert not list(inspect(built))
