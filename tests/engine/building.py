"""Builds whose outcome can be compared: what was published, or what was wrong."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from gongkai import pipeline, staffing
from gongkai.content import Staff
from gongkai.errors import ContentError, Fault
from gongkai.output import Committed, Target
from gongkai.pipeline import Built, Request
from gongkai.walk import RACY
from tests.runs import no_progress
from tests.site.building import tree

NOW = datetime(2026, 1, 1, 12, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build; without ``built`` the content was refused for its ``faults``."""

    faults: tuple[Fault, ...]
    built: Built | None


def attempt(
    root: Path, folder: Path, memory: Path, now: datetime = NOW, staff: Staff = staffing.alone
) -> Outcome:
    """Build and say what came of it."""
    try:
        built = pipeline.build(Request(root, folder, memory, now), False, staff, no_progress)
    except ContentError as error:
        return Outcome(error.faults, None)
    return Outcome(built.warnings, built)


def incremental(root: Path, now: datetime = NOW, staff: Staff = staffing.alone) -> Outcome:
    """Build as the command does, with what is remembered."""
    return attempt(root, root / "public", root / ".cache" / "build.sqlite", now, staff)


def built(root: Path, now: datetime = NOW, staff: Staff = staffing.alone) -> Built:
    """Build as the command does what must not be refused."""
    outcome = incremental(root, now, staff)
    assert outcome.built, outcome.faults
    return outcome.built


def clean(root: Path, now: datetime = NOW) -> tuple[Outcome, dict[str, bytes]]:
    """The outcome of a build that remembers nothing, and what it published."""
    with tempfile.TemporaryDirectory() as fresh:
        outcome = attempt(root, Path(fresh) / "public", Path(fresh) / "build.sqlite", now)
        return outcome, tree(Path(fresh) / "public")


def built_while_altered(
    file: Path, data: bytes, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    """Build, and write other ``data`` into a published file just before the commit, as if long ago."""
    commit = Target.commit

    def altering(target: Target) -> Committed:
        file.write_bytes(data)
        earlier = time.time_ns() - RACY
        os.utime(file, ns=(earlier, earlier))
        return commit(target)

    with monkeypatch.context() as patch:
        patch.setattr(Target, "commit", altering)
        built(root)
    assert file.read_bytes() == data


def assert_as_clean(root: Path, now: datetime = NOW) -> Built:
    """The law for one build: the same bytes, the same files, the same warnings."""
    ours = built(root, now)
    outcome, files = clean(root, now)
    assert tree(root / "public") == files
    assert ours.warnings == outcome.faults
    return ours
