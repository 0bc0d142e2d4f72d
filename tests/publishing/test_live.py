"""Publishing again and again below a real server, with a reader at full speed."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gongkai.publishing import folder
from gongkai.publishing.folder import Releases
from gongkai.publishing.outgoing import Outgoing
from tests.publishing import hosts
from tests.publishing.sites import site

PAGES = ("index.html", "a/1.html", "a/2.html")
PUBLICATIONS = 200
_BODY = 20_000

_PUBLISH = """
import sys, time
from pathlib import Path
from gongkai.publishing import folder
from tests.publishing.test_live import made
releases = folder.Releases(Path(sys.argv[1]))
work = Path(sys.argv[2])
turn = int(sys.argv[3])
print("ready", flush=True)
while True:
    with folder.locked(releases):
        folder.release(releases, made(work, turn), 5, precompress=False)
    turn += 1
"""


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
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        newest = 0
        while not self._stopped.is_set():
            for address in PAGES:
                connection.request("GET", f"/{address}", headers={"Host": "localhost"})
                answer = connection.getresponse()
                body = answer.read()
                turn = body[:8]
                if answer.status != 200 or body != turn * (_BODY // 8) or int(turn) < newest:
                    self.wrong.append(f"{address}: {answer.status}, {turn!r} after {newest}")
                    return
                newest = int(turn)
                self.seen.append(newest)
        connection.close()

    def stop(self) -> None:
        self._stopped.set()
        self.join(30)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("www", "work", "server"):
        (tmp_path / name).mkdir()
    return tmp_path / "www", tmp_path / "work"


def test_a_reader_meets_whole_pages_of_one_release(places: tuple[Path, Path]) -> None:
    www, work = places
    releases = Releases(www)
    folder.release(releases, made(work, 0), 5, precompress=False)
    with hosts.nginx(www, www.parent / "server") as port:
        reader = Reader(port)
        reader.start()
        for turn in range(1, PUBLICATIONS):
            with folder.locked(releases):
                folder.release(releases, made(work, turn), 5, precompress=False)
        reader.stop()
    assert not reader.wrong
    assert len(set(reader.seen)) > 10


def test_a_publication_that_is_killed_harms_no_page(places: tuple[Path, Path]) -> None:
    www, work = places
    releases = Releases(www)
    folder.release(releases, made(work, 0), 5, precompress=False)
    with hosts.nginx(www, www.parent / "server") as port:
        reader = Reader(port)
        reader.start()
        for kill in range(8):
            turn = 1000 * (kill + 1)
            command = [sys.executable, "-c", _PUBLISH, str(www), str(work), str(turn)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_REPOSITORY)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.05 + kill * 0.007)
            process.kill()
            process.wait()
            process.stdout.close()
        reader.stop()
    assert not reader.wrong
    assert len(set(reader.seen)) > 8
    with folder.locked(releases):
        folder.release(releases, made(work, 99_000), 5, precompress=False)
    assert (releases.link / "index.html").read_bytes().startswith(b"00099000")
    assert not (www / "releases" / ".unfinished").exists()


_REPOSITORY = Path(__file__).resolve().parents[2]
