"""The preview's server: builds, answers, and reloads the browser when something has changed.

It answers on 127.0.0.1 alone.  Builds run in one thread of their own, so that pages are sent
meanwhile; everything else happens in the loop of asyncio.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from socket import socket
from threading import Event

from filelock import FileLock, Timeout
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from . import report, staffing
from .errors import MachineError, UsageError, cause_of
from .pipeline import CACHE
from .preview import Preview, Shown
from .progressline import ProgressLine
from .saying import say
from .server_answers import ADDRESS, Answer, answer
from .server_handlers import Audience, Service, application
from .server_watch import watch
from .sitetoml import FILE as SITE_TOML

# A file that is being saved, or looked at by a virus scanner, cannot be read for a moment.
_RETRY_SECONDS = 0.3
_PATIENCE = 4

_LAST_PORT = 65535


def serve(root: Path, port: int, now: datetime) -> None:
    """Show the preview of the site at ``root`` until the user presses Ctrl-C.

    ``port`` 0 takes any free one.  Time goes on from ``now``.  Raises UsageError when ``root`` is
    no site or the port or the preview is taken, and MachineError when .cache/ cannot be written
    or files cannot be watched.
    """
    root = root.resolve()
    if not (root / SITE_TOML).is_file():
        raise UsageError(f"{root} 里没有 {SITE_TOML}，不是一个网站的文件夹；请用 --root 指明")
    _silence_libraries()
    try:
        with _only_preview(root / CACHE), _listening(port) as sockets:
            asyncio.run(_Session(root, sockets, now).run())
    except KeyboardInterrupt:
        _say("\n预览已结束。")


def _say(text: str) -> None:
    """Say something now: nothing else may come for long."""
    say(text)
    sys.stdout.flush()


class _StoppedError(Exception):
    """Ends a build that nobody waits for any more."""


class _Session:
    """One run of the preview: what is shown now, and to whom."""

    def __init__(self, root: Path, sockets: list[socket], now: datetime) -> None:
        self._root = root
        self._sockets = sockets
        self._port: int = sockets[0].getsockname()[1]
        self._now = now
        self._started = time.monotonic()
        self._preview = Preview(root)
        self._audience = Audience()
        self._shown: Shown | None = None
        self._said = ""
        self._work = asyncio.Event()
        self._stopping = Event()

    async def run(self) -> None:
        """Watch, build and answer, for ever."""
        tasks = (
            asyncio.create_task(watch(self._root, self._work.set)),
            asyncio.create_task(self._build_again_and_again()),
        )
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._stopping.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _build_again_and_again(self) -> None:
        """A save during a build leads to another build; a burst of saves to one."""
        loop = asyncio.get_running_loop()
        failures = 0
        with ThreadPoolExecutor(max_workers=1) as builder:
            while True:
                await self._work_to_do(_RETRY_SECONDS if failures else None)
                try:
                    shown = await loop.run_in_executor(builder, self._built)
                    failures = 0
                except MachineError as error:
                    failures += 1
                    if failures < _PATIENCE:
                        continue
                    shown = self._preview.failed(str(error))
                except Exception:
                    shown = self._preview.failed(self._internal_error())
                self._show(shown)

    async def _work_to_do(self, seconds: float | None) -> None:
        """Wait until something has changed, for ``seconds`` at most."""
        try:
            await asyncio.wait_for(self._work.wait(), seconds)
        except TimeoutError:
            return
        self._work.clear()

    def _built(self) -> Shown:
        """One build, in the builder's thread."""
        line = ProgressLine()

        def progress(stage: str, done: int, total: int) -> None:
            if self._stopping.is_set():
                raise _StoppedError
            line(stage, done, total)

        passed = timedelta(seconds=time.monotonic() - self._started)
        try:
            with staffing.staff(None) as staff:
                return self._preview.build(self._now + passed, staff, progress)
        finally:
            line.clear()

    def _show(self, shown: Shown) -> None:
        first = self._shown is None
        self._shown = shown
        if first:
            self._open(shown)
        said = shown.failure or (report.faults_text(shown.faults) if shown.faults else "")
        if said != self._said:
            self._said = said
            _say(said or "错误都已改正。")
        if shown.changed:
            self._audience.changed()

    def _open(self, shown: Shown) -> None:
        """Begin to answer, and say so."""
        service = Service(self._port, self._answer, self._audience, self._internal_error)
        HTTPServer(application(service)).add_sockets(self._sockets)
        _say(f"预览网址：http://{ADDRESS}:{self._port}/")
        if shown.held:
            say("公众还看不到以下各篇；除“不公开”的以外，预览里都有：")
            say("\n".join(report.held_lines(shown.held)))
        _say("保存文件后页面自动更新。按 Ctrl-C 结束预览。")

    def _answer(self, path: str) -> Answer:
        assert self._shown is not None
        return answer(path, self._preview.folder, self._shown)

    def _internal_error(self) -> str:
        return report.internal_error_text(self._root / CACHE)


@contextmanager
def _only_preview(cache: Path) -> Iterator[None]:
    """Hold the lock that keeps a second preview out of the first one's folder."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "preview.lock", timeout=0):
            yield
    except Timeout:
        raise UsageError("这个网站的预览已经开着；请用已开的那个，或者先结束它") from None
    except OSError as error:
        raise MachineError(f"不能在 {cache} 里写文件：{cause_of(error)}") from error


@contextmanager
def _listening(port: int) -> Iterator[list[socket]]:
    """The sockets of this machine's own address, to which no other machine has a way."""
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"端口不能是 {port}；请用 --port 换成 1024 到 {_LAST_PORT} 之间的数")
    try:
        sockets = bind_sockets(port, ADDRESS)
    except OSError as error:
        raise UsageError(
            f"不能使用端口 {port}：{_reason(error)}；请用 --port 换一个端口，如 --port {_other(port)}"
        ) from None
    try:
        yield sockets
    finally:
        for each in sockets:
            each.close()


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限"
    return cause_of(error)


def _other(port: int) -> int:
    return port + 1 if 1024 <= port < _LAST_PORT else 8001


def _silence_libraries() -> None:
    """Keep the libraries' English remarks off the terminal."""
    for name in ("livereload", "tornado"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
