"""The last look at finished files, and what is said of what it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from . import privacy
from .errors import Fault
from .galleys import Galley
from .origins import Origins
from .privacy import Clearance, Finding
from .privacy.findings import canonical
from .privacy.lookout import Look, Text, new_lines
from .staging import Output

_NONE: Mapping[str, bytes] = {}

_INDEX = "search/texts"
"""Stands for the text file of a document, whose address only the whole index knows."""


class Written(NamedTuple):
    """A finished file, and the stretch of it that was made of the body alone.

    ``before`` is what stood at its address, if a glimpse has told that this holds nothing.
    """

    output: Output
    body: bytes
    before: bytes = b""


def each_written(outputs: Iterable[Output], body: bytes = b"") -> Iterator[Written]:
    """Finished files that hold all of a ``body`` or nothing of it."""
    return (Written(each, body) for each in outputs)


class Inspected(NamedTuple):
    """What the last look says of files: their faults, and whether they lean on other documents.

    ``at_a_glimpse`` it may have been told that they hold nothing.
    """

    faults: tuple[Fault, ...]
    leans: bool
    at_a_glimpse: bool = False


class LastLook:
    """Looks at one product after another."""

    def __init__(self, clearance: Clearance, origins: Origins) -> None:
        self._lookout = privacy.Lookout(clearance)
        self._origins = origins

    def at(
        self, outputs: Iterable[Output], source: str = "", before: Mapping[str, bytes] = _NONE
    ) -> Inspected:
        """What is to be said of finished files, made of ``source`` if that is one.

        ``before`` are files of an earlier build at their addresses, which were looked through.
        """
        looks = []
        for output in outputs:
            address, data = output.address, output.data
            if address in before:
                data = new_lines(data, before[address])
            looks.append((address, self._lookout.look(address, data)))
        return Inspected(tuple(self._faults(looks, source)), any(look.leaning for _, look in looks))

    def at_page(self, page: Output, before: bytes) -> Inspected:
        """What is to be said of a page of the site itself; ``before`` is as in :class:`Written`."""
        look = self._lookout.look(page.address, page.data, before=before)
        faults = self._faults([(page.address, look)], "")
        return Inspected(tuple(faults), bool(look.leaning), look.at_a_glimpse)

    def at_those_of(
        self,
        source: str,
        galley: Galley,
        written: Iterable[Written],
        innocent: Collection[str] = (),
        searched: Iterable[str] = (),
    ) -> Inspected:
        """What is to be said of the files of a ``source``, and of its text for the search.

        ``innocent`` are lines of it in which nothing was found.
        """
        written = tuple(written)
        read = self._lookout.text
        texts = [
            read(each.address, each.data, clear, before)
            for each, body, before in written
            for clear in [body if galley.is_clear else b""]
        ]
        found = self._lookout.look_at([*texts, Text.of_lines(searched)], innocent)
        if not any(look.held or look.leaning for look in found):
            return Inspected((), leans=False, at_a_glimpse=found[0].at_a_glimpse)
        addresses = (*(each.output.address for each in written), _INDEX)
        looks = list(zip(addresses, found, strict=True))
        # For what the document says itself, its trace holds that.
        leans = any(not _says(galley, each) for _, look in looks for each in look.leaning)
        return Inspected(tuple(self._faults(looks, source)), leans)

    def _faults(self, looks: Iterable[tuple[str, Look]], source: str) -> Iterator[Fault]:
        """The faults of what was found at addresses, where it was written."""
        for address, look in looks:
            for finding in look.held:
                yield privacy.fault(address, finding, self._origins.of(finding, source))


def _says(galley: Galley, finding: Finding) -> bool:
    """Whether the source of ``galley`` itself says that ``finding`` may be published."""
    return privacy.is_acknowledged(finding, galley.exemptions) or (
        canonical(finding.value) == canonical(galley.number)
    )
