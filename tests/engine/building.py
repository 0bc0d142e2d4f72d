"""Builds whose outcome can be compared: what was published, or what was wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from gongkai import pipeline, program, staffing, templates
from gongkai.content import Staff
from gongkai.errors import ContentError, Fault
from gongkai.pipeline import Built, Request
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


def assert_as_clean(root: Path, now: datetime = NOW) -> Built:
    """The law for one build: the same bytes, the same files, the same warnings."""
    ours = built(root, now)
    outcome, files = clean(root, now)
    assert tree(root / "public") == files
    assert ours.warnings == outcome.faults
    return ours


class _Compiled(BytecodeCache):
    """Compiled templates by their text, so that many builds compile each of them once."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what the same text was compiled to."""
        if code := self._codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text was compiled to."""
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@contextmanager
def compiled_once() -> Iterator[None]:
    """Spare the builds within what costs most: compiling templates, and reading the program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "CompiledTemplates", lambda _: _COMPILED)
        patch.setattr(program, "print_of_program", lambda: b"this")
        yield
