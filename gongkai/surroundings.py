"""What a body may refer to: the other pages, the files, and the documents by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

PUBLISHED, HELD, NOWHERE = "公开", "未公开", "没有"


class Surroundings(Struct, frozen=True):
    """What a body may refer to.

    ``addresses`` are all published pages, ``held_addresses`` those of sources that are held
    back, ``files`` the paths below content/ of all files that are no Markdown.  ``numbered``
    maps a session's slug to its numbers, and each to the published documents that carry it.
    """

    addresses: frozenset[str]
    held_addresses: frozenset[str]
    files: frozenset[str]
    numbered: Mapping[str, Mapping[str, tuple[str, ...]]]

    def page(self, address: str) -> str:
        """Whether a page is published, held back or not there: the answer that traces keep."""
        if address in self.addresses:
            return PUBLISHED
        return HELD if address in self.held_addresses else NOWHERE

    def address_of_number(
        self, sessions: Iterable[str], number: str, own_address: str
    ) -> str | None:
        """The document that a text means by ``number``, in a document of ``sessions``.

        There is one when exactly one published document of the sessions carries the number, and
        that is not the document itself.
        """
        found: set[str] = set()
        for session in sessions:
            found.update(self.numbered.get(session, {}).get(number, ()))
            if len(found) > 1:
                return None
        return found.pop() if found and own_address not in found else None
