"""Asks a search page in Chromium: bytes, requests and time to the first ten results."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.search_server import Line
from tools import provide
from tools.browser import ARGUMENTS

_TIMEOUT = 120_000
#: Notes in the page when the first results stand in it.
_WATCH = """
new MutationObserver((_, observer) => {
  if (!document.querySelector(RESULT)) return;
  window.firstResults = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
_MOMENT = "() => [window.firstResults ?? performance.now(), performance.timeOrigin]"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one query cost and gave.

    Sizes are bytes sent, heads included; times are milliseconds from the navigation.  ``own`` is
    what ``size`` has of the search itself: its scripts and its index, without the page and its
    style.  ``extra`` is what came after the first results until the count stood.  ``ids`` are the
    engine's own names of all results, where it gives them.
    """

    size: int
    own: int
    requests: int
    milliseconds: float
    extra: int
    listed: tuple[str, ...]
    total: int
    exact: bool
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """How to ask a search page and read its answer: selectors, and a function for the page.

    ``own`` stands in the paths of its scripts and its index, and in no others.
    """

    page: str
    own: str
    result: str
    finished: str
    read: str


OURS = Engine(
    "search.html?q=",
    "/search/",
    "#search-results > li",
    "#search-status[data-state=done], #search-status[data-state=error]",
    """() => ({
      total: Number(document.querySelector('#search-status').dataset.total),
      exact: document.querySelector('#search-status').dataset.exact === 'true',
      listed: [...document.querySelectorAll('#search-results > li a[href]')]
        .map((link) => link.getAttribute('href').replace('./', '')),
      ids: [],
    })""",
)
PAGEFIND = Engine(
    "pagefind-search.html?q=",
    "/pagefind/",
    "#results > li",
    "body[data-state=done]",
    """() => ({
      total: Number(document.body.dataset.total),
      exact: true,
      listed: [...document.querySelectorAll('#results > li a[href]')]
        .map((link) => new URL(link.href).pathname.slice(1)),
      ids: document.body.dataset.all.split(' ').filter(Boolean),
    })""",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=provide.chromium(), args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()


def visit(context: BrowserContext, root: str, line: Line, engine: Engine, query: str) -> Visit:
    """Open the search page with ``query`` in a new tab and wait for its answer."""
    line.sent.clear()
    page = context.new_page()
    page.add_init_script(_WATCH.replace("RESULT", f"'{engine.result}'"))
    page.goto(f"{root}{engine.page}{quote(query)}", wait_until="commit")
    # A selector, not a script in a string: the site's policy forbids those.
    page.wait_for_selector(engine.finished, state="attached", timeout=_TIMEOUT)
    answer = page.evaluate(engine.read)
    moment, origin = page.evaluate(_MOMENT)
    page.close()
    time.sleep(0.02)
    sent = line.until((origin + moment) / 1000)
    size = sum(held for held, _ in sent)
    extra = sum(held for _, held, _ in line.sent) - size
    return Visit(
        size,
        sum(held for held, path in sent if engine.own in path),
        len(sent),
        moment,
        extra,
        tuple(answer["listed"]),
        answer["total"],
        answer["exact"],
        tuple(answer["ids"]),
    )
