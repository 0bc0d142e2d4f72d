from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from gongkai.errors import UsageError
from gongkai.manifest import MANIFEST
from gongkai.publishing.archive import files_of, pack
from gongkai.publishing.compression import compressed
from tests.publishing.sites import site

FILES = {"index.html": b"<p>one</p>", "a/1.html": b"<p>two</p>"}


def test_the_archive_holds_the_site_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    built = site(tmp_path / "public", FILES)
    pack(tmp_path / "one.zip", built)
    os.utime(tmp_path / "public" / "index.html", (1, 1))
    pack(tmp_path / "two.zip", built)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist() if name != MANIFEST} == FILES
    assert files_of(tmp_path / "one.zip") == built.files


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "theirs.zip").write_bytes(b"not an archive")
    with pytest.raises(UsageError, match="不是本程序写的压缩包"):
        files_of(tmp_path / "theirs.zip")


def test_there_is_nothing_in_an_archive_that_is_not_there(tmp_path: Path) -> None:
    assert files_of(tmp_path / "none.zip") == {}


def test_compressed_bytes_depend_on_the_content_alone() -> None:
    import brotli

    data = "各方面的意见".encode() * 100
    packed = dict(compressed("a/1.html", data))
    assert packed == dict(compressed("a/1.html", data))
    assert gzip.decompress(packed["a/1.html.gz"]) == data
    assert brotli.decompress(packed["a/1.html.br"]) == data
    assert packed["a/1.html.gz"][4:8] == bytes(4)
    assert not dict(compressed("a/1.png", data))
    assert not dict(compressed("a/2.html", b"short"))
