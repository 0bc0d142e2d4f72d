"""The law: after any sequence of edits a build gives what a clean build gives, and tells the same.

The machine edits a small site in every way that an author, a theme, a clock, an accident or a
crash can, and builds after each.  ``conftest`` says how to let it run for long.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from gongkai import inquiry, program, staffing
from gongkai.manifest import STAGING
from gongkai.output import Target
from gongkai.pipeline import Request
from gongkai.store import Store
from tests.engine import edits
from tests.engine.building import NOW, attempt, clean, incremental
from tests.engine.smallsite import Paper, SmallSite
from tests.runs import no_progress
from tests.site.building import tree

ANY = st.integers(0, 10_000)
FOREIGN = "CNAME"


class KilledError(BaseException):
    """The process is killed: what stands in an ``except`` or ``finally`` is not done."""


class LawMachine(RuleBasedStateMachine):
    """A site, the folder where it is published, and everything that may happen to them."""

    @initialize(papers=st.integers(0, 10))
    def begin(self, papers: int) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.root = Path(self._folder.name) / "site"
        self.site = SmallSite(self.root, papers)
        self.public = self.root / "public"
        self.memory = self.root / ".cache" / "build.sqlite"
        self.now = NOW
        self.next = papers
        self.good = self.site.sources()
        self.hold()

    def teardown(self) -> None:
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    def hold(self) -> None:
        """Build, and compare with a clean build; what is refused is undone."""
        before = self.seen()
        ours = incremental(self.root, self.now)
        theirs, files = clean(self.root, self.now)
        assert ours.faults == theirs.faults
        if ours.built is None:
            assert theirs.built is None
            assert self.seen() == before
            self.undo()
            self.hold()
            return
        self.good = self.site.sources()
        assert self.published() == files
        again = incremental(self.root, self.now).built
        assert again is not None
        assert again.stale == ()
        assert (again.committed.written, again.committed.removed) == ((), ())
        assert again.committed.unchanged == len(files) - 1

    def published(self) -> dict[str, bytes]:
        """What is published, but for what somebody else put there."""
        return {name: data for name, data in tree(self.public).items() if name != FOREIGN}

    def seen(self) -> dict[str, bytes]:
        """What readers find of it: not what a build that was killed has left staged."""
        return {
            name: data
            for name, data in self.published().items()
            if not name.startswith(f"{STAGING}/")
        }

    def undo(self) -> None:
        """Bring back the sources of the last good build; what was added since is gone."""
        self.site.restore(self.good)
        self.site.papers = [each for each in self.site.papers if self.is_there(each)]

    def is_there(self, paper: Paper) -> bool:
        return self.site.file_of(paper).exists()

    def chosen(self, choice: int) -> Paper:
        """One of the documents, or a new one where there is none."""
        if not self.site.papers:
            self.add(0, None)
        return self.site.papers[choice % len(self.site.papers)]

    def add(self, _: int, day: int | None) -> None:
        paper = self.site.paper(self.next, day)
        self.next += 1
        self.site.papers.append(paper)
        self.site.put(paper)

    @rule()
    def publish_the_newest(self) -> None:
        self.add(0, None)
        self.hold()

    @rule(day=st.integers(0, 6))
    def publish_with_an_old_date(self, day: int) -> None:
        self.add(0, day)
        self.hold()

    @rule(choice=ANY, change=st.sampled_from(edits.CHANGES))
    def change_a_document(self, choice: int, change: tuple[str, Any]) -> None:
        paper = self.chosen(choice)
        name, value = change
        setattr(paper, name, value(getattr(paper, name)) if callable(value) else value)
        self.site.put(paper)
        self.hold()

    @rule(choice=ANY, with_files=st.booleans())
    def delete_a_document(self, choice: int, with_files: bool) -> None:
        paper = self.chosen(choice)
        self.site.papers.remove(paper)
        self.site.remove(paper, with_files)
        self.hold()

    @rule(choice=ANY)
    def rename_a_document(self, choice: int) -> None:
        paper = self.chosen(choice)
        old = paper.name
        self.site.remove(paper)
        paper.name = f"r{old[1:]}" if old[0] == "d" else f"d{old[1:]}"
        self.site.put(paper)
        self.hold()

    @rule(choice=ANY)
    def save_twice_within_a_tick(self, choice: int) -> None:
        """The second time with the same size: a coarse clock gives both the same time."""
        paper = self.chosen(choice)
        file = self.site.file_of(paper)
        paper.words = "甲甲甲甲"
        file.write_text(paper.text, encoding="utf-8")
        self.hold()
        paper.words = "乙乙乙乙"
        edits.within_a_tick(file, paper.text.encode())
        self.hold()

    @rule(choice=ANY, edit=st.sampled_from(edits.FILES))
    def change_a_file_of_a_document(self, choice: int, edit: edits.FileEdit) -> None:
        edit(self.site, self.chosen(choice))
        self.hold()

    @rule(edit=st.sampled_from(edits.CONFIGURATION))
    def change_the_configuration(self, edit: edits.Edit) -> None:
        edit(self.site)
        self.hold()

    @rule(edit=st.sampled_from(edits.LEDGERS))
    def change_a_ledger(self, edit: edits.Edit) -> None:
        edit(self.site)
        self.hold()

    @rule(edit=st.sampled_from(edits.THEME))
    def change_the_theme(self, edit: edits.Edit) -> None:
        edit(self.site)
        self.hold()

    @rule(edit=st.sampled_from(edits.FAULTS), choice=ANY)
    def make_a_mistake(self, edit: edits.FileEdit, choice: int) -> None:
        edit(self.site, self.chosen(choice))
        self.hold()

    @rule(days=st.sampled_from([1, 30, 400]))
    def let_time_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.hold()

    @rule(choice=ANY, accident=st.sampled_from(edits.ACCIDENTS))
    def meet_with_an_accident(self, choice: int, accident: edits.Accident) -> None:
        files = sorted(tree(self.public).keys() - {".gongkai-manifest.json", FOREIGN})
        accident(self.public / files[choice % len(files)])
        self.hold()

    @rule()
    def put_a_foreign_file_there(self) -> None:
        (self.public / FOREIGN).write_bytes(b"gongkai.example")
        self.hold()
        assert (self.public / FOREIGN).read_bytes() == b"gongkai.example"

    @rule(what=st.sampled_from(["public", ".cache", ".cache/build.sqlite"]))
    def lose(self, what: str) -> None:
        path = self.root / what
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.hold()

    @rule(
        flips=st.lists(st.tuples(st.integers(0, 1 << 24), st.integers(1, 255)), max_size=30),
        keeps=st.sampled_from(
            [lambda size: size, lambda size: size // 2, lambda _: 100, lambda _: 0]
        ),
    )
    def spoil_the_memory(self, flips: list[tuple[int, int]], keeps: Callable[[int], int]) -> None:
        """Nothing is drawn by its size, which differs from run to run."""
        content = bytearray(self.memory.read_bytes())
        for position, bits in flips:
            content[position % len(content)] ^= bits
        self.memory.write_bytes(content[: keeps(len(content))])
        self.hold()

    @rule(choice=ANY)
    def run_another_version_once(self, choice: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(program, "print_of_program", lambda: b"another")
            assert incremental(self.root, self.now).built
            self.chosen(choice)
        self.hold()

    @rule(
        choice=ANY,
        kill=st.sampled_from(
            [
                *((Path, name) for name in ("replace", "unlink", "write_bytes")),
                *((Target, name) for name in ("add", "commit", "memory_of")),
                (Store, "save"),
            ]
        ),
        after=st.integers(0, 12),
    )
    def be_killed(self, choice: int, kill: tuple[type, str], after: int) -> None:
        paper = self.chosen(choice)
        paper.title, paper.words = f"{paper.title}了", f"{paper.words}了"
        self.site.put(paper)
        self.site.edit("site.toml", 'description = "测试', 'description = "测试了')
        owner, name = kill
        original = getattr(owner, name)
        calls = 0

        def step(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > after:
                raise KilledError
            return original(*arguments, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Target, "discard", lambda _: None)
            patch.setattr(owner, name, step)
            with suppress(KilledError):
                attempt(self.root, self.public, self.memory, self.now)
        if choice % 2:
            self.undo()
        self.hold()

    @precondition(lambda self: self.site.papers)
    @rule()
    def verify(self) -> None:
        request = Request(self.root, self.public, self.memory, self.now)
        found = inquiry.verify(request, staffing.alone, no_progress)
        assert (found.missing, found.different, found.extra) == ((), (), ())


TestLaw = LawMachine.TestCase
TestLaw.settings = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
