"""The Nu HTML checker, run once over any number of files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools import provide


def check(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The checker's errors and warnings on HTML, CSS and SVG files, as its JSON gives them.

    Each has ``type`` (``error``, ``info`` for warnings, ``non-document-error``), ``url``,
    ``message``, and mostly ``lastLine`` and ``extract``.  Raises ``RuntimeError`` when the
    checker does not answer.
    """
    if not paths:
        return []
    # The deep stack is what its own documentation asks for on long documents.
    program: list[str | Path] = [provide.java(), "-Xss1m", "-jar", provide.vnu_jar()]
    kinds = ("--also-check-css", "--also-check-svg")
    options = ("--format", "json", "--stdout", *kinds)
    command = [*program, *options, *(path.resolve() for path in paths)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    try:
        messages: list[dict[str, Any]] = json.loads(answer.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"The Nu checker failed: {answer.stderr or answer.stdout}") from error
    return messages
