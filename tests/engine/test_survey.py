"""Another process says of a folder what this one would."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace

from gongkai import assistant, program, survey
from gongkai.assistant import NOBODY, Assistant
from gongkai.memory import Memory
from gongkai.productmemory import NOTHING, FileMemory, ProductMemory
from gongkai.shelves import Shelves
from gongkai.staleness import Trace
from gongkai.store import Store
from gongkai.survey import Expected, Survey
from gongkai.surveyed import NEVER, Surveyed
from gongkai.walk import folders, settled
from tests.engine import edits
from tests.engine.building import built, built_while_altered
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
    # What was in order is not known either, then.
    surveyed = memory.surveyed._replace(prints={})
    store.save(replace(memory, products=products, surveyed=surveyed), {})


@pytest.fixture
def helping(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """An assistant that is there, whatever the machine."""
    monkeypatch.setattr(assistant, "_WORTH", 0)
    with assistant.hired(2, memory_of(site)) as hired:
        yield hired


def memory_of(site: SmallSite) -> Path:
    return site.root / ".cache" / "build.sqlite"


def remembered(site: SmallSite) -> Memory:
    return Store(memory_of(site), program.print_of_program()).load()


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to look through a folder in this process."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("looked through here")

    monkeypatch.setattr(Expected, "looked_for", refuse)


def test_another_process_finds_what_was_altered(
    site: SmallSite, helping: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = remembered(site)
    nobody = Survey(site.root / "public", memory_of(site), NOBODY)
    assert nobody.findings(memory).altered == ALTERED
    begun = Survey(site.root / "public", memory_of(site), helping)
    elsewhere(monkeypatch)
    assert begun.findings(memory).altered == ALTERED


def test_each_process_looks_through_a_part_of_a_very_large_folder(
    site: SmallSite, helping: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "_VERY_MANY", 0)
    shutil.rmtree(site.root / "public" / "feeds")
    memory = remembered(site)
    begun = Survey(site.root / "public", memory_of(site), helping)
    assert begun._answer
    answer = begun._answer()
    assert answer
    here = begun.findings(memory)
    nobody = Survey(site.root / "public", memory_of(site), NOBODY).findings(memory)
    assert here._replace(at=0) == nobody._replace(at=0)
    assert answer[1].findings.altered < here.altered


def test_what_hinders_it_there_is_met_here(
    site: SmallSite, helping: Assistant, tmp_path: Path
) -> None:
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"x")
    begun = Survey(site.root / "public", spoilt, helping)
    assert begun.findings(remembered(site)).altered == ALTERED
    helping.close()
    begun = Survey(site.root / "public", memory_of(site), helping)
    assert begun.findings(remembered(site)).altered == ALTERED


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
    found = begun.findings(remembered(site)).altered
    assert found == {"suggestions/2023/d003.html"}


def test_nothing_is_asked_of_a_memory_without_products(site: SmallSite, helping: Assistant) -> None:
    begun = Survey(site.root / "public", memory_of(site), helping)
    assert begun.findings(Store(memory_of(site), b"another").load()).altered == frozenset()


def test_a_page_altered_after_it_was_looked_at_is_mended_by_the_next_build(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = site.root / "public" / "units.html"
    built(site.root)
    data = page.read_bytes()
    # Written so late that its signature tells nothing, it is looked at, and then altered.
    unsettle(site.root, "units.html")
    built_while_altered(page, data[::-1], monkeypatch, site.root)
    built(site.root)
    assert page.read_bytes() == data


def test_folders_that_were_in_order_are_not_compared_file_by_file(site: SmallSite) -> None:
    public = site.root / "public"
    for _ in range(20):
        # The first mends; what it wrote is too young for a while to tell by its signature.
        built(site.root)
        memory = remembered(site)
        if memory.surveyed.folders <= memory.surveyed.prints.keys():
            break
    asked: list[str] = []

    def shelves(names: Iterable[str]) -> Shelves:
        asked.extend(names)
        return memory.products.in_folders(asked)

    def altered() -> frozenset[str]:
        asked.clear()
        expected = Expected(public, memory.surveyed, shelves)
        return expected.joined([expected.looked_for(folders(public))]).altered

    assert (altered(), asked) == (frozenset(), [])
    edits.alter_in_length_and_time(public / "units.html")
    (public / "foreign.txt").write_text("beside it", encoding="utf-8")
    shutil.rmtree(public / "feeds")
    feeds = {each for each in memory.products.addresses if each.startswith("feeds/")}
    assert altered() == {"units.html"} | feeds
    assert "content/suggestions/2023" not in asked


def test_a_folder_is_in_order_only_while_nothing_in_it_is_remembered_otherwise() -> None:
    def page(name: str) -> ProductMemory:
        files = tuple(FileMemory(f"{folder}/{name}", b"twelve bytes", (1, 2)) for folder in "ab")
        return ProductMemory(Trace("home", b""), NOTHING, files, ())

    before = Shelves.of({"one/x": page("x"), "two/y": page("y")})
    found = {"a": b"a", "b": b"", "c": b"c"}
    first = NEVER.after(found, before, Shelves(), {})
    assert first == Surveyed({"one": ("a", "b"), "two": ("a", "b")}, {"a": b"a", "c": b"c"})
    assert first.after({}, before, before, {"one/x": page("x")}) == first
    moved = ProductMemory(Trace("home", b""), NOTHING, page("x").files[:1], ())
    after = before.replaced({"one/x": moved})
    assert first.after({}, after, before, {"one/x": moved}) == Surveyed(
        {"one": ("a",), "two": ("a", "b")}, {"c": b"c"}
    )
