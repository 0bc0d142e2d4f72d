from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gongkai.errors import MachineError, UsageError
from gongkai.publishing import folder
from gongkai.publishing.folder import Releases
from tests.publishing.sites import held, site

ONE = {"index.html": b"<p>one</p>", "a/1.html": b"<p>same</p>"}
TWO = {"index.html": b"<p>two</p>", "a/1.html": b"<p>same</p>"}


def release(tmp_path: Path, files: dict[str, bytes], keep: int = 5) -> Releases:
    built = tmp_path / "public"
    shutil.rmtree(built, ignore_errors=True)
    releases = Releases(tmp_path / "www")
    with folder.locked(releases):
        folder.release(releases, site(built, files), keep, precompress=False)
    return releases


def test_the_link_leads_to_the_newest_release(tmp_path: Path) -> None:
    release(tmp_path, ONE)
    releases = release(tmp_path, TWO)
    assert releases.current() == "000002"
    assert held(releases.link) == TWO


def test_what_did_not_change_is_shared(tmp_path: Path) -> None:
    release(tmp_path, ONE)
    releases = release(tmp_path, TWO)
    first, second = releases.path("000001"), releases.path("000002")
    assert (first / "a/1.html").samefile(second / "a/1.html")
    assert not (first / "index.html").samefile(second / "index.html")


def test_the_built_folder_is_never_shared(tmp_path: Path) -> None:
    releases = release(tmp_path, ONE)
    (tmp_path / "public" / "a" / "1.html").write_bytes(b"altered")
    assert held(releases.link) == ONE


def test_the_newest_releases_are_kept(tmp_path: Path) -> None:
    for turn in range(5):
        releases = release(tmp_path, {"index.html": b"%d" % turn}, keep=2)
    assert releases.numbers() == ["000004", "000005"]


def test_one_goes_back_to_the_release_before_and_on_again(tmp_path: Path) -> None:
    release(tmp_path, ONE)
    releases = release(tmp_path, TWO)
    assert folder.earlier(releases) == "000001"
    folder.switch(releases, "000001")
    assert held(releases.link) == ONE
    with pytest.raises(UsageError, match="没有更早的版本"):
        folder.earlier(releases)
    release(tmp_path, TWO)
    assert releases.current() == "000003"
    assert held(releases.link) == TWO


def test_a_release_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    releases = release(tmp_path, ONE)
    unfinished = releases.path(".unfinished")
    unfinished.mkdir()
    (unfinished / "left.html").write_bytes(b"half")
    release(tmp_path, TWO)
    assert held(releases.link) == TWO
    assert not unfinished.exists()


def test_a_file_altered_after_the_build_is_not_sent(tmp_path: Path) -> None:
    releases = release(tmp_path, ONE)
    built = site(tmp_path / "public", TWO)
    (tmp_path / "public" / "index.html").write_bytes(b"<p>not</p>")
    with pytest.raises(MachineError, match="被改动过"):
        folder.release(releases, built, 5, precompress=False)
    assert held(releases.link) == ONE


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "theirs.html").write_bytes(b"")
    with pytest.raises(UsageError, match="别的文件"):
        release(tmp_path, ONE)


def test_compressed_files_stand_beside_and_are_shared(tmp_path: Path) -> None:
    files = {"index.html": b"<p>long</p>" * 100, "a.png": b"\0" * 1000}
    releases = Releases(tmp_path / "www")
    for turn in range(2):
        built = site(tmp_path / "public", {**files, "turn.html": b"%d" % turn})
        with folder.locked(releases):
            folder.release(releases, built, 5, precompress=True)
    names = sorted(path.name for path in releases.link.iterdir())
    assert names == [
        ".gongkai-manifest.json",
        *("a.png", "index.html", "index.html.br", "index.html.gz", "turn.html"),
    ]
    assert (releases.link / "index.html.br").stat().st_nlink == 2
