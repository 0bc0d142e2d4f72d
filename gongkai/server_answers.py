"""What the preview's server answers: whom it refuses, and which file it sends for a path."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from . import urls
from .preview import Shown

ADDRESS = "127.0.0.1"

_NAMES = (ADDRESS, "localhost")
_HTTP_PORT = 80
_HTML = "text/html; charset=utf-8"
_WITH_CHARSET = ("text/", "application/javascript", "application/json")

# What Python's own table does not know.
_MEDIA_TYPES = {".woff2": "font/woff2", ".webp": "image/webp", ".mjs": "text/javascript"}


class Answer(Struct, frozen=True):
    """A status of HTTP with a body and its media type."""

    status: int
    media_type: str
    data: bytes


def refusal(host: str | None, origin: str | None, port: int) -> str:
    """Why a request with these headers is refused, or nothing.

    A page elsewhere can reach this server through a name of its own that leads to 127.0.0.1 (DNS
    rebinding) or by a request across origins; drafts are none of its business.
    """
    hosts = {f"{name}:{port}" for name in _NAMES}
    if port == _HTTP_PORT:
        hosts.update(_NAMES)
    if (host or "").lower() not in hosts:
        return f"只能用 http://{ADDRESS}:{port}/ 打开预览。"
    if origin is not None and origin.lower() not in {f"http://{name}" for name in hosts}:
        return "预览不回答其他网站发来的请求。"
    return ""


def answer(path: str, folder: Path, shown: Shown) -> Answer:
    """The answer to a request for ``path`` (as in the request line, without a query).

    The site lies in ``folder``.  It answers at ``/`` and at the path of its ``base_url`` too,
    where its 404.html assumes it to be.
    """
    outage = shown.outage
    for address in addresses(path, shown.root_path):
        if outage and address in outage.assets:
            return Answer(200, media_type(address), outage.assets[address])
        if outage and address.endswith(".html"):
            return Answer(200, _HTML, outage.page)
        data = _bytes(folder / address)
        if data is not None:
            return Answer(200, media_type(address), data)
    if outage:
        return Answer(200, _HTML, outage.page)
    missing = _bytes(folder / urls.NOT_FOUND)
    return Answer(404, _HTML, missing if missing is not None else "没有这个页面。".encode())


def addresses(path: str, root_path: str) -> Iterator[str]:
    """The addresses that ``path`` may mean, first the one below ``/``.

    There is none for a path that leads out of the site or to a hidden file.
    """
    try:
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return
    for prefix in dict.fromkeys(("/", root_path)):
        if plain.startswith(prefix):
            address = plain.removeprefix(prefix)
            if not address or address.endswith("/"):
                address += urls.HOME
            if all(map(_is_name, address.split("/"))):
                yield address


def media_type(address: str) -> str:
    """The media type of the file at ``address`` by its suffix."""
    suffix = Path(address).suffix.lower()
    found = _MEDIA_TYPES.get(suffix) or _known_types().guess_type(f"x{suffix}", strict=False)[0]
    if found is None:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(_WITH_CHARSET) else found


@lru_cache(maxsize=1)
def _known_types() -> mimetypes.MimeTypes:
    """Python's own table: the registry of a Windows may hold anything for ``.js``."""
    return mimetypes.MimeTypes()


def _is_name(segment: str) -> bool:
    """Whether ``segment`` is a plain, visible name on every system (``a:b`` is not on Windows)."""
    return (
        bool(segment) and segment[0] != "." and segment.isprintable() and not {*segment} & {*"\\:"}
    )


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
