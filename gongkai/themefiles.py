"""The files of a theme: a site's own override those of the default one, file by file."""

from __future__ import annotations

from pathlib import Path

from .errors import MachineError, cause_of
from .walk import walk

DEFAULT_THEME = Path(__file__).resolve().parent.parent / "theme"


def theme_folders(root: Path) -> tuple[Path, ...]:
    """The theme folders of the site at ``root``: its own, if it has one, before the default."""
    own = root / "theme"
    return (own, DEFAULT_THEME) if own.is_dir() and own != DEFAULT_THEME else (DEFAULT_THEME,)


def files_of(folders: tuple[Path, ...], kind: str) -> dict[str, Path]:
    """The files of a theme below ``kind``, by name; those of the first folder win."""
    return {
        name: folder / kind / name
        for folder in reversed(folders)
        for name, _ in walk(folder / kind)
    }


def bytes_of(path: Path) -> bytes:
    """The bytes of a file of a theme; raises MachineError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MachineError(f"不能读取 {path}：{cause_of(error)}") from error
