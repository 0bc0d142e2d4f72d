"""How soon a save is seen in the browser: ``python -m bench.preview --count 1000``.

Starts ``build.py serve`` over a corpus, opens one of its pages in Chromium, saves that page's
source again and again as an editor does, and waits until the new words stand in the open page.
Prints Markdown: the milliseconds from the save to that, and the CPU seconds of the server, which
tell more on a machine that others use too.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from bench import measure
from bench.corpus import write_corpus
from bench.peers.builders import NOW, REPOSITORY
from bench.search_browser import chromium

Edit = Callable[[str, str], str]
"""Gives the text of a source with a word that it did not hold before."""

_TIMEOUT = 120_000
_PAUSE_SECONDS = 0.5
_URL = re.compile(r"http://127\.0\.0\.1:\d+/")
_READY = "Ctrl-C"
_STANDS = "word => document.body !== null && document.body.textContent.includes(word)"
_TITLE = re.compile(r"^标题: (.*)$", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", dir=options.work) as folder:
        root = Path(folder) / "site"
        write_corpus(root, options.count, 1)
        shutil.copytree(REPOSITORY / "theme", root / "theme")
        print(f"{options.count:,} documents, previewed as of {NOW}\n\n{measure.machine()}\n")
        rows = []
        with _serving(root) as served, chromium() as browser:
            page = browser.new_page()
            page.set_default_timeout(_TIMEOUT)
            for what, edit in (("a word of the body", _body), ("the title", _title)):
                rows.append(_row(what, _saves(served, page, edit, options.saves)))
    head = ("saved", "saves", "median ms", "p95 ms", "largest ms", "CPU s of the server")
    print(measure.markdown_table(head, rows))
    print(f"\nload {measure.load():.1f} at the end")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.preview", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="documents (default: 1000)")
    parser.add_argument("--saves", type=int, default=20, help="of each kind (default: 20)")
    parser.add_argument("--work", type=Path, help="where to make the site (default: $TMPDIR)")
    return parser.parse_args(arguments)


@dataclass(frozen=True, slots=True)
class Served:
    """A preview that runs: the site, the address of its home page, the id of its process."""

    root: Path
    url: str
    process: int


@contextmanager
def _serving(root: Path) -> Iterator[Served]:
    command: list[str | Path] = [
        sys.executable,
        REPOSITORY / "build.py",
        "serve",
        "--root",
        root,
        "--port",
        "0",
    ]
    log = root / "serve.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, "--now", NOW],
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        while _READY not in (text := log.read_text("utf-8", "replace")):
            if process.poll() is not None:
                raise RuntimeError(text)
            time.sleep(0.1)
        found = _URL.search(text)
        assert found
        yield Served(root, found[0], process.pid)
    finally:
        process.terminate()
        process.wait()


def _saves(served: Served, page: Page, edit: Edit, count: int) -> list[tuple[float, float]]:
    """For each of ``count`` saves the milliseconds until it was seen, and the CPU seconds."""
    content = served.root / "content"
    source = min((content / "suggestions").rglob("*.md"))
    text = source.read_text(encoding="utf-8")
    address = source.relative_to(content).with_suffix(".html").as_posix()
    page.goto(served.url + address)
    found = []
    for number in range(count):
        time.sleep(_PAUSE_SECONDS)
        word = f"第{number}次改动"
        beside = source.with_name(f"{source.name}~")
        beside.write_text(edit(text, word), encoding="utf-8")
        spent, began = _cpu_seconds(served.process), time.perf_counter()
        beside.replace(source)
        page.wait_for_function(_STANDS, arg=word, polling="raf")
        milliseconds = (time.perf_counter() - began) * 1000
        time.sleep(_PAUSE_SECONDS)
        found.append((milliseconds, _cpu_seconds(served.process) - spent))
    return found


def _cpu_seconds(process: int) -> float:
    """What a process has used so far (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _row(what: str, times: list[tuple[float, float]]) -> tuple[str, ...]:
    seen = sorted(milliseconds for milliseconds, _ in times)
    p95 = seen[min(len(seen) - 1, round(0.95 * len(seen)))]
    spent = statistics.median(cpu for _, cpu in times)
    milliseconds = (f"{each:.0f}" for each in (statistics.median(seen), p95, seen[-1]))
    return (what, str(len(seen)), *milliseconds, f"{spent:.2f}")


def _body(text: str, word: str) -> str:
    return f"{text.rstrip()}\n{word}。\n"


def _title(text: str, word: str) -> str:
    return _TITLE.sub(rf"标题: \1（{word}）", text, count=1)


if __name__ == "__main__":
    raise SystemExit(main())
