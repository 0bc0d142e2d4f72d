"""What stands where no document does: nothing, another address, a withdrawal, a fault."""

from __future__ import annotations

from msgspec import Struct

from .frame import Link


class NotFoundView(Struct, frozen=True):
    """404.html: the ways back; its links assume the site's root, for it is shown anywhere."""

    links: tuple[Link, ...]


class RedirectView(Struct, frozen=True, array_like=True):
    """redirect.html: an old address that leads to the present one."""

    title: str
    href: str


class WithdrawnView(Struct, frozen=True):
    """withdrawn.html: a document was here and was withdrawn; nothing tells which.

    ``date`` and ``reason`` may be empty.
    """

    date: str
    reason: str


class FaultView(Struct, frozen=True):
    """One fault, for the preview's fault page."""

    path: str
    line: int
    column: int
    message: str
    hint: str


class FaultsView(Struct, frozen=True):
    """fault.html (preview only): what is wrong with the source of the page asked for.

    ``everywhere`` is true where the configuration or the theme is at fault, so that every page
    shows it.
    """

    faults: tuple[FaultView, ...]
    everywhere: bool = False
