"""What the tests share: a browser, a web server, the HTML checker and axe-core.

None of these skips a test: a tool that is missing fails it and says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, WebSocket, expect, sync_playwright

from tests import scratch
from tests.sparing import sparing
from tools import nu_checker, provide
from tools.browser import ARGUMENTS, foreign_urls
from tools.static_server import serve

# How long an example takes depends on what else the machine is doing, and what a page takes too:
# what is expected of one is waited for as long as everything else in Playwright.
settings.register_profile("gongkai", settings(), deadline=None)
settings.load_profile("gongkai")
expect.set_options(timeout=30_000)


_SCRATCH = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Let the tests write into memory, those of the processes that pytest-xdist starts too."""
    if folder := scratch.make():
        config.stash[_SCRATCH] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing there."""
    if folder := config.stash.get(_SCRATCH, None):
        scratch.remove(folder)


@pytest.fixture(scope="session", autouse=True)
def _sparing() -> Iterator[None]:
    """All builds that the tests make in their own process."""
    with sparing():
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return provide.REPOSITORY


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium of this machine."""
    try:
        return provide.chromium()
    except provide.MissingToolError as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One browser for the whole run; each ``page`` has a profile of its own.

    From its first use to the end of the run an asyncio loop is running in the main thread, so
    whatever calls ``asyncio.run`` is tested in a thread or a process of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's own Node needs libatomic1, which a bare Debian does not have.
        patch.setenv("PLAYWRIGHT_NODEJS_PATH", str(provide.node()))
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
            yield running
            running.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a fresh profile; the test fails when anything was asked of a third party.

    Options of Playwright's ``new_context`` may be given by indirect parametrisation:
    ``@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)``.
    """
    options: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    options |= getattr(request, "param", {})
    asked: list[str] = []

    def watch_socket(socket: WebSocket) -> None:
        asked.append(socket.url)

    with browser.new_context(**options) as context:
        context.on("request", lambda sent: asked.append(sent.url))
        context.on("page", lambda opened: opened.on("websocket", watch_socket))
        yield context.new_page()
    if strangers := foreign_urls(asked):
        pytest.fail("Asked of third parties:\n" + "\n".join(strangers), pytrace=False)


@pytest.fixture
def static_server() -> Iterator[Callable[..., str]]:
    """``static_server(folder, prefix="/")`` serves a folder and returns its base URL."""
    with ExitStack() as servers:

        def start(folder: Path, prefix: str = "/") -> str:
            return servers.enter_context(serve(folder, prefix))

        yield start


@pytest.fixture(scope="session")
def nu_check() -> Callable[[Sequence[Path]], list[dict[str, Any]]]:
    """``nu_check(paths)`` gives the Nu HTML checker's errors and warnings on these files."""
    return nu_checker.check


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe-core, for ``page.evaluate`` or ``page.add_script_tag(content=…)``."""
    return provide.axe_script().read_text(encoding="utf-8")
