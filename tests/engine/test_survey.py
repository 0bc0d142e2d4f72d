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

ALTERED = frozenset({"index.html", "suggestions/2023/d000.html", "sitemap.html"})


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


def surveyed(site: SmallSite, memory: Path | None = None) -> tuple[frozenset[str], bool]:
    """What a survey with the help of another process says, and whether that process said it."""
    memory = memory or site.root / ".cache" / "build.sqlite"
    printed = program.print_of_program()
    products = Store(site.root / ".cache" / "build.sqlite", printed).load().products
    public = site.root / "public"
    assert altered_files(public, products) == ALTERED
    with closing(Survey(public, memory, printed)) as begun:
        found = begun.altered(products)
        assert begun._process
        return found, begun._process.returncode == 0


def test_another_process_finds_what_was_altered_with_nothing_installed(site: SmallSite) -> None:
    assert surveyed(site) == (ALTERED, True)


def test_what_hinders_it_there_is_met_here(site: SmallSite, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"x")
    assert surveyed(site, spoilt) == (ALTERED, False)


def test_nothing_is_asked_of_a_memory_without_products(site: SmallSite) -> None:
    memory = site.root / ".cache" / "build.sqlite"
    with closing(Survey(site.root / "public", memory, b"another")) as begun:
        assert begun.altered(Store(memory, b"another").load().products) == frozenset()
