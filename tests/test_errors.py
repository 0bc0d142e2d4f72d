"""Why the operating system refused, told to people."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from gongkai.errors import cause_of


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EPIPE]
)
def test_a_common_cause_is_told_in_chinese(number: int) -> None:
    assert not cause_of(OSError(number, os.strerror(number))).isascii()


def test_another_cause_is_told_as_the_system_tells_it() -> None:
    assert cause_of(OSError(errno.ENOLCK, "no locks")) == "no locks"
    assert cause_of(OSError("no number")) == "no number"


def test_no_message_takes_the_words_of_the_system(repository: Path) -> None:
    sources = (repository / "gongkai").rglob("*.py")
    using = {path.name for path in sources if "strerror" in path.read_text(encoding="utf-8")}
    assert using == {"errors.py"}
