"""A small site for the tests of the preview, and the preview's server as a process."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

REPOSITORY = Path(__file__).resolve().parent.parent

NOW = "2024-05-01T09:00"

SITE_TOML = """\
[site]
name = "答复公开"

[review]
required = false

[[categories]]
slug = "suggestions"
name = "人大代表建议"
form = "reply"

[[sessions]]
slug = "renda-1"
name = "市一届人大一次会议"
year = 2024
"""

UNITS = "- slug: jiaoyu\n  name: 市教育局\n"

# Far longer than anything takes: a test that waits so long has failed.
_DEADLINE = 60.0


def reply(number: int, body: str = "同意。", **fields: str) -> str:
    """The source of a public reply; ``fields`` replace or add front matter."""
    front_matter = {
        "标题": f"第{number}号建议的答复",
        "类别": "人大代表建议",
        "状态": "公开",
        "编号": str(number),
        "届次": "市一届人大一次会议",
        "主办单位": "市教育局",
        "成文日期": "2024-03-01",
        "发布日期": "2024-04-01",
        **fields,
    }
    lines = "".join(f"{key}: {value}\n" for key, value in front_matter.items())
    return f"---\n{lines}---\n\n{body}\n"


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write ``files`` below ``root``."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def write_site(root: Path, **replies: str) -> Path:
    """A site at ``root``; each reply ``r1`` lies at content/suggestions/1.md."""
    write(root, {"site.toml": SITE_TOML, "content/units.yaml": UNITS})
    write(root, {f"content/suggestions/{name[1:]}.md": text for name, text in replies.items()})
    return root


def files(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait until ``condition`` holds."""
    deadline = time.monotonic() + _DEADLINE
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Response:
    """What the server answered."""

    status: int
    headers: Message
    text: str


class Server:
    """``build.py serve`` as a process of its own."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = [sys.executable, str(REPOSITORY / "build.py"), "serve", "--root", str(root)]
        self.process = subprocess.Popen(
            [*command, *(arguments or ("--port", "0", "--now", NOW))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: Queue[str] = Queue()
        self.said = ""
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def says(self, text: str) -> None:
        """Wait until the process has printed ``text``."""
        eventually(lambda: text in self.heard(), f"the server says {text!r}: {self.said}")

    def heard(self) -> str:
        """All that the process has printed so far."""
        try:
            while True:
                self.said += self._lines.get_nowait()
        except Empty:
            return self.said

    @property
    def port(self) -> int:
        """The port, once the server is ready."""
        self.says("按 Ctrl-C 结束预览")
        match = re.search(r"http://127\.0\.0\.1:(\d+)/", self.said)
        assert match
        return int(match[1])

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str = "", method: str = "GET", **headers: str) -> Response:
        """The answer to one request."""
        request = urllib.request.Request(self.url + path, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return Response(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Response(error.code, error.headers, error.read().decode())

    def shows(self, path: str, text: str) -> None:
        """Wait until the page at ``path`` holds ``text``."""
        eventually(lambda: text in self.ask(path).text, f"{text!r} on {path}")

    def interrupt(self) -> int:
        """Press Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_DEADLINE)

    def close(self) -> None:
        """End the process if it is still running."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout
        self.process.stdout.close()


class Tab:
    """An open page's side of live reload: what the server tells livereload's client."""

    def __init__(self, server: Server, path: str) -> None:
        """A tab that has just been sent the page at ``path``, if the test has asked for it."""
        self._url = server.url + path
        self._port = server.port
        self._told: Queue[str] = Queue()
        self._loop = asyncio.new_event_loop()
        self._connection: WebSocketClientConnection | None = None
        # A loop of its own, for the browser's tests keep one running in the main thread.
        self._thread = Thread(target=self._loop.run_until_complete, args=(self._listen(),))
        self._thread.start()
        self.hears("hello")

    def hears(self, command: str) -> None:
        """Wait for the next message, which is ``command``."""
        assert self._told.get(timeout=_DEADLINE) == command

    def unheard(self) -> list[str]:
        """The messages that have come and that the test has not asked for."""
        return list(self._told.queue)

    def close(self) -> None:
        """Leave the page."""
        assert self._connection
        self._loop.call_soon_threadsafe(self._connection.close)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        address = f"http://127.0.0.1:{self._port}"
        request = HTTPRequest(f"ws{address[4:]}/livereload", headers={"Origin": address})
        self._connection = await websocket_connect(request)
        await self._connection.write_message('{"command": "hello"}')
        await self._connection.write_message(json.dumps({"command": "info", "url": self._url}))
        while (message := await self._connection.read_message()) is not None:
            self._told.put(json.loads(message)["command"])


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Server]:
    """A server that is stopped in the end."""
    server = Server(root, *arguments)
    try:
        yield server
    finally:
        server.close()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``build.py`` with ``arguments``, until it ends."""
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=_DEADLINE,
        check=False,
    )
