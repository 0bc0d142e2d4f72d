"""How the tests start Chromium, and what they let a page ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

ARGUMENTS = (
    "--no-sandbox",  # continuous integration runs as root, where Chromium's sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # containers often have a /dev/shm too small for a screenshot
    # Nothing leaves the machine, whatever a page asks for; see foreign_urls for the report.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

_OWN_HOST = "127.0.0.1"
_OWN_SCHEMES = frozenset({"file", "data", "blob", "about"})


def foreign_urls(urls: list[str]) -> list[str]:
    """Those of the requested ``urls`` that lead to a third party: a fault of the site."""
    return [url for url in urls if not _is_own(url)]


def _is_own(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in _OWN_SCHEMES or parts.hostname == _OWN_HOST
