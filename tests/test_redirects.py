"""Old addresses: which ones a static file can answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.redirects import redirect_address


@pytest.mark.parametrize(
    ("old", "address"),
    [
        ("http://www.example.gov.cn/art/2023/1.html", "art/2023/1.html"),
        ("https://www.example.gov.cn/zwgk/content/post_1.htm", "zwgk/content/post_1.htm"),
        ("/art/2023/1.html", "art/2023/1.html"),
        ("art/2023/1.html", "art/2023/1.html"),
        (" /art/1.html ", "art/1.html"),
        ("/art/1.html#top", "art/1.html"),
        ("/art/2023/", "art/2023/index.html"),
        ("/v1.2/art/1.html", "v1.2/art/1.html"),
        ("", None),
        ("/", None),
        ("http://www.example.gov.cn", None),
        ("/show.aspx?id=1", None),
        ("/1.html?from=wx", None),
        ("/art/1.shtml", None),
        ("/art/建议.html", None),
        ("/art/a%20b.html", None),
        ("/art/../1.html", None),
        ("/art/.hidden/1.html", None),
        ("//art/1.html/2.html", None),
        ("/1.html/", None),
        ("http://[x/1.html", None),
        ("C:\\art\\1.html", None),
    ],
)
def test_redirect_address(old: str, address: str | None) -> None:
    assert redirect_address(old) == address


@given(st.text(max_size=40) | st.from_regex(r"/[a-z./]{0,20}\.html", fullmatch=True))
def test_any_text_stays_in_the_site(old: str) -> None:
    address = redirect_address(old)
    if address is not None:
        assert not address.startswith("/")
        assert not {"", ".", ".."} & set(address.split("/"))
        assert redirect_address(f"/{address}") == address
