"""What is read from the HTML: outline, texts, numbers, targets."""

import pytest

from gongkai.markdown import Heading, link_numbers, render, rewrite_targets, unclosed_comment


def test_texts_never_cross_blocks() -> None:
    body = render(
        "一、甲\n（一）乙。丙丙丙丙丙丙丙丙丙丙\n- 丁\n  - 戊\n\n|己|庚|\n|-|-|\n|辛|**壬**癸|\n> 子<br>丑"
    )
    assert body.texts == (
        *("一、甲", "（一）乙。丙丙丙丙丙丙丙丙丙丙", "丁", "戊"),
        *("己", "庚", "辛", "壬癸", "子 丑"),
    )


def test_footnote_signs_are_no_text() -> None:
    body = render("甲[^1]乙\n[^1]: 丙")
    assert body.texts == ("甲乙", "丙")
    assert body.links == ()


def test_texts_are_unescaped() -> None:
    assert render("AT&T、1<2 &nbsp;甲").texts == ("AT&T、1<2 \xa0甲",)


def test_outline_text_is_plain() -> None:
    body = render("## **第003号** [名单](a.docx) R&D")
    assert body.outline == (Heading(2, "s-第003号-名单-RD", "第003号 名单 R&D", False),)


def test_raw_headings_are_not_in_the_outline() -> None:
    assert render("<h2 id='s1'>甲</h2>").outline == ()


def test_run_in_heading_has_its_level_from_the_chapter() -> None:
    body = render("一、甲\n1.乙乙。丙丙丙丙丙丙丙丙丙丙")
    assert body.outline[1] == Heading(3, "s1-0-1", "1.乙乙。", True)


def test_targets_are_relative_distinct_and_in_order() -> None:
    body = render(
        "[甲](b.docx)[乙](https://a.cn/)[丙](a%20b.docx)[丁](b.docx)[戊](mailto:a@b.cn)[己](#s1)\n"
        "![庚](x/1.png)![辛](http://a.cn/1.png)![壬](x/1.png)"
    )
    assert body.links == ("b.docx", "a%20b.docx", "#s1")
    assert body.images == ("x/1.png",)


def test_an_empty_text_is_an_empty_body() -> None:
    body = render(" \n\u3000\n")
    assert (body.html, body.outline, body.texts) == ("", (), ())


def test_word_soft_line_breaks_end_paragraphs() -> None:
    assert render("甲\x0b乙\r\n丙\u2028丁").texts == ("甲", "乙", "丙", "丁")


def test_characters_that_html_forbids_are_left_out() -> None:
    assert render("甲\x00\x02\x03乙&#2;丙\ud800丁\ufffe").html == "<p>甲乙丙丁</p>"


def test_a_byte_order_mark_does_not_hide_a_heading() -> None:
    assert render("\ufeff一、甲\n乙").html == '<h2 id="s1">一、甲</h2>\n<p>乙</p>'


def test_rendering_keeps_nothing_of_the_text_before() -> None:
    text = "# 甲\n乙[^1]\n[^1]: 丙"
    first = render(text)
    render("[^1]: 丁\n戊[^1][^1]\n# 甲\n<div>")
    assert render(text) == first


def test_numbers_are_linked_where_an_address_is_known() -> None:
    html = render("第003号、第004号").html
    assert link_numbers(html, {"003": "../2021/003.html?a&b"}) == (
        '<p><a class="number-link" href="../2021/003.html?a&amp;b">第003号</a>、第004号</p>'
    )
    assert link_numbers(html, {}) == "<p>第003号、第004号</p>"


@pytest.mark.parametrize(
    "heading", ["一、第003号建议", "（一）第003号建议。我局高度重视认真办理。"]
)
def test_numbers_are_linked_in_headings(heading: str) -> None:
    html = link_numbers(render(heading).html, {"003": "003.html"})
    assert '<a class="number-link" href="003.html">第003号</a>' in html
    assert "number-mention" not in html


def test_a_source_brings_no_number_of_its_own() -> None:
    body = render('<span class="number-mention" data-number="003">点这里</span>')
    assert body.numbers == ()
    assert link_numbers(body.html, {"003": "003.html"}) == "<p><span>点这里</span></p>"


def test_targets_are_rewritten_and_nothing_else() -> None:
    html = render('[甲](附件 1.docx "附件%201.docx")![乙](1.png)[丙](b.docx)附件%201.docx').html
    assert rewrite_targets(html, {"附件%201.docx": "x/1.docx", "1.png": 'x/"2.png'}) == (
        '<p><a href="x/1.docx" title="附件%201.docx">甲</a><img alt="乙" src="x/&quot;2.png">'
        '<a href="b.docx">丙</a>附件%201.docx</p>'
    )
    assert rewrite_targets(html, {}) == html


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("![远程](http://x.gov.cn/a.png)", ("http://x.gov.cn/a.png",)),
        (r"![图](C:\Users\a.png)", (r"C:\Users\a.png",)),
        ("![图](data:image/png;base64,AA==)", ("data:image/png;base64,AA==",)),
        ("甲<img src='//x.cn/a.png' alt=乙>", ("//x.cn/a.png",)),
        ('<p><img src="file:///a.png"></p>', ("file:///a.png",)),
        ("![图](x/1.png)", ()),
        ("`![图](http://x.cn/a.png)`", ()),
    ],
)
def test_images_of_elsewhere_are_refused(text: str, refused: tuple[str, ...]) -> None:
    assert render(text).refused == refused
    assert render("甲").refused == ()


@pytest.mark.parametrize(
    ("text", "position"),
    [("甲<!-- 乙", 1), ("<!-->", 0), ("<!-- 甲 -->乙<!--丙", 11), ("甲<!-- 乙 -->", None)],
)
def test_a_comment_that_is_never_closed_is_found(text: str, position: int | None) -> None:
    assert unclosed_comment(text) == position
