"""rsync over a real daemon on loopback."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai.errors import MachineError, UsageError
from gongkai.manifest import MANIFEST, manifest_bytes
from gongkai.publishing import remote
from gongkai.publishing.difference import difference
from gongkai.publishing.remote import Destination
from tests.publishing.daemons import free_port, program, running
from tests.publishing.sites import held, site
from tools import servers

ONE = {
    "assets/1/a.css": b"a{}",
    "search/m.bin": b"1",
    "a/1.html": b"<p>one</p>",
    "a/2.html": b"<p>two</p>",
    "index.html": b"<p>home</p>",
}
TWO = {
    "assets/2/a.css": b"b{}",
    "search/m.bin": b"2",
    "a/1.html": b"<p>one</p>",
    "a/3.html": b"<p>three</p>",
    "index.html": b"<p>new</p>",
}


@pytest.fixture
def module(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


@pytest.fixture
def rsync(monkeypatch: pytest.MonkeyPatch) -> Path:
    """rsync as the tests have it, found before the machine's own, which may be missing."""
    found = program("rsync")
    monkeypatch.setenv("PATH", str(found.parent), prepend=os.pathsep)
    for name, value in servers.environment().items():
        if name == "LD_LIBRARY_PATH":
            monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def destination(tmp_path: Path, module: Path, rsync: Path) -> Iterator[Destination]:
    port = free_port()
    settings = tmp_path / "rsyncd.conf"
    own = f"uid = {os.geteuid()}\ngid = {os.getegid()}\n"
    settings.write_text(
        f"address = 127.0.0.1\nport = {port}\nuse chroot = no\nreverse lookup = no\n{own}"
        f"[site]\npath = {module}\nread only = no\n"
    )
    command = [str(rsync), "--daemon", "--no-detach", f"--config={settings}"]
    with running(command, port, tmp_path / "rsync.log"):
        yield Destination.of(f"rsync://127.0.0.1:{port}/site")


def send(destination: Destination, folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    built = site(folder, files)
    before = destination.files()
    change = difference(before, built.files)
    destination.bring_up_to_date(built, before, change, precompress=False)


def test_the_site_that_is_there_becomes_the_new_one(
    tmp_path: Path, module: Path, destination: Destination
) -> None:
    for files in (ONE, TWO, ONE):
        send(destination, tmp_path / "public", files)
        assert held(module) == files


def test_a_file_of_the_same_size_and_second_is_sent(
    tmp_path: Path, module: Path, destination: Destination
) -> None:
    send(destination, tmp_path / "public", {"index.html": b"1"})
    there = (module / "index.html").stat().st_mtime_ns
    built = site(tmp_path / "next", {"index.html": b"2"})
    before = destination.files()
    real = remote._copied

    def aged(*arguments: Any, **named: Any) -> list[str]:
        copied = real(*arguments, **named)
        for name in copied:
            os.utime(arguments[1] / name, ns=(there, there))
        return copied

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "_copied", aged)
        change = difference(before, built.files)
        destination.bring_up_to_date(built, before, change, precompress=False)
    assert held(module) == {"index.html": b"2"}


def test_folders_in_which_nothing_is_left_go_too(
    tmp_path: Path, module: Path, destination: Destination
) -> None:
    send(destination, tmp_path / "public", {**ONE, "b/c/d/1.html": b"1", "b/c/2.html": b"2"})
    (module / "b" / "theirs.txt").write_text("somebody else's")
    send(destination, tmp_path / "public", TWO)
    assert not (module / "assets" / "1").exists()
    assert not (module / "b" / "c").exists()
    assert (module / "b" / "theirs.txt").exists()


def test_what_is_pointed_at_comes_first_and_removals_last(
    tmp_path: Path, module: Path, destination: Destination, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(destination, tmp_path / "public", ONE)
    seen: list[set[str]] = []
    real = remote._rsync

    def spying(*arguments: str, given: str = "") -> str:
        said = real(*arguments, given=given)
        seen.append(set(held(module)))
        return said

    monkeypatch.setattr(remote, "_rsync", spying)
    send(destination, tmp_path / "public", TWO)
    steps = [after - before for before, after in itertools.pairwise(seen)]
    assert [sorted(step) for step in steps if step] == [["assets/2/a.css"], ["a/3.html"]]
    assert "a/2.html" in seen[-4]
    assert set(held(module)) == set(TWO)


@pytest.mark.parametrize("step", [0, 2, 4, 6])
def test_cut_off_at_any_step_every_page_stands_and_the_next_run_completes(
    tmp_path: Path,
    module: Path,
    destination: Destination,
    monkeypatch: pytest.MonkeyPatch,
    step: int,
) -> None:
    send(destination, tmp_path / "public", ONE)
    real, calls = remote._rsync, 0

    def failing(*arguments: str, given: str = "") -> str:
        nonlocal calls
        if "--list-only" not in arguments and given:
            calls += 1
            if calls > step:
                raise MachineError("cut off")
        return real(*arguments, given=given)

    with monkeypatch.context() as patch, pytest.raises(MachineError):
        patch.setattr(remote, "_rsync", failing)
        send(destination, tmp_path / "public", TWO)
    there = held(module)
    assert all(
        there[address] in {ONE[address], TWO.get(address)} for address in ONE if address in there
    )
    assert there.keys() >= ONE.keys() & TWO.keys()
    third = {"index.html": b"<p>third</p>"}
    send(destination, tmp_path / "public", third)
    assert held(module) == third


def test_somebody_elses_folder_is_refused(
    tmp_path: Path, module: Path, destination: Destination
) -> None:
    (module / "theirs.html").write_bytes(b"")
    with pytest.raises(UsageError, match="别的文件"):
        send(destination, tmp_path / "public", ONE)
    assert held(module) == {"theirs.html": b""}


def test_files_of_others_beside_ours_are_left_alone(
    tmp_path: Path, module: Path, destination: Destination
) -> None:
    send(destination, tmp_path / "public", ONE)
    (module / "theirs.html").write_bytes(b"")
    send(destination, tmp_path / "public", TWO)
    assert held(module) == {**TWO, "theirs.html": b""}


def test_compressed_files_go_and_come_along(
    tmp_path: Path, module: Path, destination: Destination
) -> None:
    built = site(tmp_path / "public", {"a/1.html": b"<p>" * 500})
    change = difference({}, built.files)
    destination.bring_up_to_date(built, {}, change, precompress=True)
    assert set(held(module)) == {"a/1.html", "a/1.html.gz", "a/1.html.br"}
    send(destination, tmp_path / "public", {"index.html": b""})
    assert set(held(module)) == {"index.html"}


@pytest.mark.usefixtures("rsync")
def test_a_server_that_does_not_answer_is_said_in_words() -> None:
    with pytest.raises(MachineError, match="rsync 没有完成"):
        Destination.of(f"rsync://127.0.0.1:{free_port()}/site").files()


@pytest.mark.parametrize("text", ["", "--delete", "-e sh"])
def test_what_rsync_would_take_for_an_option_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Destination.of(text)


def test_the_manifest_of_an_earlier_site_is_read(module: Path, destination: Destination) -> None:
    (module / MANIFEST).write_bytes(manifest_bytes({"index.html": "00"}))
    assert destination.files() == {"index.html": "00"}
