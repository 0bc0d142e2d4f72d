"""A small site with the search page, for the tests in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.search import sample, site
from tests.search.pages import COUNT, LABELS


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few hundred documents."""
    target = tmp_path_factory.mktemp("site")
    site.write_site(target, sample.records(COUNT), LABELS)
    return target


@pytest.fixture
def root(folder: Path, static_server: Callable[..., str]) -> str:
    """The address of the site, under a prefix."""
    return static_server(folder, "/a/b/")
