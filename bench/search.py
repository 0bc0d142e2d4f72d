"""Measures the search beside Pagefind: ``python -m bench.search [--count N …] [--without-peer]``.

For each size: builds both indexes on the benchmark's corpus, asks both in Chromium the same
queries over a slow line, checks every answer against Python's ``in``, and prints a table.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench import measure as machine
from bench import search_changes, search_page, search_pagefind
from bench.peers import install
from bench.search_browser import OURS, PAGEFIND, Engine, Visit, chromium, visit
from bench.search_corpus import search_records
from bench.search_index import SEED, Built, Unrefined, build_ours, print_built
from bench.search_queries import Query, Truth, sample_queries
from bench.search_server import Line, served
from gongkai.search.records import site_order
from gongkai.segments import WorkedOut

FREE_BYTES = 200_000
LATENCY = 0.06
RATE = 10_000_000 / 8


@dataclass(frozen=True, slots=True)
class Answered:
    """One query's visits, cold and warm, and what should have been found."""

    query: Query
    cold: Visit
    warm: Visit
    truth: tuple[str, ...]


def ask(
    browser: Browser, folder: Path, engine: Engine, queries: Sequence[Query], truth: Truth
) -> list[Answered]:
    """Ask every query cold, in a fresh profile, and warm, after the others."""
    line = Line(LATENCY, RATE)
    answers = []
    with served(folder, line) as root, browser.new_context() as used:
        visit(used, root, line, engine, "民生")
        for query in queries:
            with browser.new_context() as fresh:
                cold = visit(fresh, root, line, engine, query.text)
            warm = visit(used, root, line, engine, query.text)
            answers.append(Answered(query, cold, warm, tuple(truth.order(query.text))))
    return answers


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def print_spread(what: str, values: Sequence[float]) -> None:
    """A row: the median and the 95th percentile."""
    print(
        f"| {what}, median / p95 | {statistics.median(values):.0f} / {quantile(values, 0.95):.0f} |"
    )


def print_costs(name: str, answers: Sequence[Answered]) -> None:
    """The rows that both engines have."""
    cold = [answer.cold for answer in answers]
    warm = [answer.warm for answer in answers]
    print_spread(f"{name}: KB cold, scripts and index", [visited.own / 1000 for visited in cold])
    print_spread(f"{name}: KB cold, with the page", [visited.size / 1000 for visited in cold])
    print_spread(f"{name}: KB warm, with the page", [visited.size / 1000 for visited in warm])
    print_spread(f"{name}: requests cold, with the page", [visited.requests for visited in cold])
    print_spread(f"{name}: ms to 10 results cold", [visited.milliseconds for visited in cold])
    print_spread(f"{name}: ms to 10 results warm", [visited.milliseconds for visited in warm])


def print_ours(answers: Sequence[Answered]) -> None:
    """What is right of ours: the first page in its order, and the counts."""
    listed = sum(answer.cold.listed == answer.truth[:10] for answer in answers)
    exact = [answer for answer in answers if answer.cold.exact]
    free = sum(answer.cold.extra <= FREE_BYTES for answer in exact)
    wrong = sum(answer.cold.total != len(answer.truth) for answer in exact)
    print(f"| ours: first pages equal to the truth, in order | {listed} of {len(answers)} |")
    print(f"| ours: counts exact unasked at ≤ 200 KB extra | {free / len(answers):.1%} |")
    print(f"| ours: counts shown as exact and wrong | {wrong} |")
    extra = [answer.cold.extra / 1000 for answer in answers]
    print_spread("ours: KB extra for count and facets", extra)


def print_peer(answers: Sequence[Answered], addresses: dict[str, str]) -> None:
    """Recall and precision of all that Pagefind lists."""
    recalls, precisions = [], []
    for answer in answers:
        listed = {addresses[name] for name in answer.cold.ids}
        right = len(listed.intersection(answer.truth))
        recalls.append(right / len(answer.truth) if answer.truth else 1.0)
        precisions.append(right / len(listed) if listed else 1.0)
    print(
        f"| Pagefind: mean recall, precision | {statistics.mean(recalls):.1%}, "
        f"{statistics.mean(precisions):.1%} |"
    )


def print_client(folder: Path) -> None:
    """The rows of the client: what every visit loads, and the tables that some queries need."""
    scripts = list((folder / "assets").rglob("search/*.js"))
    always = search_page.loaded(scripts)
    tables = [path for path in scripts if path.name.startswith("folding-")]
    for what, paths in (("every visit", always), ("tables on demand", tables)):
        size = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in paths)
        print(f"| ours: client, KB compressed, {what} | {size / 1000:.1f} |")


def measure(count: int, browser: Browser, *, peer: bool, step: int) -> None:
    """One size: the table."""
    records = site_order(search_records(count, SEED))
    queries = sample_queries(records, SEED)[::step]
    truth = Truth(records)
    print(f"\n## {count:,} documents, {len(queries)} queries\n\n| what | measured |\n| --- | --- |")
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as ours:
        without = build_ours(Path(plain), records, Unrefined())
        print_built("ours without exact counts", without, count)
        built = build_ours(Path(ours), records, WorkedOut())
        print_built("ours", built, count)
        search_page.write_page(Path(ours), SEED)
        print_client(Path(ours))
        answers = ask(browser, Path(ours), OURS, queries, truth)
        print_ours(answers)
        print_costs("ours", answers)
    if peer:
        with tempfile.TemporaryDirectory() as theirs:
            search_pagefind.write_pages(Path(theirs), records)
            index = search_pagefind.build(install.programs().pagefind, Path(theirs))
            print_built(
                "Pagefind",
                Built(index.seconds, index.cpu_seconds, index.peak_megabytes, index.size),
                count,
            )
            peers = ask(browser, Path(theirs), PAGEFIND, queries, truth)
            print_peer(peers, index.addresses)
            print_costs("Pagefind", peers)
    print(f"\nload {machine.load():.1f} at the end", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--count", type=int, nargs="*", default=[1_000], help="documents")
    parser.add_argument("--without-peer", action="store_true", help="leave Pagefind out")
    parser.add_argument("--every", type=int, default=1, help="ask only every n-th query")
    parser.add_argument(
        "--changes",
        type=int,
        default=0,
        metavar="N",
        help="also measure what changes cost at N documents",
    )
    options = parser.parse_args(arguments)
    print(f"{machine.machine()}\n")
    with chromium() as browser:
        versions = [f"Chromium {browser.version}"]
        if not options.without_peer:
            versions.append(install.programs().versions()[-1])
        print(", ".join(versions))
        for count in options.count:
            measure(count, browser, peer=not options.without_peer, step=options.every)
    if options.changes:
        search_changes.measure(options.changes, SEED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
