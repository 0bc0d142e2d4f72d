"""What tells the preview of changes, where it looks and where it begins to look."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gongkai import server_watch

_DEADLINE = 60


def test_a_folder_that_comes_before_anybody_watches_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").mkdir()
    look = server_watch.watched_folders

    def watched_folders(root: Path) -> tuple[Path, ...]:
        found = look(root)
        if (root / "kept").exists():
            (root / "kept").rename(root / "content")
        return found

    monkeypatch.setattr(server_watch, "watched_folders", watched_folders)

    async def seen_twice_watching_and_once_saved() -> None:
        changes = asyncio.Semaphore(0)
        watching = asyncio.create_task(server_watch.watch(tmp_path, changes.release))
        try:
            await changes.acquire()
            await changes.acquire()
            (tmp_path / "content" / "1.md").write_text("")
            await asyncio.wait_for(changes.acquire(), _DEADLINE)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    # Chromium's loop may be running in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, seen_twice_watching_and_once_saved()).result(_DEADLINE)
