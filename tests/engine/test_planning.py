"""How much one edit makes again on a site of 60 documents: exactly the pages that show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.pipeline import Built
from tests.engine import edits
from tests.engine.building import built, clean
from tests.engine.smallsite import Paper, SmallSite
from tests.site.building import tree

PAPERS = 60
FOLDER = "suggestions/2023"
FURNITURE = {"index.html", "sitemap.html", "sitemap.xml", "statistics.html"}
FIGURES = {"data/statistics.csv", "data/statistics.json"}
COUNTS = {f"{kind}.html" for kind in ("categories", "years", "units", "topics", "sessions")}
TEXTS = "data/texts-2023.jsonl"
DATA = {"data/documents-2023.csv", "data/documents-2023.json", TEXTS}
TERMS = ("categories/suggestions", "years/2023", "sessions/renda")


def plain(index: int) -> Paper:
    """A document that refers to the first one alone; its unit and topic go round."""
    paper = SmallSite.paper(index)
    return Paper(
        paper.name,
        paper.number,
        index,
        unit=paper.unit,
        topic=paper.topic,
        refers_to="d000",
        mentions="000",
    )


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path / "site", 0)
    for index in range(PAPERS):
        site.put(plain(index))
    built(site.root)
    return site


def page(index: int) -> str:
    """The address of a document."""
    return f"{FOLDER}/d{index:03d}.html"


def beside(index: int) -> set[str]:
    """The data of a document, beside its page."""
    return {page(index).replace("html", suffix) for suffix in ("json", "md")}


def written(site: SmallSite) -> set[str]:
    """What a build writes now besides the search; it makes nothing else, and is right."""
    made = built(site.root)
    keys = {_address(stale.key) for stale in made.stale}
    names = {name for name in made.committed.written if not name.startswith("search/")}
    data = {name for name in names if name.startswith("data/") or name.endswith((".json", ".md"))}
    assert keys == names - (data - FIGURES)
    assert tree(site.root / "public") == clean(site.root)[1]
    return names


def _address(key: str) -> str:
    return f"{key.removeprefix('content/').removesuffix('.md')}.html" if key[-3:] == ".md" else key


def lists(*terms: str) -> set[str]:
    """The terms' own pages."""
    return {f"{term}.html" for term in terms}


def figures(*terms: str) -> set[str]:
    """The pages of all figures of terms, topics having none, and the data."""
    return FIGURES | {f"statistics/{term}.html" for term in terms if not term.startswith("topics/")}


def feeds(*terms: str) -> set[str]:
    """The feeds of terms; sessions have none."""
    return {f"feeds/{term}.xml" for term in terms if not term.startswith("sessions/")}


def test_nothing(site: SmallSite) -> None:
    made = built(site.root)
    assert (made.changed, made.stale, made.committed.written) == (0, (), ())


def test_the_newest_reply(site: SmallSite) -> None:
    site.put(plain(PAPERS))
    assert written(site) == {
        *(page(60), page(57)),
        *lists(*TERMS, "units/jiaoyu", "units/weisheng", "topics/jiaoyu"),
        *figures(*TERMS, "units/jiaoyu", "units/weisheng"),
        *feeds("all", *TERMS, "units/jiaoyu", "units/weisheng", "topics/jiaoyu"),
        *COUNTS,
        *FURNITURE,
        *beside(60),
        *DATA,
        "data.html",  # it shows the first figures
    }


def test_a_newest_reply_that_fills_a_page_of_a_list(site: SmallSite) -> None:
    """What the term's own page gives up becomes a page; the one before leads there now."""
    site.put(plain(PAPERS))
    built(site.root)
    site.put(plain(PAPERS + 1))
    rolled = (*TERMS, "units/weisheng")
    assert written(site) == {
        *(page(61), page(58)),
        *lists(*rolled, "topics/jiaotong"),
        *figures(*rolled),
        *feeds("all", *rolled, "topics/jiaotong"),
        *(f"{term}/{number}.html" for term in rolled for number in (29, 30)),
        *COUNTS,
        *FURNITURE,
        *beside(61),
        *DATA,
        "data.html",  # it shows the first figures
    }


def test_an_old_date(site: SmallSite) -> None:
    """All lists of its terms shift by one; the home page counts, and shows the same newest."""
    before = tree(site.root / "public")
    paper = plain(PAPERS)
    paper.day = -1
    site.put(paper)
    shifted = (*TERMS, "units/jiaoyu", "units/weisheng", "topics/jiaoyu")
    # The last numbered pages hold the same as long as none is added.
    assert written(site) == {
        *(page(60), page(0)),
        *(name for name in before if name.startswith(tuple(f"{term}/" for term in shifted))),
        *lists(*shifted),
        *figures(*shifted),
        # The other feeds hold fifty that are newer.
        *feeds("units/jiaoyu", "topics/jiaoyu"),
        *COUNTS,
        *FURNITURE,
        *beside(60),
        *DATA,
        "data.html",  # it shows the first figures
    }


def test_a_typo_in_a_body(site: SmallSite) -> None:
    site.edit(f"content/{FOLDER}/d030.md", "现答复如下", "现答覆如下")
    assert written(site) == {page(30), *beside(30), TEXTS}


def test_a_field_that_no_list_shows(site: SmallSite) -> None:
    site.edit(f"content/{FOLDER}/d030.md", "信息来源: 市政府", "信息来源: 省政府")
    assert written(site) == {page(30), *beside(30), *DATA}


def test_a_field_that_lists_show(site: SmallSite) -> None:
    site.edit(f"content/{FOLDER}/d030.md", "号答复", "号答覆")
    made = written(site)
    showing = {name for name, data in tree(site.root / "public").items() if "答覆".encode() in data}
    assert made == showing
    assert {page(27), page(30), page(33), "units/weisheng/16.html"} <= made
    assert len(made) == 20


def test_a_unit_renamed(site: SmallSite) -> None:
    old = "岚江市交通运输局"
    showing = {name for name, data in tree(site.root / "public").items() if old.encode() in data}
    site.edit("content/units.yaml", old, "岚江市交通运输委员会")
    # Its own documents name it, and those beside them, and every list in which one stands.
    assert {page(2), "units/jiaotong.html", "index.html", "search.html"} < showing
    assert written(site) == showing


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("document.html", "document"),
        ("page.html", "page"),
        ("list.html", "list"),
        ("terms.html", "terms"),
        ("home.html", "home"),
        ("sitemap.html", "sitemap"),
        ("statistics.html", "statistics"),
        ("data.html", "data"),
        ("figures.html", "figures"),
        ("404.html", "404"),
        ("base.html", ""),
    ],
)
def test_a_template(site: SmallSite, template: str, kind: str) -> None:
    public = site.root / "public"
    mark = f'<body class="kind-{kind}'.encode()
    using = {name for name, data in tree(public).items() if mark in data}
    place = "{% block main %}" if kind else "<body"
    own = "<!-- own -->" if kind else ' id="own"'
    edits.template(template, lambda text: text.replace(place, place + own))(site)
    assert using
    assert written(site) == using


def test_a_stylesheet(site: SmallSite) -> None:
    """Its address changes with it, so every page does; the old folder goes."""
    html = {name for name in tree(site.root / "public") if name.endswith(".html")}
    site.write("theme/assets/css/99-own.css", "a { color: navy }")
    made: Built = built(site.root)
    files = set(made.committed.written)
    assert html <= files
    assert {name.split("/")[0] for name in files - html} == {"assets"}
    assert {name.split("/")[0] for name in made.committed.removed} == {"assets"}
