"""The search page that the benchmark asks: the one of a real site, with all that it loads."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.corpus import write_corpus
from tests import runs
from tests.site.building import NOW

_DOCUMENTS = 24
#: The modules that every visit loads: the entry, which holds what it imports, and the facets'.
_LOADED = ("main.js", "facets.js", "panel.js")


def write_page(folder: Path, seed: int) -> None:
    """Write search.html and the theme's assets of a small site of the corpus below ``folder``.

    The page tells nothing of the documents but the site's indexes, so a small site's does for
    an index of any size.
    """
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_corpus(root, _DOCUMENTS, seed)
        runs.build(root, root / "public", NOW)
        shutil.copy(root / "public" / "search.html", folder)
        shutil.copytree(root / "public" / "assets", folder / "assets", dirs_exist_ok=True)


def loaded(scripts: Iterable[Path]) -> list[Path]:
    """Those of the search's ``scripts`` that every visit loads."""
    return [path for path in scripts if path.name in _LOADED]
