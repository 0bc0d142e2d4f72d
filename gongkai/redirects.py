"""Old addresses (旧网址) that the site itself can answer, as pages that lead on."""

from __future__ import annotations

from urllib.parse import urlsplit

from .patterns import pattern

_PAGE = (".html", ".htm")
_SEGMENT = pattern(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


def redirect_address(old: str) -> str | None:
    """The file that answers the old address ``old``, relative to the site's root.

    ``old`` is a full address or a path.  ``None`` where no static file can answer it: an address
    with a query, with characters that file systems treat differently, or below a page.
    """
    try:
        parts = urlsplit(old.strip())
    except ValueError:
        return None
    path = parts.path.removeprefix("/")
    if parts.query or not path:
        return None
    if path.endswith("/"):
        path += "index.html"
    *folders, page = path.split("/")
    if not page.endswith(_PAGE) or any(folder.endswith(_PAGE) for folder in folders):
        return None
    return path if all(map(_SEGMENT.fullmatch, (*folders, page))) else None
