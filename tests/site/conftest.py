"""The two sites that the tests of this folder look at, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.site import larger
from tests.site.building import BuiltSite, build


@pytest.fixture(scope="session")
def demonstration(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The demonstration site of the repository, built from a copy of its sources."""
    root = tmp_path_factory.mktemp("demonstration")
    shutil.copy(repository / "site.toml", root)
    shutil.copytree(repository / "content", root / "content")
    return BuiltSite(root, root / "public", "/", build(root, root / "public"))


@pytest.fixture(scope="session")
def larger_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of ``tests.site.larger``."""
    root = larger.write(tmp_path_factory.mktemp("larger") / "root")
    return BuiltSite(root, root / "public", larger.ROOT_PATH, build(root, root / "public"))


@pytest.fixture(params=["demonstration", "larger_site"])
def site(request: pytest.FixtureRequest) -> BuiltSite:
    """Each of the two sites in turn."""
    built: BuiltSite = request.getfixturevalue(request.param)
    return built
