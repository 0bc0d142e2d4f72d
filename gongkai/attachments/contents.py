"""What a file says: its texts, each with where it stands, and the people named in its properties."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A text of a file; ``where`` says in Chinese where it stands, as 正文 or 第3页."""

    where: str
    text: str


class Contents(NamedTuple):
    """The texts of a file, and its ``authors``: who wrote, last saved, annotated or changed it."""

    parts: tuple[Part, ...]
    authors: tuple[Part, ...]


class UnreadableError(Exception):
    """A file that cannot be looked into; its text says why, in Chinese."""
