"""What becomes of personal data in a source: blocked, masked or let by, never said whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from gongkai.documents import Reading
from gongkai.model import Document
from gongkai.names import Names
from gongkai.privacy import read
from gongkai.settings import Category, Form, Privacy, Treatment

KNOWN = Names(
    {"总结": Category("summaries", "总结", Form.SUMMARY)},
    {},
    {},
    {},
    {},
    {},
    document_bytes=100_000,
)
PHONE = "13800138000"
DEFAULT = Privacy()
MASKING = Privacy(mobile=Treatment.MASK)
TEXT = """---
标题: 一篇总结
类别: 总结
状态: 公开
发布日期: 2023-05-01
{fields}
---
第一段。
联系电话{phone}，请来电。
"""


def reading(fields: str = "", phone: str = PHONE, privacy: Privacy = DEFAULT) -> Reading:
    data = TEXT.format(fields=fields, phone=phone).encode()
    return read("content/summaries/a.md", "summaries/a.md", data, KNOWN, privacy)


def faults(found: Reading) -> list[tuple[str, int, int]]:
    return [(fault.rule, fault.line, fault.column) for fault in found.faults]


def test_what_is_blocked_is_a_fault_in_its_place_and_nowhere_whole() -> None:
    found = reading()
    assert faults(found) == [("personal-data", 9, 5)]
    assert "138****8000" in found.faults[0].message
    assert PHONE not in repr(found)


def test_an_address_before_a_labelled_one_is_found_too() -> None:
    data = TEXT.format(
        fields="", phone="无：幸福小区3栋2单元501室漏水。\n反映人家住和平路3号"
    ).encode()
    found = read("content/summaries/a.md", "summaries/a.md", data, KNOWN, Privacy())
    assert faults(found) == [("personal-data", 9, 7), ("personal-data", 10, 6)]


def test_a_source_without_a_field_is_looked_through_too() -> None:
    data = f"---\n---\n联系电话{PHONE}".encode()
    found = read("content/summaries/a.md", "summaries/a.md", data, KNOWN, DEFAULT)
    assert {rule for rule, *_ in faults(found)} == {"missing-field", "personal-data"}
    assert PHONE not in repr(found)


@pytest.mark.parametrize(
    "phone", [PHONE, "138 0013 8000", "+86-138-0013-8000", "１３８００１３８０００"]
)
def test_a_mask_is_as_long_and_raises_nothing(phone: str) -> None:
    found = reading(phone=phone, privacy=MASKING)
    assert found.faults == ()
    assert len(found.body.text) == len(reading(phone="1").body.text) - 1 + len(phone)
    assert phone not in repr(found) and found.body.text.count("*") >= 4


def test_fields_are_masked_like_the_body() -> None:
    found = reading(f"案由: 关于{PHONE}的建议", privacy=MASKING)
    assert isinstance(found.noun, Document)
    assert found.noun.subject == "关于138****8000的建议"


def test_what_is_allowed_stays() -> None:
    found = reading(privacy=Privacy(mobile=Treatment.ALLOW))
    assert found.faults == ()
    assert PHONE in found.body.text


@pytest.mark.parametrize(
    ("exemption", "is_let_by"),
    [
        ("规则: 手机号码\n    对象: 8000\n    理由: 本人同意", True),
        ("规则: mobile\n    对象: '01380 00'\n    理由: 本人同意", True),
        ("规则: 手机号码\n    对象: 8001\n    理由: 本人同意", False),
        ("规则: 手机号码\n    对象: '0'\n    理由: 本人同意", False),
        ("规则: 身份证号码\n    对象: 8000\n    理由: 本人同意", False),
        ("规则: 手机号码\n    对象: 8000", False),
    ],
)
def test_an_exemption_names_kind_digits_and_reason(exemption: str, is_let_by: bool) -> None:
    found = reading(f"例外:\n  - {exemption}")
    assert (found.faults == ()) is is_let_by
    assert (PHONE in found.body.text) is is_let_by


@pytest.mark.parametrize(
    "fields",
    [
        f"公开审查: {{审查人: 张三{PHONE}, 日期: 2023-04-30, 结论: 同意公开}}",
        f"不公开理由: {PHONE}",
        f"提出人: 李四{PHONE}",
    ],
)
def test_what_is_never_printed_is_left_alone(fields: str) -> None:
    assert reading(fields, phone="").faults == ()


def test_a_comment_and_what_a_summary_leaves_out_are_left_alone() -> None:
    assert reading(phone=f"<!-- {PHONE} -->").faults == ()
    cut = f"{PHONE}\n## 摘要\n可以公开"
    assert reading("公开方式: 摘要公开", phone=cut).faults == ()
    kept = f"\n## 摘要\n{PHONE}"
    assert faults(reading("公开方式: 摘要公开", phone=kept)) == [("personal-data", 11, 1)]


@pytest.mark.parametrize("status", ["公开方式: 不公开", "公开方式: 不公开\n疑难: 是"])
def test_a_withheld_document_is_left_alone(status: str) -> None:
    assert reading(status).faults == ()


def test_of_a_withdrawn_document_only_the_fields_count() -> None:
    withdrawn = TEXT.replace("状态: 公开", "状态: 撤回").format(
        fields=f"案由: {PHONE}\n撤回说明: {{日期: 2023-06-01, 原因: 重复}}",
        phone=f"{PHONE}、{PHONE}",
    )
    found = read("content/summaries/a.md", "summaries/a.md", withdrawn.encode(), KNOWN, DEFAULT)
    assert faults(found) == [("personal-data", 6, 5)]


def test_a_number_in_the_name_of_an_allowed_mailbox_is_found() -> None:
    found = reading(phone=f"{PHONE}@139.com", privacy=replace(DEFAULT, email=Treatment.ALLOW))
    assert faults(found) == [("personal-data", 9, 5)]


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ("", Treatment.ALLOW),
        ("例外: [{规则: 家庭住址, 对象: 501室, 理由: 本人要求}]", Treatment.BLOCK),
    ],
)
def test_a_number_before_an_address_that_is_let_by_is_found(
    fields: str, address: Treatment
) -> None:
    phone = f"{PHONE}梅园区幸福小区3栋2单元501室"
    found = reading(fields, phone, replace(DEFAULT, address=address))
    assert faults(found) == [("personal-data", 9, 5)]


def test_every_kind_can_be_treated_on_its_own() -> None:
    privacy = replace(Privacy(), resident_id=Treatment.ALLOW)
    assert faults(reading(phone=f"{PHONE}、11010519491231002X", privacy=privacy)) == [
        ("personal-data", 9, 5)
    ]


def test_a_site_masks_in_every_copy(tmp_path: Path) -> None:
    """The page, the lists and the index are made of the masked text."""
    from datetime import datetime

    from gongkai.search.reader import IndexReader
    from tests import runs
    from tests.engine.smallsite import SITE, SmallSite
    from tests.site.building import tree

    site = SmallSite(tmp_path / "site", 2)
    site.write("site.toml", f'{SITE}\n[privacy]\nmobile = "mask"\n')
    paper = site.papers[0]
    paper.title, paper.words = f"答复{PHONE}", "请致电138 0013 8000"
    site.put(paper)
    runs.build(site.root, site.root / "public", datetime(2026, 1, 1))
    files = tree(site.root / "public")
    assert any(b"138****8000" in data for data in files.values())
    assert not any(
        needle in data for data in files.values() for needle in (PHONE.encode(), b"0013")
    )
    assert IndexReader(files).find(PHONE) == []
    assert not any(
        PHONE.encode() in path.read_bytes() for path in (site.root / ".cache").rglob("*.sqlite")
    )
