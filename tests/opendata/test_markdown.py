"""A body as Markdown says what its HTML says: read by CommonMark, both have the same texts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gongkai import markdown
from gongkai.opendata import markup
from gongkai.opendata.conversion import markdown_of

COMMON = MarkdownIt("commonmark", {"html": True}).enable("table")
SPACE = re.compile(r"\s+")


def texts_of(html: str) -> str:
    """All that a reader sees of ``html``, less white space."""
    return SPACE.sub("", unescape(re.sub(r"<[^>]*>", " ", html)))


def shown(text: str) -> str:
    return texts_of(COMMON.render(text))


lines = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
        st.sampled_from(
            [
                *(
                    "一、基本情况",
                    "（一）加强领导。具体是",
                    "1.一是",
                    "1. 二",
                    "- 甲",
                    "> 引",
                    "# 题",
                ),
                *(
                    "**粗**字",
                    "**“粗”**字",
                    "*斜*",
                    "`码`",
                    "[甲](b.md)",
                    "| 甲 | 乙 |",
                    "|---|---|",
                ),
                *(
                    "a_b_c",
                    "=== ",
                    "---",
                    "<b>粗</b>",
                    "<!-- 藏 -->",
                    "&amp;",
                    "\\*",
                    "~~~",
                    "![图](a.png)",
                ),
                *(
                    "+ 加",
                    "1) 一",
                    "#",
                    "题 #",
                    "http://a.example/x_y",
                    "<a@b.example>",
                    "x<y",
                    "甲  ",
                ),
            ]
        ),
    ),
    max_size=8,
).map("\n".join)


@given(lines)
@settings(max_examples=300)
def test_any_body_shows_the_same_texts(source: str) -> None:
    html = markdown.render(source).html
    if "<table" in html or "footnote" in html or "<pre" in html:
        return
    assert shown(markdown_of(html)) == texts_of(html)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1))
def test_any_paragraph_means_itself(text: str) -> None:
    written = markup.block(markup.plain(text))
    assert unescape(COMMON.render(written)) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>甲</p>\n<p>乙</p>", "甲\n\n乙"),
        ('<h2 id="s1">一、甲</h2>\n<p>乙</p>', "## 一、甲\n\n乙"),
        ("<p><strong>甲</strong>乙<em>丙</em></p>", "**甲**乙*丙*"),
        ("<p><strong>“甲”</strong>乙</p>", "<strong>“甲”</strong>乙"),
        ('<p><a class="number-link" href="a.html">第1号</a></p>', "[第1号](a.html)"),
        ('<p><img alt="图" src="1/a.png"></p>', "![图](1/a.png)"),
        ("<p>甲<br>乙</p>", "甲\\\n乙"),
        ("<ul><li>甲</li><li>乙<ol><li>丙</li></ol></li></ul>", "- 甲\n- 乙\n\n  1. 丙"),
        ('<ol start="3"><li><p>甲</p><p>乙</p></li></ol>', "3. 甲\n\n   乙"),
        ("<blockquote><p>甲</p><p>乙</p></blockquote>", "> 甲\n>\n> 乙"),
        ("<pre><code>a &lt; b\n  c</code></pre>", "```\na < b\n  c\n```"),
        (
            '<div class="table-scroll"><table><thead><tr><th>甲</th><th>乙</th></tr></thead>'
            "<tbody><tr><td>1|2</td><td></td></tr></tbody></table></div>",
            "| 甲 | 乙 |\n| --- | --- |\n| 1\\|2 |  |",
        ),
        (
            '<table><tbody>\n<tr><td colspan="2">甲</td></tr></tbody></table><p>乙</p>',
            '<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>\n\n乙',
        ),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
    ],
)
def test_what_becomes_of_markup(html: str, wanted: str) -> None:
    assert markdown_of(html) == wanted


def test_footnotes_are_footnotes() -> None:
    html = markdown.render("甲[^a]。\n\n[^a]: 注").html
    assert markdown_of(html).startswith("甲[^a]。")
    assert "[^a]: 注" in markdown_of(html)


def test_what_the_page_does_not_say_is_not_there() -> None:
    html = markdown.render('甲<!-- 内部意见 --><span title="李四">乙</span>').html
    assert markdown_of(html) == "甲乙"
