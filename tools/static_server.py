"""A static web server as a host would run it: files under a prefix, and the site's own 404."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Written out, because the registry of a machine may say otherwise (Windows does for .js).
MEDIA_TYPES = {
    "": "application/octet-stream",
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class StaticHandler(SimpleHTTPRequestHandler):
    """Serves ``directory`` below ``prefix``, which starts and ends in a slash."""

    protocol_version = "HTTP/1.1"
    extensions_map = MEDIA_TYPES

    def __init__(self, *arguments: object, directory: Path, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(*arguments, directory=str(directory))  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file that ``path`` means; one that cannot exist when it is not below the prefix."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "\N{NO ENTRY}")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def list_directory(self, path: str | object) -> None:
        """A folder without index.html is missing, as with every host that shows no listings."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with the site's own 404.html where it has one."""
        own = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not own.is_file():
            super().send_error(code, message, explain)
            return
        body = own.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the tests' output is for the tests."""


class _Server(ThreadingHTTPServer):
    # A browser keeps connections open and drops them at will; neither may hold up or soil a test.
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that went away in the middle of an answer."""


@contextmanager
def serve(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve ``folder`` on 127.0.0.1 and a free port; yields the base URL, ending in a slash."""
    prefix = f"/{prefix.strip('/')}/".replace("//", "/")
    with _Server(
        ("127.0.0.1", 0), partial(StaticHandler, directory=folder, prefix=prefix)
    ) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()
