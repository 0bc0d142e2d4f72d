"""What a query means: the same rules as ``theme/assets/search/query.js``."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from gongkai.folding import fold
from gongkai.patterns import pattern

#: A term: perhaps a minus, then a quoted text that ends where the term ends, or no white space.
_TERM: Final = pattern(r'(-(?=\S))?(?:“([^”]*)”(?!\S)|"([^"]*)"(?!\S)|(\S+))')


class Term(Struct, frozen=True):
    """One term of a query: the text as folded, and whether it must be absent."""

    text: str
    excluded: bool


def parsed(query: str) -> tuple[Term, ...]:
    """The terms of ``query``; what folds to nothing is no term.

    White space separates terms.  A term that opens and closes with “ ” or " " may contain it;
    a minus before a term asks for documents without it.
    """
    terms = []
    for match in _TERM.finditer(query):
        minus, chinese, ascii_quoted, plain = match.groups()
        text = next(part for part in (chinese, ascii_quoted, plain) if part is not None)
        folded = fold(text)
        if folded:
            terms.append(Term(folded, minus is not None))
    return tuple(terms)
