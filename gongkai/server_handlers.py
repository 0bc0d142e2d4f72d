"""The preview's HTTP and WebSocket handlers, on those of livereload."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from msgspec import Struct
from tornado.escape import json_decode
from tornado.web import Application, RequestHandler

from .preview_faults import RELOAD_SCRIPT
from .server_answers import Answer, refusal

_SOCKET = "/livereload"
"""Where livereload's client looks for its server."""


class Audience:
    """Which state of the preview each page was sent in, so that none stays behind."""

    def __init__(self) -> None:
        self._state = 0
        self._sent: dict[str, int] = {}

    def sent(self, path: str) -> None:
        """Note that the page at ``path`` was sent as it is now."""
        self._sent[unquote(path)] = self._state

    def changed(self) -> None:
        """Reload every page that is open."""
        self._state += 1
        ReloadSocket.reload_waiters("*")

    def is_behind(self, path: str) -> bool:
        """Whether the page at ``path`` was sent before the last change; true once at most."""
        behind = self._sent.get(unquote(path)) != self._state
        self.sent(path)
        return behind


class Service(Struct, frozen=True):
    """What the handlers serve: pages at a port of this machine.

    ``answer`` is given the path of a request; ``failure`` keeps the traceback of the exception at
    hand and tells what to say of it.
    """

    port: int
    answer: Callable[[str], Answer]
    audience: Audience
    failure: Callable[[], str]


class Guarded(RequestHandler):
    """Answers only browsers of this machine that look at this preview, and in Chinese."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, service: Service) -> None:
        """Take what is served."""
        self.service = service

    def prepare(self) -> None:
        """Refuse a request that a page elsewhere has sent."""
        if why := refusal(self.request.headers.get("Host"), self.origin(), self.service.port):
            self.set_status(HTTPStatus.FORBIDDEN)
            self._say(why)

    def origin(self) -> str | None:
        """The origin that the browser states; it states none with most requests for pages."""
        return self.request.headers.get("Origin")

    def head(self) -> None:
        """As ``get``; tornado leaves the body out."""
        self.get()

    def set_default_headers(self) -> None:
        """Browsers keep nothing and show nothing to other sites."""
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def compute_etag(self) -> None:
        """None, for browsers keep nothing."""

    def write_error(self, status_code: int, **details: object) -> None:
        """Say in a sentence what was wrong."""
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
            self._say("预览只供查看，不接受提交。")
        elif status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
            self._say(self.service.failure())
        else:
            self._say("浏览器发来的请求有误。")

    def log_exception(self, *details: object) -> None:
        """Nothing on the terminal: the browser is told."""

    def _say(self, sentence: str) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(sentence)


class PageHandler(Guarded):
    """Sends the files of the preview."""

    def get(self) -> None:
        """Send the file that the path means, or the site's 404.html."""
        path = self.request.path
        answer = self.service.answer(path)
        self.service.audience.sent(path)
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.media_type)
        self.finish(answer.data)


class ClientHandler(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """Sends livereload's client as a file: the pages' CSP allows no inline script."""


class ReloadSocket(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """livereload's WebSocket, for pages of this preview alone."""

    SUPPORTED_METHODS = ("GET",)  # type: ignore[assignment]

    # livereload names in its log what its own watcher saw last; ours is another.
    watcher = Watcher()

    def origin(self) -> str | None:
        """The origin, which browsers always state here; who states none is refused."""
        return self.request.headers.get("Origin", "")

    def check_origin(self, origin: str) -> bool:
        """True: :meth:`prepare` has refused all others."""
        return True

    def on_message(self, message: str | bytes) -> None:
        """Shake hands as livereload does, and reload a page that was changed meanwhile."""
        try:
            super().on_message(message)
            url = json_decode(message).get("url")
        except (ValueError, AttributeError):
            self.close()
            return
        if url and self.service.audience.is_behind(urlsplit(url).path):
            self.send_message({"command": "reload", "path": "*"})

    def write_message(self, *message: Any, **options: Any) -> Future[None]:
        """Send to a browser that may have gone."""
        sending: Future[None] = super().write_message(*message, **options)
        sending.add_done_callback(lambda sent: sent.exception())
        return sending


def application(service: Service) -> Application:
    """The server's application: pages, and livereload's client and socket."""
    handlers = ((_SOCKET, ReloadSocket), (RELOAD_SCRIPT, ClientHandler), (r".*", PageHandler))
    return Application(
        [(pattern, handler, {"service": service}) for pattern, handler in handlers],
        log_function=lambda handler: None,
    )
