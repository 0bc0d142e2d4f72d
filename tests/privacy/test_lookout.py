"""The last look: what finished files say, what passes, and a build that is refused for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.errors import Severity
from gongkai.model import Exemption
from gongkai.privacy import (
    Clearance,
    Kind,
    Lookout,
    fault,
    place_in,
    place_in_document,
    without_repetitions,
)
from gongkai.privacy.detection import find, may_be_found
from gongkai.privacy.lookout import Look, Text, new_lines, new_stretch
from gongkai.privacy.saidtexts import glimpse_of, text_of
from gongkai.settings import Privacy, Treatment
from tests.engine import edits
from tests.engine.building import built, incremental
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

NUMBER = "13800138000"
CARD = "4111111111111111"
"""One that passes Luhn, and that only words of banking around it tell from other numbers."""


def found(text: str, address: str = "a.html", clearance: Clearance | None = None) -> list[str]:
    lookout = Lookout(clearance or Clearance(Privacy()))
    return [finding.value for finding in lookout.look(address, text.encode()).held]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("a.html", f"<p>请打 {NUMBER}。</p>"),
        ("a.html", "<p>138<strong>0013</strong>8000</p>"),
        ("a.html", "<p>&#49;38<!-- x -->00138000</p>"),
        ("a.html", f'<meta name="description" content="电 {NUMBER}">'),
        ("a.html", f'<a href="tel:{NUMBER}">来电</a>'),
        ("a.html", f'<a href="tel:{NUMBER}>来电</a>'),
        ("a.html", f'<img alt="{NUMBER} > 甲">'),
        ("a.html", f"<p>电话<{NUMBER}>，请打</p>"),
        ("a.html", f"<p>请打<!--\n原电话 {NUMBER}\n--></p>"),
        ("feeds/all.xml", f"<title>{NUMBER}</title>"),
        ("data/a.json", f'{{"title": "{NUMBER}"}}'),
        ("data/a.csv", f"题,{NUMBER}\r\n"),
        ("a.md", f"**{NUMBER}**"),
    ],
)
def test_a_number_is_found_in_every_kind_of_text(address: str, text: str) -> None:
    assert found(text, address) == [NUMBER]


def test_a_spreadsheet_saved_by_an_office_is_read() -> None:
    lookout = Lookout(Clearance(Privacy()))
    assert lookout.look("a.csv", f"手机,{NUMBER}".encode("gb18030")).held


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("a.html", f"<dl><dt>索引号</dt><dd>{NUMBER}</dd></dl>"),
        ("a.html", f"<tr><th scope=row>编号</th>\n<td class=x>{NUMBER}</td></tr>"),
        ("a.html", "<td>138001</td>\n<td>38000</td>"),
        ("a.html", "<p>138****8000</p>"),
        ("a.js", NUMBER),
        ("a.bin", NUMBER),
    ],
)
def test_what_is_no_number_of_a_person_is_not(address: str, text: str) -> None:
    assert found(text, address) == []


@pytest.mark.parametrize(
    "clearance",
    [
        Clearance(Privacy(mobile=Treatment.ALLOW)),
        Clearance(Privacy(), (Exemption("手机号码", "8000", "值班"),)),
        Clearance(Privacy(), numbers=frozenset({NUMBER})),
        Clearance(Privacy(), stated=f"联系 {NUMBER}"),
    ],
)
def test_what_passes(clearance: Clearance) -> None:
    assert found(f"<p>{NUMBER}</p>", clearance=clearance) == []


def test_lines_that_hold_nothing_are_not_looked_at_again() -> None:
    lookout = Lookout(Clearance(Privacy()))
    assert lookout.look_in(["甲", NUMBER], innocent={NUMBER}).held == ()
    assert [finding.kind for finding in lookout.look_in(["甲", NUMBER]).held] == [Kind.MOBILE]


PIECES = st.sampled_from(
    [
        "甲",
        NUMBER,
        "联系人",
        "：王小明，",
        "电话：",
        "87654321",
        "138",
        "00138000",
        "a@b.cn",
        "家住",
        "幸福小区3栋2单元501室",
        "3栋2单元501室",
        "护照",
        "E12345678",
        "住址：",
        "幸福区韶山路1号",
        "卡号",
        CARD,
        "@context",
        "",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=5), min_size=1, max_size=4))
@example([["幸福区韶山路1号", "住址："], ["住址：", "幸福区韶山路1号"]])
def test_texts_looked_at_together_are_found_out_as_each_alone(texts: list[list[str]]) -> None:
    together = Lookout(Clearance(Privacy()))
    looks = together.look_at(list(map(Text.of_lines, texts)))
    alone = [Lookout(Clearance(Privacy())).look_in(text) for text in texts]
    assert list(map(told, looks)) == list(map(told, alone))


def told(look: Look) -> list[tuple[Kind, str]]:
    """What was found, wherever in the lines that were read for it."""
    return [(finding.kind, finding.value) for finding in look.held]


SOUP = st.sampled_from(
    [
        *(
            "138",
            "00138000",
            "1",
            "-",
            " ",
            "\n",
            "\u3000",
            "系",
            "人",
            "电",
            "话",
            "Te",
            "l",
            "栋",
        ),
        *("甲", "：", "@", '"', '"@', "a", "<", ">", "/", "&#49;", "&", "\\n", '","', "\x1c", "\r"),
        *("<b>", "</b>", "<b\n>", "<p>", "</p>", "<p <b>", "</dt>", "<dd>", "<!--", "-->", "<!x>"),
        *('<a title="', ' title="138', 'alt="电', '">', "<a href='", ' href="tel:', "<1>", "<中>"),
    ]
)


@given(st.lists(SOUP, max_size=14).map("".join), st.sampled_from(("html", "xml", "json", "md")))
@example("138<b>0013</b>8000", "html")
@example("138<p <b>00138000>", "html")
@example('<a title="电\n话">', "html")
@example('"<p>@', "html")
@example("<<b>i>138", "html")
def test_whatever_a_file_says_is_seen_at_a_glimpse_or_it_is_read(text: str, suffix: str) -> None:
    glimpse = glimpse_of(f"a.{suffix}", text.encode())
    said = text_of(f"a.{suffix}", text.encode())
    assert glimpse is None or may_be_found(glimpse) or not may_be_found(said)
    assert may_be_found(said) or not find(said)


def test_what_stands_on_every_page_is_told_of_three() -> None:
    (finding,) = Lookout(Clearance(Privacy())).look_in([NUMBER]).held
    told = list(without_repetitions(fault(f"{n}.html", finding) for n in range(10)))
    assert [each.path for each in told] == ["0.html", "1.html", "2.html"]
    assert "另有 7 个文件" in told[-1].message
    assert "138****8000" in told[0].message


PARTED = "请打138<b>0013</b>8000找老张"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path / "site", 4)
    built(site.root)
    return site


def test_a_build_is_refused_for_one_value_once_and_the_site_stays(site: SmallSite) -> None:
    before = tree(site.root / "public")
    paper = site.papers[0]
    paper.words = PARTED
    site.put(paper)
    outcome = incremental(site.root)
    assert outcome.built is None
    (found,) = (each for each in outcome.faults if each.rule == "published-personal-data")
    path = f"content/suggestions/2023/{paper.name}.md"
    written = (site.root / path).read_text(encoding="utf-8").split("\n")
    assert found.path == path
    assert written[found.line - 1][found.column - 1 :].startswith(PARTED[2:])
    assert f"suggestions/2023/{paper.name}.html" in found.message
    assert "13800138000" not in found.message
    assert tree(site.root / "public") == before


def test_a_label_and_what_a_dropped_comment_parts_from_it_are_found(site: SmallSite) -> None:
    text = "本站公开办理结果，供公众查阅。\n\n" * 40
    text += "住址：\n<!-- 请核实 -->\n幸福区韶山路1号\n"
    site.write("content/pages/about.md", f"---\n标题: 关于\n状态: 公开\n---\n{text}")
    outcome = incremental(site.root)
    assert {each.rule for each in outcome.faults} >= {"published-personal-data"}


@pytest.mark.parametrize("between", ["<!-- -->", "<!--\n-->", "\x02"])
def test_what_a_plain_page_drops_parts_no_number(site: SmallSite, between: str) -> None:
    """Deep in a page of the site itself, of which no other file tells."""
    text = "本站公开办理结果，供公众查阅。\n\n" * 40 + f"请打138{between}00138000。\n"
    site.write("content/pages/about.md", f"---\n标题: 关于\n状态: 公开\n---\n{text}")
    outcome = incremental(site.root)
    assert outcome.built is None
    (found,) = (each for each in outcome.faults if each.rule == "published-personal-data")
    assert found.path == "content/pages/about.md"


def test_an_exception_lets_it_by(site: SmallSite) -> None:
    paper = site.papers[0]
    paper.words = PARTED
    exempted = "例外: {规则: 手机号码, 对象: '8000', 理由: 值班}\n"
    text = paper.text.replace("---\n", f"---\n{exempted}", 1)
    site.write(f"content/suggestions/2023/{paper.name}.md", text)
    built(site.root)


def test_what_another_document_acknowledges_passes_as_long_as_it_does(site: SmallSite) -> None:
    one, other = site.papers[:2]
    one.words = PARTED
    site.put(one)
    exempted = "例外: {规则: 手机号码, 对象: '8000', 理由: 值班}\n"
    path = f"content/suggestions/2023/{other.name}.md"
    site.write(path, other.text.replace("---\n", f"---\n{exempted}", 1))
    built(site.root)
    site.write(path, other.text)
    outcome = incremental(site.root)
    assert outcome.built is None
    errors = {each.rule for each in outcome.faults if each.severity is Severity.ERROR}
    assert errors == {"published-personal-data"}


def test_a_template_is_looked_through_too_and_named(site: SmallSite) -> None:
    edits.template("list.html", lambda text: text.replace("<h1>", f"<p>{NUMBER}</p><h1>"))(site)
    outcome = incremental(site.root)
    assert outcome.built is None
    (found,) = (each for each in outcome.faults if each.rule == "published-personal-data")
    assert found.path == "theme/templates/list.html"
    text = (site.root / found.path).read_text(encoding="utf-8").split("\n")
    assert text[found.line - 1][found.column - 1 :].startswith(NUMBER)
    assert "个文件里也有" in found.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"甲\n乙{NUMBER}", (2, 2)),
        ("甲\n**138**0013&#56;000", (2, 3)),
        ("<!-- 138 --><b title='138'>138</b>0013<br>8000", (1, 28)),
        ("电话：１３８ 0013-8000", (1, 4)),
        ("138\n\n0013\n\n8001", None),
    ],
)
def test_where_a_value_is_written(text: str, place: tuple[int, int] | None) -> None:
    (finding,) = Lookout(Clearance(Privacy())).look_in([NUMBER]).held
    assert place_in(text, finding) == place


def test_a_body_counts_before_what_is_never_printed() -> None:
    (finding,) = Lookout(Clearance(Privacy())).look_in([NUMBER]).held
    text = f"---\n不公开理由: {NUMBER}\n---\n\n请打{NUMBER}\n"
    assert place_in_document(text, finding) == (5, 3)
    assert place_in_document(text.replace(f"请打{NUMBER}", ""), finding) == (2, 8)


def test_only_texts_are_read() -> None:
    assert text_of("a.png", b"\x89PNG") == ""


@pytest.mark.parametrize("clear", ["", "<p>甲</p>", f"<p>{NUMBER}</p>\n" * 40])
def test_what_is_known_to_be_clear_is_passed_over_and_nothing_beside_it(clear: str) -> None:
    lookout = Lookout(Clearance(Privacy()))
    page = f"<main>{clear}</main><footer>电话</footer>"
    assert lookout.look("a.html", page.encode(), clear=clear.encode()) == Look()
    beside = page.replace("电话", NUMBER)
    assert [
        each.value for each in lookout.look("a.html", beside.encode(), clear=clear.encode()).held
    ] == [NUMBER]
    # Another stretch that begins like it is none of it.
    other = page.replace("</main>", f"{NUMBER}</main>")
    other = other.replace(clear, f"{clear[:-1]} >") if clear else other
    assert lookout.look("a.html", other.encode(), clear=clear.encode()).held


def test_of_a_file_that_grew_the_new_lines_are_looked_at() -> None:
    before = b"a,1\nb,2\n"
    assert new_lines(b"a,1\nc,3\nb,2\nd,4\n", before) == b"c,3\nd,4"
    assert new_lines(before, b"") == before.rstrip(b"\n")


LINES = (
    *('<p title="138>', '00138000"'),
    *("<p>甲</p>", "", "<dl>", "</dl>", "<div><dt>编号</dt>", f"<dd>{NUMBER}</dd>", "<dd>乙</dd>"),
    *("<!-- 甲>", "<!-- <p>", f'<p class="{NUMBER}">', "<div><dt>号码</dt><dd>"),
    *(NUMBER, f"<p>{NUMBER}</p>", "<p>138<b>", "</b>00138000</p>"),
    *("<th>编号</th>", f"<td>{NUMBER}</td>", "<p", f'title="{NUMBER}">', "乙</p>", "<!--", "-->"),
    *('<p title="甲', "<b>138</b>00138000", '<p class="乙">', f'<p title="{NUMBER}">'),
    *("<p>住址：</p>", "<p>幸福区韶山路1号</p>", "<p>联系人", "：王小明</p>"),
    *("<p><b>卡</b>号：</p>", f"<p>{CARD}</p>", "<p>是工资卡</p>"),
    *("<th>家庭住址</th>", "<td>幸福区韶山路1号</td>"),
)
LABEL, HOME = "<p>住址：</p>", "<p>幸福区韶山路1号</p>"
TORN = ['<p title="甲', "<b>138</b>00138000", "</dl>"]
"""What begins within a tag is no text."""
COMMENTED = ["<!-- 甲>", f'<p class="{NUMBER}">', "-->"]
"""In a comment all is read, whatever it would be elsewhere."""


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=12), max_size=8))
@example([[], [], ["<th>编号</th>", "", f"<td>{NUMBER}</td>"]])
@example([[LINES[-1]], [LINES[-1]], [LINES[-1]], [*LINES[-2:]]])
@example([[LABEL], [LABEL], [LABEL], [LABEL, HOME]])
@example([[HOME], [HOME], [HOME], [LABEL, HOME]])
@example([["<p>住址&#65306;</p>"]] * 3 + [["<p>住址&#65306;</p>", "", HOME]])
@example([[f"<p>{CARD}</p>"]] * 3 + [["<p>开户行</p>", f"<p>{CARD}</p>"]])
@example([["<p><b>卡</b>号：</p>"]] * 3 + [["<p><b>卡</b>号：</p>", f"<p>{CARD}</p>"]])
@example([["<p>甲</p>"]] * 3 + [[LABEL, "<p>甲</p>", HOME, "<th>编号</th>"]])
@example([TORN, TORN, TORN[1:]])
@example([COMMENTED[:1], COMMENTED[:1], COMMENTED])
@example([[LINES[-4]], [LINES[-4]], [TORN[0], *LINES[-4:-2]]])
def test_what_a_page_holds_is_found_whatever_pages_came_before(pages: list[list[str]]) -> None:
    lookout = Lookout(Clearance(Privacy()))
    for lines in pages:
        page = "\n".join(lines)
        held = [each.value for each in lookout.look("a.html", page.encode()).held]
        assert held == found(page)


@given(
    st.lists(st.sampled_from(LINES), max_size=6),
    st.lists(st.sampled_from(LINES), max_size=4),
    st.integers(0, 6),
)
@example(["<th>编号</th>", "<td>幸福区韶山路1号</td>"], ["<th>家庭住址</th>"], 1)
@example([LABEL, "<p>甲</p>"], [HOME], 1)
@example(["<p>甲</p>", HOME], [LABEL], 0)
@example(["<p>卡号：</p>", "<p>甲</p>"], [f"<p>{CARD}</p>"], 1)
@example(["<!--", f"<p>{NUMBER}</p>", "-->"], ["乙</p>"], 0)
@example(["<p>甲</p>", "138", "00138000", '<p class="乙">'], ['<p title=">'], 0)
def test_what_a_page_holds_is_found_whatever_stood_at_its_address(
    old: list[str], new: list[str], place: int
) -> None:
    lookout = Lookout(Clearance(Privacy()))
    before, page = "\n".join(old), "\n".join([*old[:place], *new, *old[place + 1 :]])
    if lookout.look("a.html", before.encode()).at_a_glimpse:
        (look,) = lookout.look_at([lookout.text("a.html", page.encode(), before=before.encode())])
        assert [each.value for each in look.held] == found(page)


@given(st.text("<>\n1", max_size=12), st.text("<>\n1", max_size=12))
@example("<p>\n<b>\n", "<p>\n<i>\n<b>\n")
def test_what_is_new_in_a_page_lies_between_tags_and_all_else_stood_there(
    page: str, before: str
) -> None:
    new = new_stretch(page.encode(), before.encode()).decode()
    ways = [(page[:at], page[at + len(new) :]) for at in range(len(page) + 1)]
    assert any(
        above + new + below == page
        and before.startswith(above)
        and before[len(above) :].endswith(below)
        and (not above or above.endswith(">\n"))
        and (not below or below.startswith("\n<"))
        for above, below in ways
    )


def test_linked_data_is_looked_through() -> None:
    script = '<script type="application/ld+json">{"@type": "Person", "@id": "%s"}</script>'
    assert found(script % "zhang@example.com") == ["zhang@example.com"]
    assert found(script % NUMBER) == [NUMBER]
