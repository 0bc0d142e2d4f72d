"""What a build need not do it does not load: that would take longer than the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.smallsite import SmallSite

# What was written just now might yet be altered without its time telling: here it is not.
_BUILD = """
import json, sys
from gongkai import walk
walk.RACY = 0
from gongkai import cli
status = cli.main(["build", "--root", sys.argv[1], "--output", sys.argv[1] + "/public"])
print(json.dumps([status, sorted(sys.modules)]))
"""
SELDOM = {
    *("yaml", "markdown", "nh3", "tomllib", "tree_sitter", "stdnum", "multiprocessing"),
    *("concurrent.futures.process", "livereload", "tornado", "asyncio", "watchfiles", "rich"),
    *("docx", "pypdf", "openpyxl", "xlsxwriter", "gongkai.yamlparsing", "gongkai.markdown.gongwen"),
}
"""What a publication of plain replies needs none of."""
FOR_CHANGES = {
    *("numpy", "jinja2", "filelock", "sqlite3", "concurrent.futures", "tempfile", "subprocess"),
    *("gongkai.commands", "gongkai.pipeline", "gongkai.model", "gongkai.privacy"),
}
"""What a build that changes nothing needs none of, besides."""


def modules_of_a_build(root: Path) -> set[str]:
    """What a build of the site at ``root``, in a process of its own, has loaded in the end."""
    command = [sys.executable, "-c", _BUILD, str(root)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    status, modules = json.loads(run.stdout.splitlines()[-1])
    assert status == 0, run.stderr
    return set(modules)


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site of plain replies that was built, and stands."""
    site = SmallSite(tmp_path / "site", papers=0)
    for index in range(3):
        put_plain(site, index)
    modules_of_a_build(site.root)
    return site


def put_plain(site: SmallSite, index: int) -> None:
    paper = site.paper(index * 8 + 3)
    paper.is_plain = True
    site.put(paper)


def test_a_publication_loads_no_parser_and_no_pool(site: SmallSite) -> None:
    put_plain(site, 3)
    assert SELDOM.isdisjoint(modules_of_a_build(site.root))


def test_nothing_changed_is_said_before_anything_heavy_is_loaded(site: SmallSite) -> None:
    modules_of_a_build(site.root)
    assert (SELDOM | FOR_CHANGES).isdisjoint(modules_of_a_build(site.root))
