"""Many builds in one process, each spared what the one before it has found out.

A build of a small site otherwise spends more than half of its time on what is the same for all: it
reads the program to know its fingerprint, compiles the theme, and slims its scripts and sheets.
Builds in processes of their own, as the command makes them, do all of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from gongkai import assets, program, templates


class _Compiled(BytecodeCache):
    """Compiled templates by their text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what the same text was compiled to."""
        if code := self._codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text was compiled to."""
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@contextmanager
def sparing() -> Iterator[None]:
    """Builds of this process within share what depends on the program and the theme's texts alone."""
    compiled = _Compiled()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "CompiledTemplates", lambda _: compiled)
        patch.setattr(program, "print_of_program", cache(program.print_of_program))
        for name in ("published_script", "published_sheet", "on_few_lines"):
            patch.setattr(assets, name, cache(getattr(assets, name)))
        yield
