"""Another process says of a folder what this one would."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace

from gongkai import assistant, program, survey
from gongkai.assistant import Assistant
from gongkai.output import Committed, Target
from gongkai.shelves import Shelves
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


@pytest.fixture
def helping(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """An assistant that is there, whatever the machine."""
    monkeypatch.setattr(assistant, "_WORTH", 0)
    with assistant.hired(2, memory_of(site)) as hired:
        yield hired


def memory_of(site: SmallSite) -> Path:
    return site.root / ".cache" / "build.sqlite"


def products_of(site: SmallSite) -> Shelves:
    return Store(memory_of(site), program.print_of_program()).load().products


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to look through a folder in this process."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("looked through here")

    monkeypatch.setattr(survey, "looked_through", refuse)


def test_another_process_finds_what_was_altered(
    site: SmallSite, helping: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    products = products_of(site)
    assert looked_through(site.root / "public", products).altered == ALTERED
    begun = Survey(site.root / "public", memory_of(site), helping)
    elsewhere(monkeypatch)
    assert begun.findings(products).altered == ALTERED


def test_what_hinders_it_there_is_met_here(
    site: SmallSite, helping: Assistant, tmp_path: Path
) -> None:
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"x")
    begun = Survey(site.root / "public", spoilt, helping)
    assert begun.findings(products_of(site)).altered == ALTERED
    helping.close()
    begun = Survey(site.root / "public", memory_of(site), helping)
    assert begun.findings(products_of(site)).altered == ALTERED


def test_what_was_found_by_another_memory_does_not_count(
    site: SmallSite, helping: Assistant
) -> None:
    begun = Survey(site.root / "public", memory_of(site), helping)
    assert begun._answer
    begun._answer()
    # Another build runs between the beginning of the survey and the lock.
    site.put(site.paper(3))
    built(site.root)
    (site.root / "public" / "suggestions/2023/d003.html").unlink()
    found = begun.findings(products_of(site)).altered
    assert found == {"suggestions/2023/d003.html"}


def test_nothing_is_asked_of_a_memory_without_products(site: SmallSite, helping: Assistant) -> None:
    begun = Survey(site.root / "public", memory_of(site), helping)
    assert begun.findings(Store(memory_of(site), b"another").load().products).altered == frozenset()


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
