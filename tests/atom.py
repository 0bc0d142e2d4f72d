"""RFC 4287's grammar of feeds, as ``atom.rng`` states it, and what it finds wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(file=str(Path(__file__).with_name("atom.rng")))


def complaints(feed: bytes) -> list[str]:
    """What the grammar finds wrong with ``feed``; nothing for a valid feed."""
    grammar = _grammar()
    if grammar.validate(etree.fromstring(feed)):
        return []
    return [f"line {each.line}: {each.message}" for each in grammar.error_log] or ["not valid"]
