"""What the browser tests ask of a page in Chromium."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import unquote, urldefrag

from playwright.sync_api import ConsoleMessage, Page, Request, Response, Route

_LOOK = """() => ({
  links: [...document.querySelectorAll('a[href]')].map((link) => link.href),
  ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
  steps: [...document.querySelectorAll('.breadcrumb li')].map((step) => step.innerText.trim()),
})"""

# Wider than the window and not inside a box that scrolls or clips by itself.
_TOO_WIDE = """() => {
  const boxed = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')].filter((element) => {
    const { width, right } = element.getBoundingClientRect();
    return width > 0 && (width > innerWidth + 0.5 || right > innerWidth + 0.5) && !boxed(element);
  });
  const found = wide.map((element) => `${element.tagName}.${element.className}`);
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  return found;
}"""


class Look(TypedDict):
    """What a page holds: its links as full URLs, its ids, its breadcrumb."""

    links: list[str]
    ids: list[str]
    steps: list[str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was reached, by its address, and what was seen there."""

    address: str
    look: Look


class Watch:
    """Notes everything that goes wrong on a page: console, exceptions, requests, refusals."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        # A violation of the Content Security Policy is an error of the console.
        if message.type in {"error", "warning"} and not _is_module_from_disk(
            f"{message.location.get('url')} {message.text}"
        ):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _failed(self, request: Request) -> None:
        # An icon that is still on its way when the next page is opened is given up.
        if request.failure != "net::ERR_ABORTED" and not _is_module_from_disk(request.url):
            self.complaints.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.url}: {response.status}")


class Requests:
    """Notes what a visit asks for, and what was answered."""

    def __init__(self, page: Page) -> None:
        self.urls: list[str] = []
        self._answers: list[Response] = []
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        # What stands in the page itself is no request.
        if not request.url.startswith("data:"):
            self.urls.append(request.url)

    def _answered(self, response: Response) -> None:
        self._answers.append(response)

    def compressed_bytes(self) -> int:
        """All bodies, each as a host sends it that compresses with gzip's usual level."""
        return sum(
            len(gzip.compress(answer.body(), 6))
            for answer in self._answers
            if not answer.url.startswith("data:")
        )


def _is_module_from_disk(complaint: str) -> bool:
    """Browsers run no modules from disk and fetch nothing; the search page says so there."""
    fetched = ".js" in complaint or "manifest.bin" in complaint
    return "file:" in complaint and "/search/" in complaint and fetched


def crawl(page: Page, base: str) -> Iterator[Visit]:
    """Every page that links lead to from ``base``index.html, each opened once in the browser.

    What is no page is not opened, nor what lies outside ``base``.
    """
    waiting = deque(["index.html"])
    known = set(waiting)
    while waiting:
        address = waiting.popleft()
        page.goto(base + address)
        look: Look = page.evaluate(_LOOK)
        yield Visit(address, look)
        for url in look["links"]:
            target = address_of(url, base)
            if target is not None and target not in known and target.endswith(".html"):
                known.add(target)
                waiting.append(target)


def stay(page: Page, url: str) -> None:
    """Open the page at ``url`` and remain there, even where it leads on at once."""

    def refuse_to_leave(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.url != url:
            route.abort("aborted")
        else:
            route.continue_()

    page.unroute_all()
    page.route("**/*", refuse_to_leave)
    page.goto(url)


def visit(page: Page, url: str) -> None:
    """Open the page at ``url`` and stay; where it is a search, until that has been answered."""
    stay(page, url)
    if "?q=" in url:
        page.locator("#search-status[data-state=done]").wait_for()


def address_of(url: str, base: str) -> str | None:
    """The address below ``base`` that a full URL means; ``None`` when it is another place."""
    plain = urldefrag(url).url.partition("?")[0]
    return unquote(plain.removeprefix(base)) if plain.startswith(base) else None


def too_wide(page: Page) -> list[str]:
    """What sticks out of the window, and whether the page scrolls sideways."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found
