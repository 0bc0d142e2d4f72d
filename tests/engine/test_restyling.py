"""Where only templates changed, pages alone are made, of galleys; the rest stays, and is made good."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gongkai import galleys
from gongkai.errors import MachineError
from gongkai.jobs import DocumentJob, RestyleJob
from gongkai.lastlook import Inspected, LastLook
from gongkai.restyling import Restyler
from gongkai.staging import Output
from gongkai.workshop import Workshop
from tests.engine import edits
from tests.engine.building import (
    assert_as_clean,
    built,
    built_while_altered,
    clean,
    incremental,
)
from tests.engine.smallsite import SmallSite

PAGE = "suggestions/2023/d002"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    small = SmallSite(tmp_path / "site", 4)
    built(small.root)
    return small


def restyle(site: SmallSite) -> None:
    edits.template("base.html", lambda text: text.replace("</body>", "<!-- x --></body>"))(site)


def read_anew(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Build by another base.html: the sources that were opened for it, and what was written."""
    opened = []
    sheet = Workshop._sheet

    def noted(self: Workshop, job: DocumentJob) -> Any:
        opened.append(job.path)
        return sheet(self, job)

    with monkeypatch.context() as patch:
        patch.setattr(Workshop, "_sheet", noted)
        restyle(site)
        return opened, list(built(site.root).committed.written)


def test_pages_are_made_of_what_is_remembered(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, written = read_anew(site, monkeypatch)
    assert opened == []
    assert {f"suggestions/2023/d00{number}.html" for number in range(4)} <= {*written}
    assert not [address for address in written if address.endswith((".json", ".md"))]
    assert_as_clean(site.root)


def test_what_is_remembered_is_of_the_latest_page(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A neighbour changed in between, and there is something to look at in the source now."""
    site.edit("site.toml", "[review]", '[privacy]\nmobile = "allow"\n\n[review]')
    site.edit(f"content/{PAGE}.md", "状态:", "# 13800138000\n状态:")
    for paper in site.papers:
        paper.title = f"{paper.title}改"
    built(site.root)
    for paper in site.papers:
        if paper.name != "d002":
            site.put(paper)
    built(site.root)
    opened, _ = read_anew(site, monkeypatch)
    assert opened == []
    assert_as_clean(site.root)


def test_personal_data_in_a_template_are_found_on_pages_made_of_what_is_remembered(
    site: SmallSite,
) -> None:
    edits.template("base.html", lambda text: text.replace("</body>", "13800138000</body>"))(site)
    ours, theirs = incremental(site.root), clean(site.root)[0]
    assert ours.built is None
    assert ours.faults == theirs.faults


@pytest.mark.parametrize(("template", "mark"), [("base.html", "</body>"), ("list.html", "<h1>")])
def test_an_address_that_a_template_gives_to_its_own_label_is_found(
    site: SmallSite, template: str, mark: str
) -> None:
    """What stood on a page is passed over only where a glimpse has told that it says nothing."""

    def row(told: str) -> None:
        said = f"\n<table>\n<th>家庭住址</th>\n<td>{told}</td>\n</table>\n{mark}"
        edits.template(template, lambda text: text.replace(mark, said))(site)

    row("无")
    built(site.root)
    row("幸福区韶山路1号")
    ours, theirs = incremental(site.root), clean(site.root)[0]
    assert ours.built is None
    assert ours.faults == theirs.faults


def test_a_page_of_which_a_glimpse_told_nothing_is_looked_at_where_it_is_new(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, bytes] = {}
    at_page = LastLook.at_page

    def noted(self: LastLook, page: Output, before: bytes) -> Inspected:
        known[page.address] = before
        return at_page(self, page, before)

    def published(address: str) -> bytes:
        return (site.root / "public" / address).read_bytes()

    monkeypatch.setattr(LastLook, "at_page", noted)
    before = {address: published(address) for address in ("index.html", "years/2023.html")}
    edits.template("list.html", lambda text: text.replace("<h1>", "<p>电话见网站首页</p><h1>"))(
        site
    )
    built(site.root)
    assert known["years/2023.html"] == before["years/2023.html"]
    restyle(site)
    built(site.root)
    assert (known["index.html"], known["years/2023.html"]) == (before["index.html"], b"")


def test_a_page_whose_galley_is_lost_is_made_of_its_source(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(site.root / ".cache" / "build.sqlite")) as database, database:
        key = galleys.key(f"content/{PAGE}.md")
        assert database.execute("UPDATE body SET seal = ? WHERE print = ?", (b"", key)).rowcount
    opened, _ = read_anew(site, monkeypatch)
    assert opened == [f"content/{PAGE}.md"]
    assert_as_clean(site.root)
    opened, _ = read_anew(site, monkeypatch)
    assert opened == []


def test_what_was_lost_meanwhile_is_made_with_the_page(site: SmallSite) -> None:
    lost = site.root / "public" / f"{PAGE}.json"
    before = lost.read_bytes()
    lost.unlink()
    restyle(site)
    assert f"{PAGE}.json" in built(site.root).committed.written
    assert lost.read_bytes() == before


def test_a_body_that_templates_show_in_another_way_is_remembered_apart(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits.template(
        "document.html", lambda text: text.replace("view.html }}", "view.html|upper }}")
    )(site)
    assert_as_clean(site.root)
    opened, _ = read_anew(site, monkeypatch)
    assert opened == []
    assert "</P>" in (site.root / "public" / f"{PAGE}.html").read_text(encoding="utf-8")
    assert_as_clean(site.root)


def test_a_page_that_is_altered_while_it_is_made_anew_is_said(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    restyled = Restyler.restyled

    def altered(self: Restyler, job: RestyleJob) -> Any:
        Path(job.page).write_bytes(b"theirs")
        return restyled(self, job)

    with monkeypatch.context() as patch, pytest.raises(MachineError, match="被别的程序改了"):
        patch.setattr(Restyler, "restyled", altered)
        restyle(site)
        built(site.root)
    assert_as_clean(site.root)


def test_data_altered_while_their_page_is_made_anew_are_mended_by_the_next_build(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = site.root / "public" / f"{PAGE}.json"
    before = data.read_bytes()
    # What was written some time ago is remembered under a signature that tells whether it is altered.
    time.sleep(0.2)
    built(site.root)
    restyle(site)
    built_while_altered(data, before[::-1], monkeypatch, site.root)
    built(site.root)
    assert data.read_bytes() == before


def test_an_address_that_somebody_else_claims_meanwhile_is_said(site: SmallSite) -> None:
    """Its page is found where it is published, not where the other file waits for the commit."""
    restyle(site)
    site.papers[0].old_address = f"/{PAGE}.html"
    site.put(site.papers[0])
    ours, theirs = incremental(site.root), clean(site.root)[0]
    assert ours.built is None
    assert ours.faults == theirs.faults
