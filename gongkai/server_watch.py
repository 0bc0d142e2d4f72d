"""Tells when a file of a site has changed, at once and once for a burst of saves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, awatch

from .errors import MachineError, cause_of
from .sitetoml import FILE as SITE_TOML
from .sources import CONTENT
from .themefiles import DEFAULT_THEME

# An editor writes one save in several steps, a few milliseconds apart; a copy of many files is
# shown as it proceeds.
_QUIET_MILLISECONDS = 20
_BURST_MILLISECONDS = 200
_PAUSE_SECONDS = 0.2

_THEME = "theme"
_HIDDEN = (".", "~$")
_TEMPORARY = ("~", ".tmp", ".swp")

_Changes: TypeAlias = AsyncIterator[set[tuple[Change, str]]]


async def watch(root: Path, changed: Callable[[], None]) -> None:
    """Call ``changed`` once it is watching the site at ``root``, and after every change.

    Raises MachineError when the operating system does not let it watch.
    """
    while True:
        folders = watched_folders(root)
        try:
            await _watch_folders(root, folders, changed)
        except FileNotFoundError:
            # A folder has gone since we looked; perhaps it is being replaced.
            await asyncio.sleep(_PAUSE_SECONDS)
        except OSError as error:
            reason = cause_of(error)
            raise MachineError(f"不能得知文件的改动：{reason}；请关闭一些程序后重新运行") from error


def watched_folders(root: Path) -> tuple[Path, ...]:
    """The folders below which any file may be part of the site at ``root``."""
    own = (root / CONTENT, root / _THEME, DEFAULT_THEME)
    return tuple(dict.fromkeys(folder for folder in own if folder.is_dir()))


def matters(path: Path) -> bool:
    """Whether a file by this name can be part of a site, and is not an editor's own."""
    return not path.name.startswith(_HIDDEN) and not path.name.endswith(_TEMPORARY)


async def _watch_folders(
    root: Path, folders: tuple[Path, ...], changed: Callable[[], None]
) -> None:
    """Watch until one of the folders comes or goes: then another set is to be watched."""
    settings = str(root / SITE_TOML)
    tops = {str(root / name) for name in (CONTENT, _THEME)}

    def matters_beside(change: Change, path: str) -> bool:
        return path == settings or (path in tops and change is not Change.modified)

    async def follow(changes: _Changes) -> None:
        async for seen in changes:
            changed()
            if any(path in tops for _, path in seen):
                return

    watching = [
        asyncio.create_task(follow(_changes(folders, lambda _, path: matters(Path(path)), True))),
        asyncio.create_task(follow(_changes([root], matters_beside, False))),
    ]
    try:
        # After one turn of the loop both have told the operating system what they want to know;
        # what was written before that is not reported.
        await asyncio.sleep(0)
        changed()
        if watched_folders(root) != folders:
            return  # One came or went before anybody was told of it.
        done, _ = await asyncio.wait(watching, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)


def _changes(
    folders: Iterable[Path], wanted: Callable[[Change, str], bool], recursive: bool
) -> _Changes:
    return awatch(
        *folders,
        watch_filter=wanted,
        debounce=_BURST_MILLISECONDS,
        step=_QUIET_MILLISECONDS,
        recursive=recursive,
    )
