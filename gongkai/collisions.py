"""Addresses that two sources want, or of which one is in the way of another on a disk."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import cache

from . import urls
from .errors import Fault
from .model import Card, Place
from .redirects import redirect_address

Claim = tuple[str, str]
"""An address, and the path of a source that wants a file there."""

Places = Mapping[Claim, Place]
"""Where in their sources claims are written; those of a file's own name are written nowhere."""

_NO_PLACES: Places = {}
_WHOLE_FILE = Place(1, 1)


def places_of_old_addresses(cards: Iterable[Card]) -> Places:
    """Where the old addresses (旧网址) stand that the site answers."""
    return {
        (old, card.path): alias.place
        for card in cards
        for alias in card.aliases
        if (old := redirect_address(alias.target))
    }


def claimed_twice(claims: Iterable[Claim], places: Places = _NO_PLACES) -> Iterable[Fault]:
    """Faults for each address that two sources claim, where an old address stands if one is it."""
    owners: dict[str, str] = {}
    for address, path in claims:
        owner = owners.setdefault(address, path)
        if owner == path:
            continue
        # An old address is what can give way, and what has a line.
        at, other = (path, owner)
        if (address, owner) in places and (address, path) not in places:
            at, other = owner, path
        line, column = places.get((address, at), _WHOLE_FILE)
        message = f"与 {other} 争用同一个网址 {address}"
        hint = "改动其中一个的文件名或旧网址"
        yield Fault(at, line, column, "duplicate-address", message, hint)


def is_any_twice(made: Collection[str], beside: Iterable[str]) -> bool:
    """Whether one of the addresses that were ``made`` is there twice, or ``beside`` them, too."""
    claimed = {*made}
    return len(claimed) < len(made) or not claimed.isdisjoint(beside)


def may_clash(made: Collection[str], had: Container[str], beside: Iterable[str]) -> bool:
    """Whether one of the addresses that were ``made`` may be claimed twice or hinder another.

    What is made now ``had`` some of them in the last build, where those that stay ``beside`` them,
    given as columns (:class:`.columns.Columns`), stood beside them already.
    """
    if len(made) > len(set(made)) or _may_be_hindered(made):
        return True
    fresh = {address.casefold() for address in made if address not in had}
    above = {folder for address in fresh for folder in urls.folders_of(address)}
    # Hardly anything lies below what ends as a file does.
    below = {f"{address[-5:]}/" for address in fresh}
    for column in beside if fresh else ():
        there = column.casefold()
        if not (fresh | above).isdisjoint(there.split("\0")):
            return True
        if any(each in there for each in below):
            return True
    return False


def hindered(claims: Iterable[Claim], places: Places = _NO_PLACES) -> Iterator[tuple[str, Fault]]:
    """Each address where no file can stand beside those of other claims, with its fault.

    That is one below a file (``a/b.pdf/c.html``), for a disk has a file there or a folder, and
    one that differs from another in case alone, for to Windows both are the same file.
    """
    claims = list(claims)
    if not _may_be_hindered([address for address, _ in claims]):
        return
    # Pages and attachments are in lower case, so that it is the old address that gives way.
    ordered = sorted(claims, key=lambda claim: claim[0] != claim[0].lower())
    first: dict[str, tuple[str, str]] = {}
    for claim in ordered:
        first.setdefault(claim[0].casefold(), claim)

    @cache
    def files_at(folder: str) -> tuple[tuple[str, str], ...]:
        """Claims to a file where ``folder`` or one around it is to be, the innermost first."""
        here = (first[folder],) if folder in first else ()
        return (*here, *files_at(folder.rpartition("/")[0])) if folder else ()

    for address, path in ordered:
        place = address.casefold()
        other, owner = first[place]
        if other != address:
            message = f"网址 {address} 与 {owner} 的网址 {other} 只差大小写，有的电脑上是同一个文件"
            yield address, _clash(path, places.get((address, path), _WHOLE_FILE), message)
        for other, owner in files_at(place.rpartition("/")[0]):
            message = f"网址 {address} 要用文件夹 {other}，而 {owner} 在那里有一个同名的文件"
            yield address, _clash(path, places.get((address, path), _WHOLE_FILE), message)


def in_the_way(removed: frozenset[str], written: Collection[str]) -> frozenset[str]:
    """Those of ``removed`` that are where a folder of ``written`` is to be, or the reverse."""
    if not removed:
        return removed
    files = set(written)
    folders = {folder for address in written for folder in urls.folders_of(address)}
    return frozenset(
        address
        for address in removed
        if address in folders or not files.isdisjoint(urls.folders_of(address))
    )


def _may_be_hindered(addresses: Collection[str]) -> bool:
    """Whether two of ``addresses`` differ in case alone, or one is a folder of another.

    Nearly always none does, and there are tens of thousands of them.
    """
    files = set("\0".join(addresses).casefold().split("\0"))
    folders = {folder for each in files if (folder := each.rpartition("/")[0])}
    above = {each for folder in folders for each in urls.folders_of(folder)}
    return len(files) < len(set(addresses)) or not files.isdisjoint(folders | above)


def _clash(path: str, place: Place, message: str) -> Fault:
    hint = "改动其中一个的文件名或旧网址"
    return Fault(path, place.line, place.column, "address-clash", message, hint)
