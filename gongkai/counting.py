"""Every docket counted, or remembered where nothing that it is made of changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import fingerprint
from .deck import Deck
from .dockets import Docket, dockets
from .fingerprint import NO_PRINT
from .memory import DocketMemory, LedgerMemory
from .tallies import tallies


def counted(
    ledgers: Iterable[LedgerMemory],
    cards: Deck,
    published: Deck,
    *,
    naming: bytes,
    before: Mapping[str, DocketMemory],
) -> dict[str, DocketMemory]:
    """What every docket comes to, by a name that is the same in every build.

    ``cards`` are those of all sources, ``published`` those that the public sees; ``naming`` is
    the fingerprint of all names that they may use, ``before`` what an earlier build counted.
    """
    of_year = {each.ledger.year: each for each in ledgers if each.ledger.year}
    years = sorted(of_year)
    found = {}
    in_dockets = dockets({year: of_year[year].ledger for year in years}, cards, published)
    for (category, session), docket in in_dockets.items():
        # The last slash has the memory keep each of them in a chunk of its own.
        name = f"{category}/{session}/"
        read = fingerprint.joined(
            [naming, fingerprint.of(years), *_rows(docket, of_year), _replies(docket)]
        )
        known = before.get(name)
        if known is None or known.read != read:
            known = DocketMemory(read, tallies(docket, years))
        found[name] = known
    return found


def _rows(docket: Docket, ledgers: Mapping[int, LedgerMemory]) -> list[bytes]:
    return [ledgers[year].content for year in sorted({year for year, _ in docket.rows})]


def _replies(docket: Docket) -> bytes:
    """What tells of the fields of the replies, which are published or, after those, withheld."""
    return docket.published.fields + NO_PRINT + docket.withheld.fields
