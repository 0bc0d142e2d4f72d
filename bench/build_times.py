"""Times the build, peers and ours in one run on one corpus: ``python -m bench.build_times``.

Prints Markdown: the machine, the versions, a table of all cases, the ratios within the run, and
with ``--successive N`` what N publications, one after another, cost us, and the files of the last
one by kind.  Absolute times say little on a machine that others use too; the ratios and the CPU
seconds are what to compare.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench import measure
from bench.corpus import write_corpus
from bench.peers import edits
from bench.peers.builders import NOW, Builder, Ours, ours, peers
from bench.peers.cases import Result, Run, folder_size, median_build, series
from bench.peers.install import FOLDER, programs
from bench.peers.source import read_site
from gongkai.publishing.difference import SEARCH_INDEX, by_kind
from gongkai.walk import RACY

PEERS = ("hugo", "pelican", "eleventy")
COLD, NOTHING, PUBLISH = "cold", "nothing changed", "publish one"
OLD, WITHDRAW, TYPO, TEMPLATE = "an old date", "a withdrawal", "a typo", "base.html"
PEER_CASES = (COLD, NOTHING, PUBLISH)
LATER_CASES = (TYPO, TEMPLATE, OLD, WITHDRAW)
"""What ours is measured at after the successive publications.

The last two remove ten thousand files, after which ext4 creates files slowly for some minutes.
"""
CASES = PEER_CASES + LATER_CASES

_OURS = "Gongkai"
_QUICK_BUILDS = 3
"""How often we build when nothing changed: a figure of a quarter of a second needs a median."""

_HEAD = ("", "case", "wall s", "CPU s", "peak MB", "written", "besides search", "changed",
         "removed", "site MB")  # fmt: skip
_KINDS = {
    "文件页面": "pages of documents",
    "列表页面": "lists",
    "网站自己的页面": "pages of the site",
    "单篇数据": "data of documents",
    "全站数据": "data of the site",
    "订阅源": "feeds",
    "网站地图和清单": "site maps",
    "版式资源": "assets",
    "附件": "attachments",
    SEARCH_INDEX: "search index",
}
"""The kinds of files as `publish` names them, and in English."""
_RATIO_HEAD = ("", "against", "wall", "CPU", "peak")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", dir=options.work) as folder:
        work = Path(folder)
        corpus = work / "corpus"
        write_corpus(corpus, options.count, options.seed)
        _print_head(options)
        results = [
            result
            for builder in _peers(work, corpus, options)
            for result in _told(_peer_results(builder, corpus, options))
        ]
        own = ours(work, corpus, options.ours_argument)
        run = _laid(own, corpus)
        results += _told(_our_results(run, own, PEER_CASES, options))
        publications = _successive(run, options)
        results += _told(_our_results(run, own, LATER_CASES, options))
        print(results_table(results))
        print(f"\n.cache/ of ours: {folder_size(own.root / '.cache') / 1e6:.1f} MB\n", flush=True)
        print(ratios_table(results))
        if publications:
            print(f"\n{len(publications)} publications, one after another:\n")
            print(successive_table(publications))
            print("\nThe files that the last of them wrote, by kind:\n")
            print(kinds_table(publications[-1].paths))
        print(f"\nload {measure.load():.1f} at the end", flush=True)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.build_times", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="documents (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (default: 1)")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS, metavar="PEER",
                        help=f"which peers: {', '.join(PEERS)}; none after a bare --peers")  # fmt: skip
    parser.add_argument("--cold-only", nargs="*", choices=PEERS, default=(), metavar="PEER",
                        help=f"peers to spare all cases but the first of: {', '.join(PEER_CASES)}")  # fmt: skip
    parser.add_argument("--cases", nargs="*", choices=CASES, default=CASES, metavar="CASE",
                        help=f"which cases beside {COLD}, which is always run: {', '.join(CASES[1:])}")  # fmt: skip
    parser.add_argument("--successive", type=int, default=0, metavar="N",
                        help="measure N successive publications of ours, two or more")  # fmt: skip
    parser.add_argument("--work", type=Path, help="where to make the sites (default: $TMPDIR)")
    parser.add_argument("--tools", type=Path, default=FOLDER, help="where the peers are installed")
    parser.add_argument("--ours-argument", action="append", default=[], metavar="ARGUMENT",
                        help="add to our command, as in --ours-argument=--jobs=1")  # fmt: skip
    options = parser.parse_args(arguments)
    if options.successive == 1:
        parser.error("--successive needs two publications or more")
    return options


def _print_head(options: argparse.Namespace) -> None:
    print(f"{options.count:,} documents, seed {options.seed}, built as of {NOW}")
    print(f"\n{measure.machine()}\n", flush=True)


def _peers(work: Path, corpus: Path, options: argparse.Namespace) -> Iterator[Builder]:
    if options.peers:
        found = programs(options.tools)
        print(", ".join(found.versions()), end="\n\n", flush=True)
        for peer in peers(work, found, read_site(corpus)):
            if peer.name in options.peers:
                yield peer


def _laid(builder: Builder, corpus: Path) -> Run:
    """The builder's site with every document of the corpus."""
    _say(f"{builder.name}: writing the content")
    builder.lay()
    documents = sorted(corpus.glob("content/*/**/*.md"))
    for path in documents:
        name = path.relative_to(corpus).as_posix()
        builder.put(name, path.read_text(encoding="utf-8"))
    return Run(builder, len(documents))


def _told(results: Iterable[Result]) -> Iterator[Result]:
    """The same results; each is said at once, so that a run that breaks off is not in vain."""
    for result in results:
        _say(" | ".join(_row(result)))
        yield result


def _peer_results(builder: Builder, corpus: Path, options: argparse.Namespace) -> Iterator[Result]:
    run = _laid(builder, corpus)
    for case in PEER_CASES:
        if case != COLD and (builder.name in options.cold_only or case not in options.cases):
            continue
        _say(f"{builder.name}: {case}")
        if case == PUBLISH:
            _publish(run, next(edits.new_replies(options.count, options.seed)))
        yield from run.build(case)


def _our_results(
    run: Run, builder: Ours, cases: Sequence[str], options: argparse.Namespace
) -> Iterator[Result]:
    count, seed = options.count, options.seed
    for case in cases:
        if case != COLD and case not in options.cases:
            continue
        _say(f"{builder.name}: {case}")
        if case == NOTHING:
            # Ours trusts no signature of a file that was written a moment ago, and publishes anew.
            time.sleep(2 * RACY / 1e9)
            yield from median_build(run, case, _QUICK_BUILDS)
            continue
        if case == PUBLISH:
            _publish(run, next(edits.new_replies(count, seed)))
        elif case == OLD:
            _publish(run, edits.old_reply(count, seed))
        elif case == WITHDRAW:
            # Its page stays, and says that the document was withdrawn.
            _put(builder, edits.withdrawal(seed))
        elif case == TYPO:
            _put(builder, edits.correction(seed))
        elif case == TEMPLATE:
            text = builder.base_template.read_text(encoding="utf-8")
            text = text.replace("</body>", "<!-- edited -->\n</body>")
            builder.base_template.write_text(text, encoding="utf-8")
        yield from run.build(case)


def _successive(run: Run, options: argparse.Namespace) -> list[Result]:
    replies = edits.new_replies(options.count, options.seed)
    next(replies)  # published already
    results = []
    for number in range(options.successive):
        _say(f"{run.builder.name}: publication {number + 1} of {options.successive}")
        _publish(run, next(replies))
        results += run.build(f"publication {number + 1}")
    return results


def _publish(run: Run, edit: edits.Edit) -> None:
    _put(run.builder, edit)
    run.documents += 1


def _put(builder: Builder, edit: edits.Edit) -> None:
    builder.put(edit.path, edit.text)


def results_table(results: Iterable[Result]) -> str:
    """A row for every result."""
    return measure.markdown_table(_HEAD, (_row(result) for result in results))


def _row(result: Result) -> tuple[str, ...]:
    cost = result.cost
    files = (result.written, result.besides_search, result.changed, result.removed)
    return (
        result.program,
        result.case,
        f"{cost.wall:.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.peak / 1e6:.0f}",
        *(f"{number:,}" for number in files),
        f"{result.size / 1e6:.1f}",
    )


def ratios_table(results: Sequence[Result]) -> str:
    """Our cases against the peers' same cases, and against our own cold build.

    A peer without its search is set against our cold build alone.
    """
    rows = []
    own = [result for result in results if result.program == _OURS]
    cold = next(result for result in own if result.case == COLD)
    for result in own:
        others = [
            peer
            for peer in results
            if peer.program != _OURS
            and peer.case == result.case
            and (result is cold or "+" in peer.program)
        ]
        others += [cold] if result is not cold else []
        rows += [
            (
                f"{result.program}, {result.case}",
                f"{other.program}, {other.case}",
                ratio(result.cost.wall, other.cost.wall),
                ratio(result.cost.cpu, other.cost.cpu),
                ratio(result.cost.peak, other.cost.peak),
            )
            for other in others
        ]
    return measure.markdown_table(_RATIO_HEAD, rows)


def ratio(one: float, other: float) -> str:
    """``one`` as a multiple or, below a half, as a fraction of ``other``: 2.50, 0.75, 1/40.0."""
    if not one or not other:
        return "–"
    return f"{one / other:.2f}" if one * 2 >= other else f"1/{other / one:.1f}"


def successive_table(results: list[Result]) -> str:
    """Median, 95th percentile and the largest over the publications."""
    figures = {
        "wall s": series(results, lambda result: result.cost.wall),
        "CPU s": series(results, lambda result: result.cost.cpu),
        "peak MB": series(results, lambda result: result.cost.peak / 1e6),
        "written": series(results, lambda result: result.written),
        "besides search": series(results, lambda result: result.besides_search),
    }
    rows = (
        (name, *(f"{value:.2f}" for value in (figure.median, figure.p95, figure.largest)))
        for name, figure in figures.items()
    )
    return measure.markdown_table(("", "median", "p95", "largest"), rows)


def kinds_table(written: Iterable[str]) -> str:
    """How many files of each kind were written, with two addresses as examples."""
    rows = [
        (_KINDS[kind], f"{len(paths)}", ", ".join(f"`{path}`" for path in paths[:2]))
        for kind, paths in by_kind(written).items()
    ]
    return measure.markdown_table(("kind", "files", "such as"), rows)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
