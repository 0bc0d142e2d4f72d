"""The foot of every page: who runs the site, its records, and the official marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..settings import Footer
from ..views import FooterRow, Link, MarkView

_LABELS = (
    ("sponsor", "网站主办单位"),
    ("operator", "承办单位"),
    ("site_id_code", "网站标识码"),
    ("icp", "ICP备案"),
    ("police_record", "公安备案"),
    ("contact", "联系方式"),
    ("address", "地址"),
)

_MARKS = (
    ("party_mark", "party-mark", "党政机关网站标识"),
    ("error_mark", "error-mark", "政府网站找错"),
)

_ICP_RECORDS = "https://beian.miit.gov.cn/"
_POLICE_RECORDS = "https://beian.mps.gov.cn/#/query/webSearch?code="


def footer_rows(footer: Footer) -> tuple[FooterRow, ...]:
    """The lines that have a text; the two records lead to the registers that hold them."""
    return tuple(
        FooterRow(label, Link(text, _register(name, text)))
        for name, label in _LABELS
        if (text := getattr(footer, name))
    )


def _register(name: str, text: str) -> str:
    """Where a record can be looked up; a police record by its figures."""
    if name == "icp":
        return _ICP_RECORDS
    if name == "police_record" and (code := re.search(r"\d{8,}", text)):
        return _POLICE_RECORDS + code[0]
    return ""


def marks(footer: Footer, images: Iterable[str], to: Callable[[str], str]) -> tuple[MarkView, ...]:
    """The marks that site.toml has a link for; ``to`` turns an address into the link to it.

    ``images`` are the theme's pictures by address.  The site's own picture of a mark may be of
    any format and wins over the drawing of the default theme.
    """
    found = []
    for name, stem, text in _MARKS:
        pictures = [image for image in images if f"/images/{stem}." in image]
        if (href := getattr(footer, name)) and pictures:
            found.append(MarkView(text, href, to(min(pictures, key=_is_drawing))))
    return tuple(found)


def _is_drawing(image: str) -> bool:
    return image.endswith(".svg")
