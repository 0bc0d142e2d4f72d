"""Words that are spelt alike: what somebody who mistyped one may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def likely(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is spelt most like ``word``; empty when none is like it."""
    from difflib import get_close_matches  # only where somebody mistyped a word

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``，是不是“…”？`` when something known is spelt alike, else nothing."""
    meant = likely(word, known)
    return f"，是不是“{meant}”？" if meant else ""
