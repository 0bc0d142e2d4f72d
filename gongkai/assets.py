"""The assets of a theme as outputs: style sheets and scripts joined and slimmed, all under a hash."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from . import fingerprint
from .errors import ConfigurationError, Fault
from .pages.frame import Theme
from .patterns import pattern
from .recalling import Recall, anew
from .slimming import joined_modules, on_few_lines, published_script, published_sheet
from .staging import Output, Stage
from .themefiles import bytes_of, files_of

_DIGEST_CHARACTERS = 12

_SCRIPT = pattern(r"js/[^/]+\.js")
_DOCUMENT_SCRIPT = pattern(r"js/document/[^/]+\.js")

_ICON = "images/icon.svg"

# A drawing this small costs less inside a page than a request of its own.
_INLINE_BYTES = 1024
_URL_SAFE = "!$&'()*+,-./:;=?@_~"


def assets(
    folders: tuple[Path, ...], recall: Recall = anew
) -> tuple[Theme, Callable[[], tuple[Output, ...]]]:
    """The theme, and what gives its assets, under one folder named by the hash of them all.

    All ``css/*.css`` are joined in the order of their names into ``css/site.css``, all ``js/*.js``
    into ``js/site.js``, which pages load deferred; a document's page loads ``js/document.js``
    instead, which holds ``js/document/*.js`` besides.  ``search/main.js`` holds the modules
    that it imports.  Where nothing changed the theme is had by ``recall``.  Raises
    ConfigurationError where an asset cannot be published.
    """
    files = {name: bytes_of(path) for name, path in files_of(folders, "assets").items()}
    prints = [
        fingerprint.of(name, fingerprint.of_bytes(data)) for name, data in sorted(files.items())
    ]
    theme = recall("theme", fingerprint.joined(prints), lambda: _published(files)[0])
    return theme, lambda: _published(files)[1]


def _published(read: Mapping[str, bytes]) -> tuple[Theme, tuple[Output, ...]]:
    """The theme and its assets, of the files that were ``read``, by name."""
    if faults := list(_unusable(read)):
        raise ConfigurationError(faults)
    files = dict(read)
    sheets = sorted(name for name in files if name.startswith("css/") and name.endswith(".css"))
    joined = b"".join(files.pop(name).rstrip() + b"\n" for name in sheets)
    files["css/site.css"] = published_sheet(joined)
    for name, data in files.items():
        if name.endswith(".js"):
            files[name] = published_script(data.decode("utf-8")).encode()
    if entry := files.get("search/main.js"):
        modules = {
            name.removeprefix("search/"): data.decode("utf-8")
            for name, data in files.items()
            if name.startswith("search/") and name.endswith(".js")
        }
        files["search/main.js"] = joined_modules(entry.decode("utf-8"), modules).encode()
    for name, data in files.items():
        if name.startswith("search/") and name.endswith(".js"):
            files[name] = on_few_lines(data.decode("utf-8")).encode()
    scripts = _taken(files, _SCRIPT)
    of_documents = scripts + _taken(files, _DOCUMENT_SCRIPT)
    files["js/site.js"], files["js/document.js"] = _in_row(scripts), _in_row(of_documents)
    digest = hashlib.blake2b(digest_size=_DIGEST_CHARACTERS // 2)
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    folder = f"assets/{digest.hexdigest()}"
    theme = Theme(
        assets=folder,
        stylesheet=f"{folder}/css/site.css",
        scripts=(f"{folder}/js/site.js",) if scripts else (),
        images=tuple(f"{folder}/{name}" for name in sorted(files) if name.startswith("images/")),
        icon=_inline(files[_ICON]) or f"{folder}/{_ICON}",
    )
    outputs = tuple(
        Output(f"{folder}/{name}", data, Stage.ASSET) for name, data in sorted(files.items())
    )
    return theme, outputs


def _unusable(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """What is wrong with assets: names that make no address, scripts that browsers misread."""
    for name, data in sorted(files.items()):
        path = f"theme/assets/{name}"
        if not _is_text(os.fsencode(name)):
            message, hint = "文件名不是 UTF-8 编码，不能用作网址", "改成英文小写字母、数字和连字符"
            yield Fault(path, 1, 1, "theme-asset", message, hint)
        elif name.endswith(".js") and not _is_text(data):
            message, hint = "脚本不是 UTF-8 编码", "用编辑器打开，另存为 UTF-8 编码"
            yield Fault(path, 1, 1, "theme-asset", message, hint)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _taken(files: dict[str, bytes], pattern: re.Pattern[str]) -> list[bytes]:
    """The files whose names match, in the order of these, taken out of ``files``."""
    return [files.pop(name) for name in sorted(files) if pattern.fullmatch(name)]


def _in_row(scripts: list[bytes]) -> bytes:
    """Classic scripts as one."""
    # A script may end without a semicolon, and the next begin with a bracket.
    return b";\n".join(script.rstrip() for script in scripts) + b"\n"


def _inline(drawing: bytes) -> str:
    """A small SVG drawing as a ``data:`` URL (RFC 2397); empty where it is not small."""
    if len(drawing) > _INLINE_BYTES:
        return ""
    return f"data:image/svg+xml,{quote(drawing.strip(), safe=_URL_SAFE)}"
