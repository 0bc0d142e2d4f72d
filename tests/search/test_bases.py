"""Bases under way: the same from one process and from several, and nothing is left of any."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from gongkai import fingerprint, staffing
from gongkai.bases import Base, build_base
from gongkai.content import Staff
from gongkai.errors import MachineError
from gongkai.search.texts import Text, text_file
from gongkai.workers import Workforce
from tests.search import sample


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Text, ...]:
    folder = tmp_path_factory.mktemp("texts")
    written = []
    for number in range(64):
        data = text_file(sample.record(number, seed=7, paragraphs=4))
        path = folder / f"{number}.bin"
        path.write_bytes(data)
        written.append(Text(str(path), fingerprint.of_bytes(data)))
    return tuple(written)


@pytest.fixture(scope="module")
def staff() -> Iterator[Staff]:
    with ProcessPoolExecutor(2) as executor:
        yield lambda _: Workforce(executor, 2, 30.0)


def test_processes_do_not_change_a_byte(texts: tuple[Text, ...], staff: Staff) -> None:
    alone, together = build_base(texts, staffing.alone), build_base(texts, staff)
    assert alone.files
    assert sorted(together.files) == sorted(alone.files)
    assert together.firsts == alone.firsts


def test_nothing_is_left_of_a_base(
    texts: tuple[Text, ...], staff: Staff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with closing(Base(texts, staff)):
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
    with closing(Base(texts, staff)) as base:
        assert any(piece.files for piece in base.pieces())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("processes", [1, 2])
def test_no_base_is_built_of_another_text(
    texts: tuple[Text, ...], staff: Staff, processes: int
) -> None:
    first, second, *others = texts
    spoilt = [first, Text(second.path, first.content), *others]
    with pytest.raises(MachineError, match=r"1\.bin 被别的程序改了"):
        build_base(spoilt, staff if processes > 1 else staffing.alone)
