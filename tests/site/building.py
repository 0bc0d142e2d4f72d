"""Builds the sites of the tests in this process, at one fixed moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.pipeline import Built
from tests import runs

NOW = datetime(2026, 1, 1, 12, 0)
"""Local time of the sites; larger_site holds a document back that comes a minute later."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site that was built: its root, the folder that is published, and what the build said.

    ``root_path`` is where its base_url says that it lies on its host.
    """

    root: Path
    folder: Path
    root_path: str
    built: Built


def build(root: Path, folder: Path, now: datetime = NOW) -> Built:
    """Build the site at ``root`` into ``folder``."""
    return runs.build(root, folder, now)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
