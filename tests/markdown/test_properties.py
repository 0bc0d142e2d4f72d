"""Laws that hold for any text."""

from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from gongkai.markdown import link_numbers, render, section
from gongkai.markdown.marked import convert, new_instance
from gongkai.markdown.source import LAYOUT

VOID = {"br", "col", "hr", "img", "wbr"}
ALLOWED = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd"),
    *("del", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s"),
    *("small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "u", "ul", "wbr"),
}
ATTRIBUTES = {
    *("alt", "aria-label", "aria-level", "class", "colspan", "data-number", "height", "href"),
    *("id", "role", "rowspan", "scope", "src", "start", "tabindex", "title", "width"),
}
FRAGMENTS = [
    *(
        "一、",
        "（二）",
        "(三)",
        "1.",
        "（1）",
        "第003号",
        "附件：",
        "代表：",
        "2023年9月19日",
        "（此件公开发布）",
    ),
    *("甲", "乙。", "，", "；", " ", "\u3000", "\t", "\n", "\n\n", "**", "*", "`", "_", "\\", "~~"),
    *("# ", "## ", "- ", "  - ", "+ ", "> ", "|", "|-|", "---", "===", "[", "]", "(", ")", "!["),
    *(
        "](",
        "<a.b>",
        "[^1]",
        "[^1]: ",
        "&amp;",
        "&#2;",
        "&",
        "<",
        ">",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
    ),
    *("<table>", "<td>", "</table>", "<div id='x'>", "</div>", "<!--", "-->", "<script>", "<svg>"),
    *("</script>", "<a href='//x'>", "<img src=x onerror=y>", "<textarea>", "<h2 id=s1>", '"', "'"),
    *(
        "<![CDATA[",
        "<?",
        "<!",
        "wzxhzdk:0",
        "klzzwxh:0000",
        "javascript:",
        "a.html",
        "\x0b",
        "\x02",
    ),
    *("<math>", "<style>", "<p class='signature'>", "<span data-number='1'>", "</span>", "<br/>"),
]
SOURCES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)
#: Characters without a meaning in Markdown, those with one in an official document among them.
PLAIN_LINES = st.lists(
    st.text(
        "甲乙丙一二三十附件第号年月日0123456789Aa 　。，、；：！？（）()“”《》〔〕./=~—:'\"",
        max_size=60,
    )
)


class Checker(HTMLParser):
    """Fails on anything that is not balanced or not allowed, and collects ids and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "id":
                self.ids.append(value or "")
            if name == "src":
                assert not (value or "").startswith(("//", "\\", "http", "data", "javascript"))
            if name == "href":
                assert not (value or "").lower().startswith(("//", "\\", "javascript", "data"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def check(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    assert len(checker.ids) == len(set(checker.ids))
    return checker


@given(SOURCES)
@example("[^1]: \n[^1]: 甲\n甲[^1][^1]\n# fn:1")
@example("****\n2023年9月19日")
@example("<div>\n<textarea>\n<!-- x")
def test_any_text_gives_well_formed_allowed_html(text: str) -> None:
    body = render(text)
    checker = check(body.html)
    check(link_numbers(body.html, dict.fromkeys(body.numbers, "a.html?b&c")))
    assert not any(ord(character) in (2, 3) for character in body.html)
    levels = [1, *(heading.level for heading in body.outline)]
    assert all(2 <= level <= 6 for level in levels[1:])
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert {heading.id for heading in body.outline} <= set(checker.ids)


@given(PLAIN_LINES)
def test_plain_lines_are_the_paragraphs_word_by_word(lines: list[str]) -> None:
    texts = tuple(text for line in lines if (text := line.strip(LAYOUT)))
    assert render("\n".join(lines)).texts == texts


@given(st.text("甲且，<>=/cjkx57. ", max_size=40))
@example("<x y=7>")
def test_signs_of_order_are_text(text: str) -> None:
    assert render(f"若{text}止").texts == (f"若{text}止",)
    assert render(f"<div>若{text}止</div>").texts == (f"若{text}止",)
    assert render(f"甲|乙\n-|-\n{text}丙|丁").texts[-2:] == ((f"{text}丙").strip(), "丁")


@given(SOURCES | PLAIN_LINES.map("\n".join))
def test_shortcuts_change_nothing(text: str) -> None:
    assert convert(new_instance(), text) == convert(without_shortcuts(), text)


@given(SOURCES)
def test_rendering_depends_on_the_text_alone(text: str) -> None:
    first = render(text)
    render("[^1]: 甲\n# 乙\n<div>[^1]")
    assert render(text) == first


@given(SOURCES, SOURCES)
def test_a_section_ends_before_the_next_heading(inside: str, outside: str) -> None:
    found = section(f"## 摘要\n{inside}\n## 正文\n不公开的{outside}", "摘要")
    assert found is not None
    assert "不公开的" not in found


def without_shortcuts() -> Markdown:
    md = new_instance()
    md.parser.blockprocessors.deregister("plain_lines")
    md.treeprocessors.deregister("unmarked_text")
    return md
