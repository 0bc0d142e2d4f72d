"""Publishing again and again below a real server, with a reader at full speed."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import pytest

from gongkai.publishing import folder
from gongkai.publishing.folder import Releases
from gongkai.publishing.outgoing import Outgoing
from tests.publishing import hosts
from tests.publishing.sites import site

PAGES = ("index.html", "a/1.html", "a/2.html")
PUBLICATIONS = 200
"""By how many releases a reader is met, at least, with kills in between as without."""
_BODY = 20_000

_PUBLISH = """
import sys, time
from pathlib import Path
from gongkai.publishing import folder
from tests.publishing.test_live import made
releases = folder.Releases(Path(sys.argv[1]))
work = Path(sys.argv[2])
first = int(sys.argv[3])
for turn in range(first, first + 1000):
    with folder.locked(releases):
        folder.release(releases, made(work, turn), 5, precompress=False)
    print(turn, flush=True)
"""

KILLS = 8


def made(work: Path, turn: int) -> Outgoing:
    """A site whose every page tells, from its first byte to its last, which release it is."""
    return site(work, dict.fromkeys(PAGES, b"%08d" % turn * (_BODY // 8)))


class Reader(threading.Thread):
    """Asks for the pages one after another until it is stopped; ``wrong`` is what it met."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._stopped = threading.Event()
        self.wrong: list[str] = []
        self.seen: list[int] = []

    def run(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as connection:
            try:
                while not (self._stopped.is_set() or self.wrong):
                    for address in PAGES:
                        self._ask(connection, address)
            except (http.client.HTTPException, OSError) as error:
                # An answer that ends before its length is as torn as any.
                self.wrong.append(repr(error))

    def _ask(self, connection: http.client.HTTPConnection, address: str) -> None:
        connection.request("GET", f"/{address}", headers={"Host": "localhost"})
        answer = connection.getresponse()
        body, newest = answer.read(), self.seen[-1] if self.seen else 0
        turn = body[:8]
        if answer.status != 200 or body != turn * (_BODY // 8) or int(turn) < newest:
            self.wrong.append(f"{address}: {answer.status}, {turn!r} after {newest}")
        else:
            self.seen.append(int(turn))

    def stop(self) -> None:
        self._stopped.set()
        self.join(30)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("www", "work", "server"):
        (tmp_path / name).mkdir()
    return tmp_path / "www", tmp_path / "work"


@contextmanager
def reader_at_work(places: tuple[Path, Path]) -> Iterator[Reader]:
    """A reader of a first release below nginx, at full speed as long as the context lasts."""
    www, work = places
    folder.release(Releases(www), made(work, 0), 5, precompress=False)
    with hosts.nginx(www, www.parent / "server") as port:
        reader = Reader(port)
        reader.start()
        try:
            yield reader
        finally:
            reader.stop()


def test_a_reader_meets_whole_pages_of_one_release(places: tuple[Path, Path]) -> None:
    www, work = places
    releases = Releases(www)
    with reader_at_work(places) as reader:
        for turn in range(1, PUBLICATIONS):
            with folder.locked(releases):
                folder.release(releases, made(work, turn), 5, precompress=False)
    assert not reader.wrong
    assert len(set(reader.seen)) > 10


def test_a_publication_that_is_killed_harms_no_page(places: tuple[Path, Path]) -> None:
    www, work = places
    releases = Releases(www)
    done = 0
    with reader_at_work(places) as reader:
        for kill in range(KILLS):
            command = [sys.executable, "-c", _PUBLISH, str(www), str(work), str(1000 * (kill + 1))]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_REPOSITORY)
            assert process.stdout is not None
            done += len(list(islice(process.stdout, PUBLICATIONS // KILLS)))
            # Each time at another moment of a publication, which takes some milliseconds.
            time.sleep(kill * 0.0011)
            process.kill()
            process.wait()
            process.stdout.close()
    assert done == PUBLICATIONS
    assert not reader.wrong
    assert len(set(reader.seen)) > KILLS
    with folder.locked(releases):
        folder.release(releases, made(work, 99_000), 5, precompress=False)
    assert (releases.link / "index.html").read_bytes().startswith(b"00099000")
    assert not (www / "releases" / ".unfinished").exists()


def overwritten(page: Path, new: bytes) -> None:
    """A page written where it is read: half of it is new for a moment."""
    with page.open("r+b") as file:
        file.write(new[: _BODY // 2])
        file.flush()
        time.sleep(0.002)
        file.write(new[_BODY // 2 :])


def taken_away(page: Path, new: bytes) -> None:
    """A page that is removed before the new one is written."""
    page.unlink()
    time.sleep(0.002)
    page.write_bytes(new)


def one_after_another(page: Path, new: bytes) -> None:
    """A page replaced at once, but later than another page of the same release."""
    beside = page.with_suffix(".new")
    beside.write_bytes(new)
    beside.replace(page)
    time.sleep(0.002)


@pytest.mark.parametrize("write", [overwritten, taken_away, one_after_another])
def test_a_reader_does_meet_what_is_published_carelessly(
    places: tuple[Path, Path], write: Callable[[Path, bytes], None]
) -> None:
    """The reader above would have told of a torn page, a missing one and a mixed release."""
    releases = Releases(places[0])
    with reader_at_work(places) as reader:
        for turn in range(1, PUBLICATIONS):
            for address in PAGES:
                write(releases.link / address, b"%08d" % turn * (_BODY // 8))
            if reader.wrong:
                break
    assert reader.wrong


_REPOSITORY = Path(__file__).resolve().parents[2]
