"""That nothing changed is said only when nothing did."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from gongkai import cli, pipeline, program, staffing, unchanged
from gongkai.pipeline import Request
from gongkai.unchanged import Answer
from gongkai.walk import Seen
from tests.engine import edits
from tests.engine.building import clean
from tests.engine.smallsite import SmallSite
from tests.site.building import tree

NAIVE = datetime(2026, 1, 1, 12, 0)
AWARE = NAIVE.replace(tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
SECOND = timedelta(seconds=1)
NOTHING_NEW = "没有变化，不需要重新生成"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A site, with a program and a theme of its own that nobody else is editing."""
    site = SmallSite(tmp_path / "site")
    for name in ("PACKAGE", "DEFAULT_THEME"):
        site.write(f"../{name}/file.txt", "x")
        monkeypatch.setattr(unchanged, name, tmp_path / name)
    site.write("theme/templates/piece.html", "x")
    return site


def build(site: SmallSite, *arguments: str, now: str = "2026-01-01T12:00") -> int:
    """Run the command."""
    return cli.main(["build", "--root", str(site.root), "--now", now, *arguments])


def settle(site: SmallSite) -> None:
    """Publish, and build once more when what was written is no longer young."""
    assert build(site) == cli.DONE
    for file in (site.root / "public").rglob("*"):
        os.utime(file, (1_600_000_000,) * 2)
    assert build(site) == cli.DONE


def is_answered(site: SmallSite, capsys: pytest.CaptureFixture[str], *arguments: str) -> bool:
    """Whether a build says that there is nothing to do."""
    capsys.readouterr()
    assert build(site, *arguments) == cli.DONE
    return NOTHING_NEW in capsys.readouterr().out


def test_what_is_saved_once_the_content_was_seen_is_for_the_next_build(
    site: SmallSite, tmp_path: Path
) -> None:
    def publish(seen: Seen | None) -> None:
        folder, memory = tmp_path / "out", tmp_path / "build.sqlite"
        request = Request(site.root, folder, memory, NAIVE, seen=seen)
        pipeline.build(request, False, staffing.alone, lambda *_: None)

    publish(None)
    site.put(site.paper(20))
    seen = unchanged.content_of(site.root)
    # One that the build reads, one that it does not, and one of which it does not know.
    new = "content/suggestions/2023/d020.md"
    site.write(new, f"{site.paper(20).text}\n后来补写的一段。\n")
    site.edit("content/pages/about.md", "关于", "论")
    site.put(site.paper(21))
    publish(seen)
    publish(None)
    _, files = clean(site.root, NAIVE)
    assert tree(tmp_path / "out") == files


def _utime(path: str) -> Callable[[SmallSite], object]:
    return lambda site: os.utime(site.root / path, (1_600_009_999,) * 2)


CHANGES: dict[str, Callable[[SmallSite], object]] = {
    "a document": lambda site: site.edit("content/pages/about.md", "关于", "论"),
    "its time alone": _utime("content/pages/about.md"),
    "a document added": lambda site: site.put(site.paper(20)),
    "a document removed": lambda site: site.remove(site.papers[1]),
    "an attachment": lambda site: site.write("content/suggestions/2023/d000/a.pdf", b"1"),
    "a ledger": lambda site: site.write("content/ledger/2023.csv", "编号,届次,类别,单位\n"),
    "units.yaml": _utime("content/units.yaml"),
    "site.toml": _utime("site.toml"),
    "the theme": lambda site: site.write("theme/assets/css/own.css", "a {}"),
    "the default theme": lambda site: site.write("../DEFAULT_THEME/more.txt", "x"),
    "the program": lambda site: site.write("../PACKAGE/file.txt", "y"),
    "a page altered": lambda site: edits.truncate(site.root / "public" / "index.html"),
    "a page deleted": lambda site: (site.root / "public" / "index.html").unlink(),
    "the manifest": _utime("public/.gongkai-manifest.json"),
    "a foreign file": lambda site: site.write("public/CNAME", "x"),
    "the answer spoilt": lambda site: unchanged.file_of(site.root).write_text("{"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_seen(
    site: SmallSite, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert not is_answered(site, capsys)
    settle(site)
    assert is_answered(site, capsys)
    CHANGES[name](site)
    assert not is_answered(site, capsys)
    files = tree(site.root / "public")
    files.pop("CNAME", None)
    assert files == clean(site.root, NAIVE)[1]


def test_a_page_altered_in_the_moment_after_a_build_is_seen(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    build(site)
    page = site.root / "public" / "index.html"
    data = page.read_bytes()
    edits.alter_in_length_and_time(page)
    assert not is_answered(site, capsys)
    assert page.read_bytes() == data


def test_another_version_of_a_dependency_is_seen(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(site)
    assert is_answered(site, capsys)
    monkeypatch.setattr(program, "dependencies", lambda: ("markdown-99",))
    assert not is_answered(site, capsys)


def test_other_arguments_are_another_question(
    site: SmallSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(site)
    assert is_answered(site, capsys)
    assert not is_answered(site, capsys, "--output", str(tmp_path / "other"))
    assert not is_answered(site, capsys, "--full")
    assert is_answered(site, capsys)
    assert build(site, "--strict") == cli.FAULTS


def test_the_date_of_a_publication_is_awaited(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    due = "2026-04-15T00:00"
    settle(site)
    capsys.readouterr()
    assert build(site) == build(site, now="2026-04-14T23:59") == cli.DONE
    assert NOTHING_NEW in capsys.readouterr().out
    assert build(site, now=due) == cli.DONE
    assert NOTHING_NEW not in capsys.readouterr().out
    assert (site.root / "public/suggestions/2023/d007.html").exists()


@pytest.mark.parametrize("same", [True, False])
def test_what_was_touched_while_a_build_ran_is_looked_at_again(
    site: SmallSite, capsys: pytest.CaptureFixture[str], same: bool
) -> None:
    settle(site)
    file = site.root / "content/pages/about.md"
    if same:
        # Just before it began, so that the clock may give another save the same time.
        file.touch()
    else:
        site.write("theme/templates/piece.html", "y")
        (site.root / "theme/templates/piece.html").touch()
    build(site)
    assert not is_answered(site, capsys)


ANSWER = Answer("q", AWARE, AWARE + 10 * SECOND, "说", "警告")
LOCAL = Answer("q", NAIVE, (NAIVE + 10 * SECOND).replace(tzinfo=CHINA), "说", "")


@pytest.mark.parametrize(
    ("answer", "question", "now", "holds"),
    [
        (ANSWER, "q", AWARE, True),
        (ANSWER, "other", AWARE, False),
        (ANSWER, "q", AWARE - SECOND, False),
        (ANSWER, "q", AWARE + 9 * SECOND, True),
        (ANSWER, "q", AWARE + 10 * SECOND, False),
        (ANSWER, "q", NAIVE, False),
        (ANSWER, "q", AWARE.astimezone(CHINA), True),
        (replace(ANSWER, due=None), "q", AWARE + 999 * SECOND, True),
        (LOCAL, "q", NAIVE + 9 * SECOND, True),
        (LOCAL, "q", NAIVE + 10 * SECOND, False),
        (LOCAL, "q", AWARE, False),
    ],
)
def test_an_answer_holds_until_a_publication_is_due(
    answer: Answer, question: str, now: datetime, holds: bool
) -> None:
    assert answer.holds(question, now) is holds


@pytest.mark.parametrize("answer", [ANSWER, LOCAL, replace(ANSWER, due=None, warnings="\udcb8")])
def test_what_is_kept_is_recalled(tmp_path: Path, answer: Answer) -> None:
    file = tmp_path / "unchanged.json"
    assert unchanged.recall(file) is None
    unchanged.keep(file, answer)
    assert unchanged.recall(file) == answer


def test_a_disk_that_refuses_the_answer_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "unchanged.json"
    unchanged.keep(file, ANSWER)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", refuse)
    unchanged.keep(file, LOCAL)
    assert unchanged.recall(file) is None


@pytest.mark.parametrize(
    "kept",
    [
        {"question": 1},
        {"said": None},
        {"warnings": ["w"]},
        {"due": "2026-01-16T00:00:00"},
        {"due": 5},
        {"at": "soon"},
    ],
)
def test_what_somebody_else_wrote_there_is_no_answer(
    tmp_path: Path, kept: dict[str, object]
) -> None:
    file = tmp_path / "unchanged.json"
    unchanged.keep(file, ANSWER)
    file.write_text(json.dumps(json.loads(file.read_bytes()) | kept))
    assert unchanged.recall(file) is None


def test_neither_is_what_cannot_be_read_at_all(tmp_path: Path) -> None:
    file = tmp_path / "unchanged.json"
    for text in ("", "[]", "null", "[" * 200_000, '{"question":' * 200_000):
        file.write_text(text)
        assert unchanged.recall(file) is None
    file.unlink()
    file.mkdir()
    unchanged.keep(file, ANSWER)
    assert unchanged.recall(file) is None
