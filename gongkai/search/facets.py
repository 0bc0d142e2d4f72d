"""Facet columns: which values of category, year, unit, topic, session, outcome each document has.

A column file is raw deflate over a JSON head and byte planes.  Plane by plane it holds the first
value of every document, then the second, and so on: 0 for none, else the value's place in the
head plus one, in one byte, or two (low bytes of all documents, then high bytes) where there are
more than 255 values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest
from typing import Final, NamedTuple

import numpy as np

from gongkai.search.bitstreams import varint
from gongkai.search.records import FacetLabels, SearchRecord
from gongkai.search.texts import deflated

FACETS: Final = ("category", "year", "unit", "topic", "session", "outcome")
_ONE_BYTE: Final = 255
_NONE: Final = ""
"""Stands where a document has no more values; no value is empty."""


class FacetValues(NamedTuple):
    """The facet values of one document: for each of ``FACETS``, in order, its values."""

    values: tuple[tuple[str, ...], ...]


def facet_values(record: SearchRecord) -> FacetValues:
    """What the columns hold of ``record``."""

    def one(value: str) -> tuple[str, ...]:
        return (value,) if value else ()

    return FacetValues(
        (
            one(record.category),
            one(str(record.year) if record.year else ""),
            tuple(dict.fromkeys(record.units)),
            tuple(dict.fromkeys(record.topics)),
            tuple(dict.fromkeys(record.sessions)),
            one(record.outcome),
        )
    )


def _ordered(used: set[str], labels: Mapping[str, str]) -> list[str]:
    """The used values: those with a label in its order, then the others, sorted."""
    return [value for value in labels if value in used] + sorted(used.difference(labels))


def column_file(values: Sequence[tuple[str, ...]], labels: Mapping[str, str]) -> bytes:
    """The bytes of one column; ``values`` holds the values of each document in order."""
    used = set(chain.from_iterable(values))
    ordered = _ordered(used, labels)
    place = {value: index for index, value in enumerate(ordered, start=1)} | {_NONE: 0}
    planes = b""
    for layer in zip_longest(*values, fillvalue=_NONE):
        codes = np.fromiter(map(place.__getitem__, layer), np.uint16, len(layer))
        planes += (codes & 0xFF).astype(np.uint8).tobytes()
        if len(ordered) > _ONE_BYTE:
            planes += (codes >> 8).astype(np.uint8).tobytes()
    head = json.dumps(
        {"values": ordered, "labels": [labels.get(value, value) for value in ordered]},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8")
    return deflated(varint(len(head)) + head + planes)


def facet_labels(labels: FacetLabels, facet: str) -> Mapping[str, str]:
    """The labels of one facet; years need none."""
    by_facet: dict[str, Mapping[str, str]] = {
        "category": labels.category,
        "year": {},
        "unit": labels.unit,
        "topic": labels.topic,
        "session": labels.session,
        "outcome": labels.outcome,
    }
    return by_facet[facet]


def column_files(documents: Sequence[FacetValues], labels: FacetLabels) -> dict[str, bytes]:
    """The column of each facet; ``documents`` in order of their numbers."""
    return {
        facet: column_file(
            [document.values[index] for document in documents], facet_labels(labels, facet)
        )
        for index, facet in enumerate(FACETS)
    }
