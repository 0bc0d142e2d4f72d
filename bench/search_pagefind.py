"""Pagefind beside us: the same documents as pages, its own index, a page that asks it."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench import measure
from gongkai.search.records import SearchRecord

_MARK = b"pagefind_dcd"
_SEARCH_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>搜索</title></head>
<body><ol id="results"></ol><script type="module" src="pagefind-search.js"></script></body></html>
"""
_SEARCH_SCRIPT = """const pagefind = await import("./pagefind/pagefind.js");
await pagefind.init();
const query = new URLSearchParams(location.search).get("q");
const found = await pagefind.search(query);
const shown = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
for (const result of shown) {
  const link = document.createElement("a");
  link.href = result.url;
  link.textContent = result.meta.title;
  const item = document.createElement("li");
  const excerpt = document.createElement("p");
  excerpt.innerHTML = result.excerpt;
  item.append(link, excerpt);
  document.querySelector("#results").append(item);
}
document.body.dataset.total = found.results.length;
document.body.dataset.all = found.results.map((result) => result.id).join(" ");
document.body.dataset.state = "done";
"""


@dataclass(frozen=True, slots=True)
class PagefindIndex:
    """What Pagefind's index cost, and the address of the document behind each of its ids."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: int
    size: int
    addresses: dict[str, str]


def write_pages(folder: Path, records: Sequence[SearchRecord]) -> None:
    """Write a page for each record, and the page that searches them."""
    for record in records:
        head = [record.number, record.doc_number, *record.unit_names, *record.proposers]
        lines = [*head, record.subject, *record.body]
        body = "".join(f"<p>{escape(line)}</p>\n" for line in lines if line)
        page = (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
            f"<title>{escape(record.title)}</title></head><body data-pagefind-body>"
            f"<h1>{escape(record.title)}</h1>\n{body}</body></html>"
        )
        target = folder / record.address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")
    (folder / "pagefind-search.html").write_text(_SEARCH_PAGE, encoding="utf-8")
    (folder / "pagefind-search.js").write_text(_SEARCH_SCRIPT, encoding="utf-8")


def build(program: Path, folder: Path) -> PagefindIndex:
    """Run Pagefind's extended build over ``folder``.  Raises ``CalledProcessError``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with measure.Sampler(measure.largest) as sampler:
        subprocess.run([program, "--site", folder], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    return PagefindIndex(
        seconds,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        sampler.peak // 1_000_000,
        sum(path.stat().st_size for path in files),
        dict(_fragment(path) for path in files if path.suffix == ".pf_fragment"),
    )


def _fragment(path: Path) -> tuple[str, str]:
    """A result's id and the address of its page."""
    data = gzip.decompress(path.read_bytes()).removeprefix(_MARK)
    return path.stem, str(json.loads(data)["url"]).lstrip("/")
