"""The folder of temporary files: in memory where there is enough, and nothing of it stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import scratch


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the one in memory, and no ``TMPDIR``."""
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.delenv("TMPDIR", raising=False)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/shm is Linux's")
def test_what_is_written_lies_there_and_goes(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "LEAST_BYTES", 1)
    folder = scratch.make()
    assert folder
    assert folder.parent == memory
    assert Path(tempfile.mkdtemp()).parent == folder
    asked = [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"]
    assert subprocess.check_output(asked, text=True).strip() == str(folder)
    scratch.remove(folder)
    assert list(memory.iterdir()) == []
    assert "TMPDIR" not in os.environ


def test_too_little_memory_and_another_wish_change_nothing(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "LEAST_BYTES", 1 << 60)
    assert scratch.make() is None
    monkeypatch.setattr(scratch, "LEAST_BYTES", 1)
    monkeypatch.setenv("TMPDIR", str(memory))
    assert scratch.make() is None
    assert list(memory.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/shm is Linux's")
def test_what_a_killed_run_left_is_removed_by_one_an_hour_later(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "LEAST_BYTES", 1)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    young = memory / f"gongkai-tests-{gone.pid}-y"
    orphan, alive = (memory / f"gongkai-tests-{pid}-x" for pid in (gone.pid, os.getpid()))
    for folder in (young, orphan, alive):
        folder.mkdir()
    for folder in (orphan, alive):
        os.utime(folder, (0, 0))
    made = scratch.make()
    assert made
    assert set(memory.iterdir()) == {young, alive, made}
    scratch.remove(made)
