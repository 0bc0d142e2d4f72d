"""Facet columns: which values of category, year, unit, topic, session, outcome each document has.

A column file is raw deflate over a JSON head and byte planes.  Plane by plane it holds the first
value of every document, then the second, and so on: 0 for none, else the value's place in the
head plus one, in one byte, or two (low bytes of all documents, then high bytes) where there are
more than 255 values.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain, count, zip_longest
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

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


class FacetColumn(NamedTuple):
    """The values of one facet: the ``different`` rows of them, and the row of each document.

    Many documents have the same values, and there are tens of thousands of them.
    """

    different: Sequence[tuple[str, ...]]
    rows: Sequence[int] | npt.NDArray[np.intp]


Read = TypeVar("Read", bound=Hashable)


def facet_column(
    documents: Iterable[Read], values: Callable[[Read], tuple[str, ...]]
) -> FacetColumn:
    """The column of ``documents``, each what ``values`` reads its values from."""
    places: defaultdict[Read, int] = defaultdict(count().__next__)
    rows = list(map(places.__getitem__, documents))
    return FacetColumn([values(read) for read in places], rows)


class Scattered(NamedTuple):
    """The values of one facet as they lie in several columns, each of which is in pieces.

    A piece has for each of its documents a code, and for each code the place of its values among
    the ``different`` ones.
    """

    different: Sequence[tuple[str, ...]]
    columns: Sequence[Sequence[tuple[Sequence[int], array[int]]]]


def gathered_column(scattered: Scattered, order: npt.NDArray[np.intp]) -> FacetColumn:
    """The column of the documents at ``order`` in the pieces: the values of all columns, each once."""
    different, columns = scattered
    if not len(order):
        return FacetColumn([], [])
    places = [
        np.concatenate(
            [
                np.asarray(of_code, dtype=np.intp)[np.frombuffer(codes, dtype=codes.typecode)]
                for of_code, codes in pieces
            ]
        )[order]
        for pieces in columns
    ]
    shape = (len(different),) * len(columns)
    keys, rows = np.unique(np.ravel_multi_index(places, shape), return_inverse=True)
    held = zip(*(each.tolist() for each in np.unravel_index(keys, shape)), strict=True)
    return FacetColumn(
        [
            tuple(dict.fromkeys(chain.from_iterable(map(different.__getitem__, each))))
            for each in held
        ],
        rows,
    )


def facet_columns(documents: Sequence[FacetValues]) -> dict[str, FacetColumn]:
    """The columns of documents with these values, in order of their numbers."""
    return {
        facet: facet_column((document.values[index] for document in documents), tuple)
        for index, facet in enumerate(FACETS)
    }


def column_file(column: FacetColumn, labels: Mapping[str, str]) -> bytes:
    """The bytes of one column."""
    used = set(chain.from_iterable(column.different))
    ordered = _ordered(used, labels)
    place = {value: index for index, value in enumerate(ordered, start=1)} | {_NONE: 0}
    rows = np.array(column.rows, dtype=np.intp)
    planes = b""
    for layer in zip_longest(*column.different, fillvalue=_NONE):
        codes = np.array([place[value] for value in layer], dtype=np.uint16)[rows]
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


def column_files(columns: Mapping[str, FacetColumn], labels: FacetLabels) -> dict[str, bytes]:
    """The file of each facet's column."""
    return {facet: column_file(columns[facet], facet_labels(labels, facet)) for facet in FACETS}
