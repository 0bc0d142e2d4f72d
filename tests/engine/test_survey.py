"""Another process says of a folder what this one would."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from gongkai import program, survey
from gongkai.output import Committed, Target
from gongkai.store import Store
from gongkai.survey import Survey, looked_through
from gongkai.walk import RACY, settled
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


def unsettle(root: Path, address: str) -> None:
    """Remember of a file that it was written just before it was looked at."""
    store = Store(root / ".cache" / "build.sqlite", program.print_of_program())
    memory = store.load()
    (key,) = memory.products.owning({address})
    product = memory.products[key]
    files = tuple(
        file._replace(signature=settled(file.signature, at=0)) if file.address == address else file
        for file in product.files
    )
    products = memory.products.replaced({key: product._replace(files=files)})
    live = {source.body for source in memory.sources.values()}
    store.save(replace(memory, products=products), {}, live)


def surveyed(site: SmallSite, memory: Path | None = None) -> tuple[frozenset[str], bool]:
    """What a survey with the help of another process says, and whether that process said it."""
    memory = memory or site.root / ".cache" / "build.sqlite"
    printed = program.print_of_program()
    products = Store(site.root / ".cache" / "build.sqlite", printed).load().products
    public = site.root / "public"
    assert looked_through(public, products).altered == ALTERED
    with closing(Survey(public, memory, printed)) as begun:
        found = begun.findings(products)
        assert begun._process
        return found.altered, begun._process.returncode == 0


def test_another_process_finds_what_was_altered_with_nothing_installed(site: SmallSite) -> None:
    assert surveyed(site) == (ALTERED, True)


def test_what_hinders_it_there_is_met_here(site: SmallSite, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"x")
    assert surveyed(site, spoilt) == (ALTERED, False)


def test_nothing_is_asked_of_a_memory_without_products(site: SmallSite) -> None:
    memory = site.root / ".cache" / "build.sqlite"
    with closing(Survey(site.root / "public", memory, b"another")) as begun:
        assert begun.findings(Store(memory, b"another").load().products).altered == frozenset()


def test_a_page_altered_after_it_was_looked_at_is_mended_by_the_next_build(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = site.root / "public" / "units.html"
    built(site.root)
    data = page.read_bytes()
    commit = Target.commit

    def altering(target: Target) -> Committed:
        page.write_bytes(data[::-1])
        earlier = time.time_ns() - RACY
        os.utime(page, ns=(earlier, earlier))
        return commit(target)

    # Written so late that its signature tells nothing, it is looked at, and then altered.
    unsettle(site.root, "units.html")
    with monkeypatch.context() as patch:
        patch.setattr(Target, "commit", altering)
        built(site.root)
    assert page.read_bytes() == data[::-1]
    built(site.root)
    assert page.read_bytes() == data
