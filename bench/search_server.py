"""A static server that counts what it sends and may be slow: the network of the benchmark.

Text goes out compressed, unchanged files are answered in a line, over HTTP/1.1; what is named by
its content may be kept for ever and all else is asked for again, as docs/hosting/ configures
servers.  Counting and slowing here, and not in the browser, treats pages and their workers alike.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from tools.static_server import StaticHandler

_TEXT = frozenset({".html", ".css", ".js", ".mjs", ".json"})
_PIECE = 8192
#: What is named by its content: the assets, and the index but for its manifest and texts.
_NAMED_BY_CONTENT = re.compile(r"/assets/[0-9a-f]+/|/search/.+\.[0-9a-f]{6}\.bin$")


@dataclass
class Line:
    """What one reader's connection to the server does and has done.

    ``latency`` is in seconds for each request, ``rate`` in bytes a second for all together, 0
    without a limit.  ``sent`` has, for each answer, the second of its end, on the clock of the day,
    its bytes, heads included, and its path.
    """

    latency: float = 0.0
    rate: float = 0.0
    sent: list[tuple[float, int, str]] = field(default_factory=list)
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def until(self, second: float) -> list[tuple[int, str]]:
        """The bytes and paths of the answers up to a second of the day's clock."""
        return [(size, path) for moment, size, path in self.sent if moment <= second]

    def wait_for(self, size: int) -> None:
        """Wait until the line has carried ``size`` more bytes."""
        if not self.rate:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size / self.rate
            pause = self._free_at - time.monotonic()
        time.sleep(max(pause, 0.0))


class LineHandler(StaticHandler):
    """Serves files over a :class:`Line`."""

    def __init__(self, *arguments: object, directory: Path, line: Line) -> None:
        self._line = line
        super().__init__(*arguments, directory=directory, prefix="/")

    def do_GET(self) -> None:  # noqa: N802 - the name is the library's
        """Answer with the file, or with 304 when the browser has it."""
        time.sleep(self._line.latency)
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        tag = f'"{hashlib.blake2b(data, digest_size=8).hexdigest()}"'
        if self.headers.get("If-None-Match") == tag:
            data = b""
            self.send_response(304)
        else:
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            if path.suffix in _TEXT:
                data = gzip.compress(data, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", tag)
        for_ever = "public, max-age=31536000, immutable"
        kept = for_ever if _NAMED_BY_CONTENT.match(self.path) else "no-cache"
        self.send_header("Cache-Control", kept)
        head = len(b"".join(self._headers_buffer)) + 2  # type: ignore[attr-defined]
        self._line.wait_for(head)
        self.end_headers()
        for at in range(0, len(data), _PIECE):
            self._line.wait_for(len(data[at : at + _PIECE]))
            self.wfile.write(data[at : at + _PIECE])
        self._line.sent.append((time.time(), head + len(data), self.path))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that went away in the middle of an answer."""


@contextmanager
def served(folder: Path, line: Line) -> Iterator[str]:
    """Serve ``folder`` on this machine over ``line``; the value is the address of its root."""
    with _Server(("127.0.0.1", 0), partial(LineHandler, directory=folder, line=line)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
