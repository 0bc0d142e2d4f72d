"""Realistic replies in any number, for the benchmarks: ``python -m bench.corpus --count N DIR``.

The city, its units and people are invented.  A document depends on the seed and its own index
alone, so a corpus of 10,000 begins with the corpus of 1,000, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.corpus_document import CorpusDocument
from bench.corpus_ledger import ledgers
from bench.corpus_measure import report
from bench.corpus_reply import compose_document
from bench.corpus_site import site_toml, units_yaml

__all__ = ["CorpusDocument", "documents", "write_corpus", "write_ledgers"]


def documents(count: int, seed: int) -> Iterator[CorpusDocument]:
    """The first ``count`` documents of the corpus of ``seed``, one at a time."""
    for index in range(count):
        yield compose_document(index, seed)


def write_corpus(root: Path, count: int, seed: int) -> None:
    """Write site.toml, content/units.yaml and ``count`` documents below ``root``.

    Files of an earlier corpus are left where they are; give a new folder.
    """
    content = root / "content"
    content.mkdir(parents=True, exist_ok=True)
    _write(root / "site.toml", site_toml())
    _write(content / "units.yaml", units_yaml())
    folders: set[Path] = set()
    for document in documents(count, seed):
        path = root / document.path
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        _write(path, document.markdown)


def write_ledgers(root: Path, count: int, seed: int) -> None:
    """Write content/ledger/<year>.csv of the corpus of ``count`` documents below ``root``."""
    folder = root / "content" / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    for year, text in ledgers(documents(count, seed)).items():
        _write(folder / f"{year}.csv", text)


def _write(path: Path, text: str) -> None:
    # The same bytes on every system: no CRLF on Windows.
    path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """The command; it writes a corpus, or with ``--measure`` says what it is like."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=__doc__)
    parser.add_argument("output", nargs="?", type=Path, help="folder to write the site into")
    parser.add_argument("--count", type=int, default=1_000, help="documents (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same bytes (default: 1)")
    parser.add_argument("--ledger", action="store_true", help="write ledgers of it, too")
    parser.add_argument("--measure", action="store_true", help="print figures of the text")
    options = parser.parse_args(arguments)
    if options.output is None and not options.measure:
        parser.error("give a folder, --measure, or both")
    if options.output is not None:
        write_corpus(options.output, options.count, options.seed)
        if options.ledger:
            write_ledgers(options.output, options.count, options.seed)
    if options.measure:
        report(documents(options.count, options.seed), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
