"""Another process says of a folder what this one would."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from gongkai import program, survey
from gongkai.store import Store
from gongkai.survey import Survey, altered_files
from tests.engine import edits
from tests.engine.building import built
from tests.engine.smallsite import SmallSite

ALTERED = {"index.html", "suggestions/2023/d000.html", "sitemap.html"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A published site of which some files were altered; small as it is, it counts as large."""
    monkeypatch.setattr(survey, "_MANY", 0)
    site = SmallSite(tmp_path / "site", 3)
    built(site.root)
    public = site.root / "public"
    (public / "index.html").unlink()
    edits.truncate(public / "suggestions/2023/d000.html")
    edits.alter_in_length_and_time(public / "sitemap.html")
    return site


def surveyed(site: SmallSite, memory: Path | None = None) -> frozenset[str]:
    """What a survey with the help of another process says."""
    memory = memory or site.root / ".cache" / "build.sqlite"
    printed = program.print_of_program()
    products = Store(site.root / ".cache" / "build.sqlite", printed).load().products
    public = site.root / "public"
    assert altered_files(public, products) == ALTERED
    with closing(Survey(public, memory, printed)) as survey_:
        return survey_.altered(products)


def test_another_process_finds_what_was_altered(site: SmallSite) -> None:
    assert surveyed(site) == ALTERED


def test_what_hinders_it_there_is_met_here(site: SmallSite, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"x")
    assert surveyed(site, spoilt) == ALTERED


def test_nothing_is_asked_of_a_memory_without_products(site: SmallSite) -> None:
    memory = site.root / ".cache" / "build.sqlite"
    with closing(Survey(site.root / "public", memory, b"another")) as survey_:
        assert survey_.altered(Store(memory, b"another").load().products) == frozenset()
