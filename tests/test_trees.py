"""Two processes that look through a folder see what one sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import halves
from gongkai.apart import Mine, beside
from gongkai.halves import look_by_two
from gongkai.trees import tree, tree_of_large
from gongkai.walk import folders, look, share_of_folders

NAMES = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map("/".join)


@given(st.sets(NAMES, max_size=12), st.integers(1, 3))
def test_shares_hold_every_folder_once(
    tmp_path_factory: pytest.TempPathFactory, names: set[str], shares: int
) -> None:
    root = tmp_path_factory.mktemp("shares")
    for name in names:
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / "file").write_text(name, encoding="utf-8")
    parts = range(1), range(1, shares)
    dealt = [each for taken in parts for each in share_of_folders(root, taken, shares)]
    assert sorted(dealt) == sorted(folders(root))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "units/a.html", "docs/2023/甲.html", "docs/2024/x/y.pdf", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def test_a_large_folder_has_the_tree_of_any(site: Path) -> None:
    before = tree(folders(site))
    assert tree_of_large(site) == before
    (site / "docs/2024/x/y.pdf").write_text("other", encoding="utf-8")
    assert (after := tree_of_large(site)).print != before.print
    (site / "docs/2025").mkdir()
    (site / "docs/2025/z.md").symlink_to("nowhere")
    assert tree(folders(site)).print == tree_of_large(site).print != after.print


def test_a_folder_that_comes_meanwhile_hides_no_other(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It moves those behind it to the other half, as the second process sees them."""

    def late(mine: Callable[[], Mine], module: str, *arguments: str) -> tuple[Mine, bytes] | None:
        done = mine()
        (site / "docs/2022").mkdir()
        (site / "docs/2022/new.html").write_text("new", encoding="utf-8")
        other = beside(lambda: None, module, *arguments)
        return other and (done, other[1])

    monkeypatch.setattr(halves, "beside", late)
    assert sorted(look_by_two(site).folders) == sorted(look(site).folders)


def test_two_see_in_a_folder_what_one_sees(site: Path) -> None:
    before, seen = look(site), look_by_two(site)
    assert sorted(seen.folders) == sorted(before.folders)
    assert seen.at >= before.at


@pytest.mark.parametrize(
    ("name", "value"),
    [("gongkai.apart._TELL", "raise SystemExit(1)"), ("sys.executable", "no such program")],
)
def test_where_no_other_process_can_help_this_one_looks(
    site: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(name, value)
    assert tree_of_large(site) == tree(folders(site))
    assert look_by_two(site).folders == look(site).folders


def test_a_folder_looks_the_same_where_none_can_be_opened(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "Thumbs.db").touch()
    (site / "~$甲.docx").touch()
    before = tree(folders(site))
    names = [path for files in folders(site) for path, _ in files.each()]
    monkeypatch.setattr("gongkai.walk._BY_DESCRIPTOR", False)
    assert tree(folders(site)) == before
    assert sorted(names) == [
        *("docs/2023/甲.html", "docs/2024/x/y.pdf", "index.html", "units/a.html")
    ]
