"""A segment whose documents got other numbers: what becomes of its numbers and its refinements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from gongkai.search.bitstreams import Integers
from gongkai.search.keyed import read_keyed_lists
from gongkai.search.refinements import PRESENT_MARK, Refinements, joined


def present_numbers(before: Sequence[bytes], now: Sequence[bytes]) -> Integers | None:
    """The present number of each document before, -1 for those that went, by their fingerprints.

    ``None`` where they stand in another order.
    """
    places = {each: number for number, each in enumerate(now)}
    numbers = np.array([places.get(each, -1) for each in before], dtype=np.int64)
    return numbers if (np.diff(numbers[numbers >= 0]) > 0).all() else None


def renumbered(
    files: Iterable[bytes], numbers: Integers, rows: Sequence[str], found: Refinements
) -> Refinements:
    """All refinements for some files: those that were ``found`` anew, and the others in ``files``.

    ``numbers`` are the present ones of the documents before, ``rows`` the texts of those that went
    or came, and what is ``found`` is at least what is refined of strings both halves of which one
    of these holds.
    """
    anew = set(found.texts())

    def stays(key: str) -> bool:
        text = key.removesuffix(PRESENT_MARK)
        return key not in anew and not any(text[:-1] in row and text[1:] in row for row in rows)

    parts = []
    for data in files:
        lists = read_keyed_lists(data)
        documents = numbers[lists.documents].astype(np.uint16)
        staying = np.flatnonzero(np.fromiter(map(stays, lists.keys), dtype=bool))
        parts.append(Refinements.of(lists.keys, lists.count, documents).chosen(staying))
    return joined([found, *parts])
