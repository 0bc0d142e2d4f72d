"""The last look: what finished files say, what passes, and a build that is refused for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.model import Exemption
from gongkai.privacy import Clearance, Kind, Lookout, fault, without_repetitions
from gongkai.privacy.lookout import text_of
from gongkai.settings import Privacy, Treatment
from tests.engine import edits
from tests.engine.building import built, incremental
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

NUMBER = "13800138000"


def found(text: str, address: str = "a.html", clearance: Clearance | None = None) -> list[str]:
    lookout = Lookout(clearance or Clearance(Privacy()))
    return [finding.value for finding in lookout.found(address, text.encode())]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("a.html", f"<p>请打 {NUMBER}。</p>"),
        ("a.html", "<p>138<strong>0013</strong>8000</p>"),
        ("a.html", "<p>&#49;38<!-- x -->00138000</p>"),
        ("a.html", f'<meta name="description" content="电 {NUMBER}">'),
        ("a.html", f'<a href="tel:{NUMBER}">来电</a>'),
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
    assert list(lookout.found("a.csv", f"手机,{NUMBER}".encode("gb18030")))


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
    assert list(lookout.found_in(["甲", NUMBER], innocent={NUMBER})) == []
    assert [finding.kind for finding in lookout.found_in(["甲", NUMBER])] == [Kind.MOBILE]


def test_what_stands_on_every_page_is_told_of_three() -> None:
    (finding,) = Lookout(Clearance(Privacy())).found_in([NUMBER])
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


def test_a_build_is_refused_and_the_site_stays(site: SmallSite) -> None:
    before = tree(site.root / "public")
    paper = site.papers[0]
    paper.words = PARTED
    site.put(paper)
    outcome = incremental(site.root)
    assert outcome.built is None
    named = {each.path for each in outcome.faults if each.rule == "published-personal-data"}
    assert named == {f"content/suggestions/2023/{paper.name}.md"}
    assert any(f"suggestions/2023/{paper.name}.html" in each.message for each in outcome.faults)
    assert all("13800138000" not in each.message for each in outcome.faults)
    assert tree(site.root / "public") == before


def test_an_exception_lets_it_by(site: SmallSite) -> None:
    paper = site.papers[0]
    paper.words = PARTED
    exempted = "例外: {规则: 手机号码, 对象: '8000', 理由: 值班}\n"
    text = paper.text.replace("---\n", f"---\n{exempted}", 1)
    site.write(f"content/suggestions/2023/{paper.name}.md", text)
    built(site.root)


def test_a_template_is_looked_through_too(site: SmallSite) -> None:
    edits.template("list.html", lambda text: text.replace("<h1>", f"<p>{NUMBER}</p><h1>"))(site)
    outcome = incremental(site.root)
    assert outcome.built is None
    paths = [each.path for each in outcome.faults if each.rule == "published-personal-data"]
    assert len(paths) == 3
    assert paths[0].endswith(".html")


def test_only_texts_are_read() -> None:
    assert text_of("a.png", b"\x89PNG") == ""
