"""Files that are not ours, where files of the site are to be: found before anything is written."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path

from . import urls
from .manifest import Entries


def foreign_file(
    folder: Path, addresses: Collection[str], standing: Collection[str], entries: Entries
) -> Path | None:
    """What is at one of ``addresses`` in ``folder``, or where a folder above it is to be.

    ``entries`` name what is ours; an empty folder counts as somebody's.  At those of ``addresses``
    that are ``standing`` is a file.
    """
    search = _Search(folder, entries)
    ours = entries.named(standing)
    doubtful = (address for address in addresses if address not in ours)
    return next(filter(None, map(search.at, doubtful)), None)


class _Search:
    def __init__(self, folder: Path, entries: Entries) -> None:
        self._folder = folder
        self._entries = entries
        self._are_folders: dict[str, bool] = {}

    def at(self, address: str) -> Path | None:
        if not self._are_folders.get(inmost := address.rpartition("/")[0], True):
            return None  # Nothing lies in a folder that is not there.
        for folder in urls.folders_of(address):
            if folder in self._are_folders:
                break
            path = self._folder / folder
            self._are_folders[folder] = path.is_dir()
            if path.exists() and not self._are_folders[folder] and self._is_unknown(path):
                return path
        if not self._are_folders.get(inmost, True):
            return None
        try:
            mode = os.lstat(f"{self._folder}/{address}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        path = self._folder / address
        if stat.S_ISDIR(mode):
            return next((each for each in (path, *path.rglob("*")) if self._is_unknown(each)), None)
        return path if self._is_unknown(path) else None

    def _is_unknown(self, path: Path) -> bool:
        """Whether ``path`` is a file that is not ours, or a folder with nothing in it."""
        if path.is_dir() and not path.is_symlink():
            return not any(path.iterdir())
        return self._entries.get(path.relative_to(self._folder).as_posix()) is None
