"""What a body refers to: numbers, links and images, each resolved or said to be missing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gongkai import markdown
from gongkai.composition import Composed, compose, published_text
from gongkai.errors import Fault, Severity
from gongkai.model import Attachment, BodySource, Document, Place
from gongkai.settings import Category, Form, Session
from gongkai.surroundings import Surroundings
from gongkai.vocabulary import Openness, Status

RENDA = Session("renda", "人大", 2023)
ZHENGXIE = Session("zhengxie", "政协", 2023)

DOCUMENT = Document(
    path="content/x/1.md",
    address="x/1.html",
    title="一",
    category=Category("x", "甲", Form.SUMMARY),
    status=Status.PUBLIC,
    openness=Openness.FULL,
    year=2023,
    sessions=(RENDA, ZHENGXIE),
)
SURROUNDINGS = Surroundings(
    addresses=frozenset({"x/1.html", "x/2.html", "units/a.html"}),
    held_addresses=frozenset({"x/3.html"}),
    files=frozenset({"x/1/图.png", "x/1/plan.png", "x/1/表.xlsx"}),
    numbered={
        "renda": {"003": ("x/2.html",), "007": ("x/4.html",), "001": ("x/1.html",)},
        "zhengxie": {"007": ("x/5.html",), "008": ("x/6.html", "x/7.html")},
    },
)


def composed(text: str, document: Document = DOCUMENT) -> tuple[Composed, tuple[Fault, ...]]:
    source = BodySource(text, 10)
    body = markdown.render(published_text(document, source))
    return compose(document, source, body, SURROUNDINGS)


@pytest.mark.parametrize(
    ("number", "linked"),
    [("003", True), ("007", False), ("008", False), ("001", False), ("404", False)],
)
def test_a_number_means_the_one_other_document_of_the_named_sessions(
    number: str, linked: bool
) -> None:
    result, faults = composed(f"见第{number}号建议。")
    assert ("number-link" in result.html) == linked
    assert f"第{number}号" in result.html
    assert faults == ()


def test_no_session_no_link() -> None:
    result, _ = composed("见第003号建议。", replace(DOCUMENT, sessions=()))
    assert "number-link" not in result.html


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("2.md", "2.html"),
        ("2.html", "2.html"),
        ("2.html#s1", "2.html#s1"),
        ("../units/a.html", "../units/a.html"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_links_that_lead_somewhere(target: str, href: str) -> None:
    result, faults = composed(f"见[那里]({target})。")
    assert f'href="{href}"' in result.html
    assert faults == ()


@pytest.mark.parametrize("target", ["9.md", "3.md", "#nowhere", "1/没有.pdf", "../../etc/passwd"])
def test_links_that_lead_nowhere_become_text_and_are_said(target: str) -> None:
    result, faults = composed(f"第一行。\n见[那里]({target})。")
    assert "<a" not in result.html
    assert "那里" in result.html
    assert [(fault.rule, fault.line, fault.column) for fault in faults] == [("dead-link", 11, 6)]


def test_files_are_published_beside_the_document_under_ascii_names() -> None:
    attachment = Attachment("表.xlsx", "统计表", Place())
    document = replace(DOCUMENT, attachments=(attachment,))
    result, faults = composed("![示意](1/图.png)\n![方案](1/plan.png)", document)
    assert faults == ()
    assert [file.address for file in result.attachments] == ["x/1/1.xlsx"]
    assert [file.address for file in result.images] == ["x/1/2.png", "x/1/plan.png"]
    assert 'src="1/2.png"' in result.html


def test_a_missing_image_is_a_fault_at_its_place() -> None:
    _, faults = composed("文字。\n　　![图](1/missing.png)")
    assert [(fault.rule, fault.line) for fault in faults] == [("image-missing", 11)]


def test_a_summary_publishes_its_section_alone() -> None:
    attachment = Attachment("表.xlsx", "统计表", Place())
    document = replace(DOCUMENT, openness=Openness.SUMMARY, attachments=(attachment,))
    result, _ = composed("秘密一\n\n## 摘要\n\n可以公开。\n\n## 其他\n\n秘密二", document)
    assert "可以公开。" in result.html
    assert "秘密" not in result.html
    assert result.attachments == ()


def test_what_was_asked_is_told_found_or_not() -> None:
    result, _ = composed("见第404号和[那里](9.md)。\n![图](1/missing.png)")
    assert result.numbers == ("404",)
    assert result.pages == ("x/9.html",)
    assert result.files == ("x/1/missing.png",)


def test_two_files_for_one_address_are_a_fault() -> None:
    surroundings = replace(SURROUNDINGS, files=frozenset({"x/1/Annex.pdf", "x/1/annex.PDF"}))
    attachments = tuple(Attachment(name, name, Place(5, 3)) for name in ("Annex.pdf", "annex.PDF"))
    source, body = BodySource("", 10), markdown.render("")
    _, faults = compose(replace(DOCUMENT, attachments=attachments), source, body, surroundings)
    assert [(fault.rule, fault.line) for fault in faults] == [("duplicate-address", 5)]


def test_a_file_that_is_attachment_and_image_is_published_once() -> None:
    document = replace(DOCUMENT, attachments=(Attachment("图.png", "图", Place()),))
    result, _ = composed("![示意](1/图.png)", document)
    assert result.attachments == result.images


@pytest.mark.parametrize(
    "target", ["http://x.gov.cn/a.png", r"C:\Users\a.png", "data:image/png;base64," + "A" * 999]
)
def test_an_image_of_elsewhere_is_a_fault_at_its_place(target: str) -> None:
    result, faults = composed(f"文字。\n甲![图]({target})")
    assert [(fault.rule, fault.line, fault.column) for fault in faults] == [
        ("image-missing", 11, 6)
    ]
    assert "图片只能用本站的文件" in faults[0].message
    assert len(faults[0].message) < 100
    assert result.images == ()


def test_a_raw_image_of_elsewhere_is_a_fault_at_its_place() -> None:
    _, faults = composed('文字。\n<img src="http://x.gov.cn/a.png">')
    assert [(fault.rule, fault.line) for fault in faults] == [("image-missing", 11)]


@pytest.mark.parametrize(
    ("text", "place"), [("", (9, 1)), ("\n　\n", (10, 1)), ("<!-- 甲 -->", (10, 1))]
)
def test_an_empty_body_is_said(text: str, place: tuple[int, int]) -> None:
    _, faults = composed(text)
    assert [(fault.rule, (fault.line, fault.column)) for fault in faults] == [("empty-body", place)]
    assert faults[0].severity is Severity.WARNING
    assert composed(text, replace(DOCUMENT, status=Status.DRAFT))[1] == ()
    assert composed(text, replace(DOCUMENT, openness=Openness.WITHHELD))[1] == ()
    attachment = Attachment("表.xlsx", "统计表", Place())
    assert composed(text, replace(DOCUMENT, attachments=(attachment,)))[1] == ()


def test_a_comment_that_is_never_closed_is_said_at_its_place() -> None:
    _, faults = composed("甲\n乙<!-- 丙\n丁")
    assert [(fault.rule, fault.line, fault.column, fault.severity) for fault in faults] == [
        ("comment-not-closed", 11, 2, Severity.WARNING)
    ]
    _, faults = composed("<!-- 丙\n丁")
    assert [fault.rule for fault in faults] == ["comment-not-closed", "empty-body"]


def test_a_link_to_what_is_held_heals_by_itself() -> None:
    hints = {target: composed(f"见[那里]({target})。")[1][0].hint for target in ("3.md", "9.md")}
    assert hints["3.md"] == "等它公开后自然恢复，或者删去链接"
    assert "写对方相对于本文的路径" in hints["9.md"]
