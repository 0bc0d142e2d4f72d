"""What a corpus is like: lengths, characters, and how its character pairs are spread."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TextIO

from bench.corpus_document import CorpusDocument


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a corpus; a pair is two adjacent characters of a line, white space removed."""

    lengths: list[int]
    pairs: Counter[tuple[str, str]]
    documents_with: Counter[tuple[str, str]]
    seconds: float

    @property
    def characters(self) -> set[str]:
        """All characters that occur."""
        return set(chain.from_iterable(self.pairs))


def measure(documents: Iterable[CorpusDocument]) -> Figures:
    """Count lengths and pairs; ``seconds`` is the time that making the documents took."""
    lengths: list[int] = []
    pairs: Counter[tuple[str, str]] = Counter()
    documents_with: Counter[tuple[str, str]] = Counter()
    seconds = 0.0
    for document, taken in _timed(documents):
        seconds += taken
        lines = ["".join(line.split()) for line in document.body.splitlines()]
        lengths.append(sum(map(len, lines)))
        found = Counter(chain.from_iterable(map(pairwise, lines)))
        pairs.update(found)
        documents_with.update(found.keys())
    return Figures(lengths, pairs, documents_with, seconds)


def report(documents: Iterable[CorpusDocument], out: TextIO) -> None:
    """Print the figures of a corpus."""
    figures = measure(documents)
    for label, value in _rows(figures):
        out.write(f"{label:44}{value}\n")


def _rows(figures: Figures) -> Iterator[tuple[str, str]]:
    lengths, pairs = sorted(figures.lengths), figures.pairs
    count, occurrences = len(lengths), pairs.total()
    han = [pair for pair in pairs if is_han(pair[0]) and is_han(pair[1])]
    ranked = [times for _, times in pairs.most_common()]
    yield "documents", f"{count:,}"
    yield "seconds to make them", f"{figures.seconds:.1f}"
    yield "characters of body, mean", f"{sum(lengths) / count:,.0f}"
    for share in (0, 5, 25, 50, 75, 95, 100):
        yield f"  percentile {share}", f"{lengths[min(count - 1, count * share // 100)]:,}"
    yield "distinct characters", f"{len(figures.characters):,}"
    yield "  Han", f"{sum(map(is_han, figures.characters)):,}"
    yield "distinct pairs", f"{len(pairs):,}"
    yield "  of Han characters", f"{len(han):,}"
    yield "  that occur once", f"{sum(times == 1 for times in ranked):,}"
    yield "  in more than half of the documents", _common(figures, count)
    yield "distinct pairs of a document, mean", f"{figures.documents_with.total() / count:,.0f}"
    for top in (100, 1_000, 10_000):
        yield f"share of the commonest {top:,} pairs", f"{sum(ranked[:top]) / occurrences:.1%}"


def _common(figures: Figures, count: int) -> str:
    return f"{sum(times > count / 2 for times in figures.documents_with.values()):,}"


def is_han(character: str) -> bool:
    """Whether a character is of the blocks of CJK ideographs in use here."""
    return "\u3400" <= character <= "\u9fff"


def _timed(documents: Iterable[CorpusDocument]) -> Iterator[tuple[CorpusDocument, float]]:
    source = iter(documents)
    while True:
        begun = time.perf_counter()
        document = next(source, None)
        if document is None:
            return
        yield document, time.perf_counter() - begun
