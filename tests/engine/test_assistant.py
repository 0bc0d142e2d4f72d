"""An assistant gives what this process would make, and nothing depends on there being one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from gongkai import assistant, pipeline, staffing, survey
from gongkai.assistant import NOBODY, Assistant
from gongkai.errors import ContentError
from gongkai.pipeline import Request
from tests.engine import edits
from tests.engine.building import NOW, clean
from tests.engine.smallsite import SmallSite
from tests.runs import no_progress
from tests.site.building import tree


@pytest.fixture
def helping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """An assistant that is there, whatever the machine."""
    monkeypatch.setattr(assistant, "_WORTH", 0)
    memory = tmp_path / "some-memory"
    memory.write_bytes(b"x")
    with assistant.hired(2, memory) as hired:
        assert hired.is_there
        yield hired


def own_number(addend: int) -> tuple[int, int]:
    """The process in which this runs, and something more."""
    return os.getpid(), addend + 1


def printed(text: str) -> str:
    """Print what must not be taken for an answer."""
    print(text)
    sys.stdout.flush()
    return text


def at_length(text: str) -> str:
    """More than a pipe holds."""
    return text[:1] * 1_000_000


def refused_elsewhere(here: int) -> int:
    """Done in one process only."""
    if os.getpid() != here:
        raise ValueError(here)
    return here


def died(here: int) -> int:
    """The end of any other process."""
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return here


def test_what_is_asked_is_done_by_another_process_and_answered_in_any_order(
    helping: Assistant,
) -> None:
    first, second = helping.ask(own_number, 1), helping.ask(own_number, 2)
    third = helping.ask(printed, "一")
    (process, two), (other, three) = second(), first()
    assert process == other != os.getpid()
    assert (two, three, third(), first()) == (3, 2, "一", (process, 2))


def test_what_fails_there_is_done_here(helping: Assistant) -> None:
    refused = helping.ask(refused_elsewhere, os.getpid())
    after = helping.ask(own_number, 1)
    assert refused() == os.getpid()
    assert after()[0] != os.getpid()


def test_a_long_answer_that_nobody_hears_does_not_keep_it_from_long_questions(
    helping: Assistant,
) -> None:
    # Where both waited for each other, the end of one lets the other go on.
    assert helping._process
    waited = Timer(20, helping._process.kill)
    waited.start()
    try:
        asked = [
            helping.ask(at_length, text) for text in ("甲", "乙" * 1_000_000, "丙" * 1_000_000)
        ]
        assert [answer()[-1] for answer in asked] == ["甲", "乙", "丙"]
        assert helping.is_there
    finally:
        waited.cancel()


def test_what_an_assistant_that_is_no_more_was_asked_is_done_here(helping: Assistant) -> None:
    before = helping.ask(own_number, 1)
    asked = [helping.ask(died, os.getpid()), helping.ask(own_number, 1)]
    assert [each() for each in asked] == [os.getpid(), (os.getpid(), 2)]
    assert before()[0] != os.getpid()
    assert not helping.is_there
    assert helping.ask(own_number, 2)() == (os.getpid(), 3)


def test_nobody_is_hired_where_no_process_can_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "build.sqlite"
    memory.write_bytes(b"x" * (assistant._WORTH + 1))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    with assistant.hired(2, memory) as hired:
        assert hired is NOBODY


def test_nobody_is_hired_for_one_process_or_a_small_memory(tmp_path: Path) -> None:
    memory = tmp_path / "build.sqlite"
    with assistant.hired(2, memory) as hired:
        assert hired is NOBODY
    memory.write_bytes(bytes(2_000_000))
    with assistant.hired(1, memory) as hired:
        assert hired is NOBODY


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A published site; it counts as large."""
    monkeypatch.setattr(survey, "_MANY", 0)
    site = SmallSite(tmp_path / "site", 4)
    build(site, NOBODY)
    return site


def build(site: SmallSite, helping: Assistant) -> None:
    """Build as the command does."""
    request = Request(site.root, site.root / "public", site.root / ".cache/build.sqlite", NOW)
    pipeline.build(request, False, staffing.alone, no_progress, helping)


def test_a_publication_with_an_assistant_is_as_a_clean_build(
    site: SmallSite, helping: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(site.root / "public")
    edits.truncate(site.root / "public" / "index.html")
    site.put(site.paper(4))
    done: list[str] = []
    ask = Assistant.ask

    def asking(self: Assistant, act, *arguments: object):  # type: ignore[no-untyped-def]
        answer = ask(self, act, *arguments)

        def told() -> object:
            assert self.is_there
            done.append(act.__name__)
            return answer()

        return told

    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "ask", asking)
        build(site, helping)
    assert sorted(done) == ["make_columns", "make_rest", "make_year", "surveyed"]
    published = tree(site.root / "public")
    assert published == clean(site.root)[1] != before


def test_a_build_that_is_refused_leaves_nothing_of_an_assistant(
    site: SmallSite, helping: Assistant
) -> None:
    before = tree(site.root / "public")
    site.put(site.paper(4))
    site.write("content/suggestions/2023/wrong.md", "没有抬头")
    with pytest.raises(ContentError):
        build(site, helping)
    assert not helping.is_there
    assert tree(site.root / "public") == before
