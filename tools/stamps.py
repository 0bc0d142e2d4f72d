"""Stamps: small files that say for which inputs a folder was set up.

Modification times mean nothing after ``git clone`` or ``git switch``, so a stamp holds the
content's digest.  Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path


def fingerprint(source: Path, *conditions: str) -> str:
    """The digest of the file's bytes and of whatever else the set-up depends on."""
    digest = hashlib.sha256(source.read_bytes())
    for condition in conditions:
        digest.update(b"\0" + condition.encode())
    return digest.hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    """Whether the set-up that ``stamp`` speaks for was finished for the ``wanted`` digest."""
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == wanted


def write(stamp: Path, digest: str) -> None:
    """Say that the set-up is finished; called last, so that an interrupted one is done again."""
    stamp.write_text(digest + "\n", encoding="ascii")
