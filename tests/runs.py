"""Builds and checks of whole sites in this process, as the tests ask for them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gongkai import pipeline, staffing
from gongkai.errors import Fault
from gongkai.pipeline import Built, Request


def request(root: Path, folder: Path, now: datetime) -> Request:
    """The request that the command makes."""
    return Request(root, folder, root / ".cache" / "build.sqlite", now)


def build(root: Path, folder: Path, now: datetime, strict: bool = False) -> Built:
    """Build the site at ``root`` into ``folder``."""
    return pipeline.build(request(root, folder, now), strict, staffing.alone, no_progress)


def check(root: Path, now: datetime, strict: bool = False) -> tuple[Fault, ...]:
    """Every fault of the site at ``root``; with ``strict`` the notices too."""
    asked = request(root, root / "public", now)
    return pipeline.check(asked, strict, staffing.alone, no_progress)


def no_progress(stage: str, done: int, total: int) -> None:
    """Say nothing."""
