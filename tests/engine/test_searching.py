"""The index that a build publishes: every answer is Python's ``in``, by any number of processes."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from bench.corpus import write_corpus
from gongkai import pipeline, searchtexts, staffing
from gongkai.content import Staff
from gongkai.errors import MachineError
from gongkai.search.manifest import SEGMENT_STEP
from gongkai.search.reader import IndexReader
from gongkai.search.texts import read_searchable, text_path
from gongkai.searchtexts import none_lost
from gongkai.staging import Staged, Stager
from gongkai.workers import Lost, Workforce
from tests.engine.building import assert_as_clean, built
from tests.engine.smallsite import SmallSite
from tests.runs import no_progress

NOW = datetime(2026, 2, 1, 12, 0)
DOCUMENTS = SEGMENT_STEP + 9
"""One step of the base, and a rest."""


def _index(root: Path, folder: Path, staff: Staff, documents: int = DOCUMENTS) -> dict[str, bytes]:
    request = pipeline.Request(root, folder, folder.with_suffix(".sqlite"), NOW)
    built = pipeline.build(request, strict=False, staff=staff, progress=no_progress)
    assert built.published == documents
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "search").rglob("*")
        if path.is_file()
    }


@contextmanager
def _two_processes() -> Iterator[Staff]:
    with ProcessPoolExecutor(2) as executor:
        yield lambda _: Workforce(executor, 2, 60.0)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    write_corpus(root, DOCUMENTS, seed=3)
    return root


@pytest.fixture(scope="module")
def index(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _index(root, tmp_path_factory.mktemp("alone") / "site", staffing.alone)


def test_every_answer_is_that_of_in(index: dict[str, bytes]) -> None:
    reader = IndexReader(index)
    texts = [read_searchable(index[f"search/{text_path(n)}"]).texts() for n in range(DOCUMENTS)]
    random = Random(11)
    for _ in range(150):
        text = random.choice(random.choice(texts))
        length = min(random.choice((1, 2, 3, 4, 6, 9)), len(text))
        start = random.randrange(len(text) - length + 1)
        term = text[start : start + length].strip()
        if not term or " " in term or term[0] in '-“"':
            continue
        holding = {n for n, held in enumerate(texts) if any(term in each for each in held)}
        assert set(reader.find(term)) == holding, term


def test_two_processes_write_the_same_index(
    root: Path, index: dict[str, bytes], tmp_path: Path
) -> None:
    with _two_processes() as staff:
        spread = _index(root, tmp_path / "site", staff)
    assert spread == index


MOST_FILES = 60
"""How many files of the search a slip of the pen in an old document may write."""


@pytest.mark.parametrize("slip", [("答复", "回复"), ("。", "，另附材料。")])
def test_a_mended_base_is_the_one_built_anew(
    root: Path, tmp_path: Path, slip: tuple[str, str]
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(root, corpus, ignore=shutil.ignore_patterns(".cache"))
    before = _index(corpus, tmp_path / "site", staffing.alone)
    for source in _oldest(corpus, 2):
        head, mark, body = source.read_text(encoding="utf-8").rpartition("\n---\n")
        source.write_text(head + mark + body.replace(*slip, 1), encoding="utf-8")
    mended = _index(corpus, tmp_path / "site", staffing.alone)
    assert mended == _index(corpus, tmp_path / "anew", staffing.alone)
    written = [path for path, data in mended.items() if before.get(path) != data]
    assert 2 < len(written) <= MOST_FILES


@pytest.mark.parametrize(
    ("folder", "edited"), [("base", 0), ("base-numbers", 0), ("texts", 0), ("texts", -1)]
)
def test_no_index_is_made_of_what_a_disk_spoilt(
    root: Path, tmp_path: Path, folder: str, edited: int
) -> None:
    """Size and time of the files are as they were, so that only their bytes can tell."""
    corpus, site = tmp_path / "corpus", tmp_path / "site"
    shutil.copytree(root, corpus, ignore=shutil.ignore_patterns(".cache"))
    _index(corpus, site, staffing.alone)
    # What was written some time ago is remembered under a signature that is trusted.
    time.sleep(0.2)
    _index(corpus, site, staffing.alone)
    for path in (site / "search" / folder).rglob("*.bin"):
        modified = path.stat().st_mtime_ns
        path.write_bytes(path.read_bytes()[::-1])
        os.utime(path, ns=(modified, modified))
    source = _oldest(corpus, DOCUMENTS)[edited]
    source.write_text(source.read_text(encoding="utf-8") + "\n鑫鱻麤98765件。\n", encoding="utf-8")
    with pytest.raises(MachineError, match=r"被别的程序改了；.*--full"):
        _index(corpus, site, staffing.alone)


def test_a_base_with_other_numbers_is_the_one_built_anew(root: Path, tmp_path: Path) -> None:
    """An old reply is withdrawn, and one that was held back comes among the oldest.

    Other processes bring the texts to the addresses of their numbers.
    """
    corpus = tmp_path / "corpus"
    shutil.copytree(root, corpus, ignore=shutil.ignore_patterns(".cache"))
    withdrawn, *_, held = _oldest(corpus, 60)
    _set_status(held, "草稿")
    text = withdrawn.read_text(encoding="utf-8")
    withdrawn.write_text(text.rstrip() + "\n\n鑫鱻麤。\n", encoding="utf-8")
    before = _index(corpus, tmp_path / "site", staffing.alone, DOCUMENTS - 1)
    assert set(IndexReader(before).find("鑫鱻麤"))
    _set_status(withdrawn, "撤回")
    _set_status(held, "公开")
    with _two_processes() as staff:
        mended = _index(corpus, tmp_path / "site", staff, DOCUMENTS - 1)
    assert mended == _index(corpus, tmp_path / "anew", staffing.alone, DOCUMENTS - 1)
    for word in ("鑫鱻麤", "鱻麤", "麤"):
        assert not IndexReader(mended).find(word)


def test_a_text_that_is_altered_while_it_gets_another_number_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SmallSite(tmp_path / "site", 4)
    built(site.root)
    move = searchtexts._move

    def altered(stager: Stager, each: searchtexts.Move) -> Staged:
        Path(each.path).write_bytes(b"theirs")
        return move(stager, each)

    _oldest(site.root, 1)[0].unlink()
    with monkeypatch.context() as patch, pytest.raises(MachineError, match="被别的程序改了"):
        patch.setattr(searchtexts, "_move", altered)
        built(site.root)
    assert_as_clean(site.root)


def test_work_that_is_lost_is_not_left_out_of_an_index() -> None:
    results = none_lost(["a", Lost("b", hung=False), "c"])
    assert next(results) == "a"
    with pytest.raises(MachineError):
        next(results)


def _set_status(source: Path, status: str) -> None:
    text = source.read_text(encoding="utf-8")
    source.write_text(re.sub("(?m)^状态: .*$", f"状态: {status}", text, count=1), encoding="utf-8")


def _oldest(corpus: Path, count: int) -> list[Path]:
    """The sources of the documents that were published first."""

    def published(source: Path) -> str:
        found = re.search("^发布日期: *(.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
        return found[1] if found else "9"

    return sorted((corpus / "content").rglob("*.md"), key=published)[:count]
