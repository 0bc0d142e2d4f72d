"""What one published document gives the index, and what of it is searchable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Final

from msgspec import Struct

from gongkai.folding import fold


class SearchRecord(Struct, frozen=True):
    """One published document as the index sees it.

    Only what the pages show belongs here: the record is what reaches public files.  ``address``
    is relative to the site's root; ``published`` is an ISO date or date-time, and the order of
    the site is ``(published, address)``.  Facet values are slugs or codes, ``""`` and ``()``
    where the document has none.  ``body`` holds the paragraphs and headings of the published
    body, in order.
    """

    address: str
    title: str
    number: str
    doc_number: str
    units: tuple[str, ...]
    unit_names: tuple[str, ...]
    unit_label: str
    proposers: tuple[str, ...]
    subject: str
    category: str
    year: int
    topics: tuple[str, ...]
    sessions: tuple[str, ...]
    outcome: str
    published: str
    body: tuple[str, ...]


class FacetLabels(Struct, frozen=True):
    """The words for the facets' values, each mapping in the order of display.

    A value without a label is shown as itself, after the others; years need no label.
    """

    category: Mapping[str, str]
    unit: Mapping[str, str]
    topic: Mapping[str, str]
    session: Mapping[str, str]
    outcome: Mapping[str, str]


class Rank(IntEnum):
    """Where a document was hit, from the least to the most telling place."""

    OTHER = 0
    TITLE = 1
    NUMBER = 2


#: The ranks of the first texts in a row; those of the others are ``Rank.OTHER``.
RANKS: Final = (Rank.TITLE, Rank.NUMBER, Rank.NUMBER)
END: Final = "\0"


class SearchableTexts(Struct, frozen=True):
    """The texts of a document in which a term of a query may stand, folded, in one ``row``.

    They are the title, the number, the document number, then all others, an ``END`` after each:
    it folds to nothing, so that no text holds it and no match crosses from one into another.
    """

    row: str

    def texts(self) -> list[str]:
        """The texts that are not empty."""
        return [text for text in self.row.split(END) if text]


def site_order(records: Iterable[SearchRecord]) -> list[SearchRecord]:
    """The records from the oldest to the newest: a document's place here is its number."""
    return sorted(records, key=lambda record: (record.published, record.address))


def one_line(text: str) -> str:
    """``text`` without line breaks and tabs, which the files use as separators."""
    return " ".join(text.split())


def searchable_texts(record: SearchRecord) -> SearchableTexts:
    """The searchable texts of ``record``."""
    first = (record.title, record.number, record.doc_number)
    others = (*record.unit_names, *record.proposers, record.subject, *record.body)
    return SearchableTexts("".join(fold(one_line(text)) + END for text in (*first, *others)))
