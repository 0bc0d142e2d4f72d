"""A walk in another process says what a walk here says, with nothing installed."""

from __future__ import annotations

from pathlib import Path

from gongkai.walk import walk
from gongkai.walking import Walking


def test_a_walk_apart_finds_the_same(tmp_path: Path) -> None:
    for name in ("index.html", "suggestions/2023/甲.md", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    apart = Walking(tmp_path)
    assert apart.files() == dict(walk(tmp_path))
    # Had it failed there, the same would have been found here.
    assert apart._process.returncode == 0
