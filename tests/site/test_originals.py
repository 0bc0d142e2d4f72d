"""The demonstration site says what the two published originals say, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import originals, pages
from tests.site.building import BuiltSite
from tests.site.originals import Original, Passage
from tests.site.pages import Element

SHENZHEN_PAGE = "summaries/2023/shenzhen-zhengwu.html"
QINGPU_PAGE = "summaries/2021/qingpu-zhengwu.html"
ADDRESSES = {
    "20230489": "suggestions/2023/20230489.html",
    "20230738": "suggestions/2023/20230738.html",
    "20230692": "suggestions/2023/20230692.html",
    "003": "proposals/2021/003.html",
    "004": "proposals/2021/004.html",
    "055": "proposals/2021/055.html",
    "078": "proposals/2021/078.html",
    "092": "proposals/2021/092.html",
    "111": "suggestions/2021/111.html",
}


def _page(site: BuiltSite, address: str) -> Element:
    return pages.read(site.folder / address)


def _prose(site: BuiltSite, address: str) -> tuple[str, ...]:
    """The paragraphs and headings of a document's text; white space within is left as it is."""
    return tuple(_page(site, address).first("div", css_class="prose").blocks())


def _fields(site: BuiltSite, address: str) -> dict[str, str]:
    fields = _page(site, address).first("div", css_class="field-lists")
    labels, values = fields.all("dt"), fields.all("dd")
    return {label.text: value.text for label, value in zip(labels, values, strict=True)}


@pytest.fixture(scope="module")
def shenzhen(repository: Path) -> Original:
    return originals.shenzhen(repository)


@pytest.fixture(scope="module")
def qingpu(repository: Path) -> Original:
    return originals.qingpu(repository)


@pytest.fixture(scope="module")
def passages(shenzhen: Original, qingpu: Original) -> dict[str, Passage]:
    return originals.shenzhen_passages(shenzhen) | originals.qingpu_passages(qingpu)


@pytest.mark.parametrize("name", [originals.SHENZHEN, originals.QINGPU])
def test_our_copies_are_the_originals(repository: Path, name: str) -> None:
    copies = Path(__file__).parent / "originals"
    copied = (copies / name).read_text(encoding="utf-8").splitlines()
    assert originals.lines(repository, name) == [line.strip() for line in copied if line.strip()]


def test_the_shenzhen_letter_stands_whole_and_in_order(
    demonstration: BuiltSite, shenzhen: Original
) -> None:
    assert len(shenzhen.paragraphs) == 26
    assert _page(demonstration, SHENZHEN_PAGE).first("h1").text == shenzhen.title
    assert _prose(demonstration, SHENZHEN_PAGE) == shenzhen.paragraphs


def test_the_qingpu_summary_stands_whole_and_in_order(
    demonstration: BuiltSite, qingpu: Original
) -> None:
    assert len(qingpu.paragraphs) == 16
    assert _page(demonstration, QINGPU_PAGE).first("h1").text == qingpu.title
    assert _prose(demonstration, QINGPU_PAGE) == qingpu.paragraphs


def test_what_the_furniture_of_the_old_sites_said_stands_among_the_fields(
    demonstration: BuiltSite,
) -> None:
    shenzhen = _fields(demonstration, SHENZHEN_PAGE)
    assert shenzhen["信息来源"] == "深圳市政务服务数据管理局"
    assert shenzhen["发布日期"] == "2023年9月21日 17:18"
    assert shenzhen["文号"] == "深政数函〔2023〕84号"
    qingpu = _fields(demonstration, QINGPU_PAGE)
    assert qingpu["公开属性"] == "主动公开"
    assert qingpu["发布日期"] == "2021年10月22日"
    assert not {"文号", "索引号", "信息来源", "成文日期"} & qingpu.keys()


def test_the_furniture_itself_is_gone(demonstration: BuiltSite) -> None:
    for path in (demonstration.root / "content").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert [word for word in originals.FURNITURE_WORDS if word in text] == [], path


def test_every_passage_has_its_page(passages: dict[str, Passage]) -> None:
    assert passages.keys() == ADDRESSES.keys()


@pytest.mark.parametrize(("number", "address"), ADDRESSES.items())
def test_a_reply_publishes_its_passage_and_nothing_else(
    demonstration: BuiltSite, passages: dict[str, Passage], number: str, address: str
) -> None:
    assert _page(demonstration, address).first("h1").text == passages[number].title
    assert _prose(demonstration, address) == passages[number].paragraphs
    fields = _fields(demonstration, address)
    assert fields["编号"] == number
    assert fields["公开方式"] == "摘要公开"


@pytest.mark.parametrize(("number", "address"), ADDRESSES.items())
def test_a_reply_and_its_summary_lead_to_each_other(
    demonstration: BuiltSite, number: str, address: str
) -> None:
    summary = SHENZHEN_PAGE if address.startswith("suggestions/2023") else QINGPU_PAGE
    assert f"../../{summary}" in _links(_page(demonstration, address))
    mentions = _page(demonstration, summary).first("div", css_class="prose").all("a")
    assert {(link.text, link.attributes["href"]) for link in mentions} >= {
        (f"第{number}号", f"../../{address}")
    }
    assert (
        _fields(demonstration, address)["发布日期"] == _fields(demonstration, summary)["发布日期"]
    )


def test_numbers_of_papers_that_are_not_published_here_lead_nowhere(
    demonstration: BuiltSite,
) -> None:
    mentions = _page(demonstration, QINGPU_PAGE).first("div", css_class="prose").all("a")
    assert not {"第126号", "第113号"} & {link.text for link in mentions}


def _links(page: Element) -> list[str]:
    section = page.first("section", css_class="part")
    return [link.attributes["href"] for link in section.all("a")]
