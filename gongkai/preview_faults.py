"""Faults as pages of the preview: at the address they concern, or at every address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from . import urls
from .assets import assets
from .collisions import Places, claimed_twice
from .errors import ConfigurationError, Fault, MachineError, Severity
from .pages import Frames, Page
from .settings import Settings, SiteIdentity
from .sources import CONTENT
from .templates import Renderer
from .themefiles import DEFAULT_THEME, theme_folders
from .views import FaultsView, FaultView

RELOAD_SCRIPT = "/livereload.js"
"""Where the client of livereload is; it finds its server by the address of its own script."""

_TITLE = "这一页有错误"
_TITLE_EVERYWHERE = "网站的设置或模板有错误"
_TITLE_FAILURE = "预览暂时不能更新"


class Outage(Struct, frozen=True):
    """What stands at every address while no page can be made.

    ``page`` is HTML; ``assets`` are the files that it needs, by address.
    """

    title: str
    page: bytes
    assets: Mapping[str, bytes]


def address_of(path: str) -> str | None:
    """Where the page of the source at ``path`` is, or would be if its name could be an address.

    ``None`` for what is no document.
    """
    below = path.removeprefix(f"{CONTENT}/")
    return f"{below.removesuffix('.md')}.html" if path != below and below.endswith(".md") else None


def clashes(owners: Mapping[str, Iterable[str]], places: Places) -> dict[str, tuple[Fault, ...]]:
    """For each address with several sources the faults that say so; ``owners`` are their paths."""
    found = {
        address: tuple(claimed_twice(((address, path) for path in paths), places))
        for address, paths in owners.items()
    }
    return {address: faults for address, faults in found.items() if faults}


def by_address(
    faults: Iterable[Fault], clashing: Mapping[str, Iterable[Fault]]
) -> dict[str, tuple[Fault, ...]]:
    """The errors that each address has to show, in the order of files and lines.

    They are those of its own source, and those of ``clashing``.  Warnings, and faults of files
    that are no documents, are shown at no address.
    """
    found: dict[str, set[Fault]] = defaultdict(set)
    for fault in faults:
        address = address_of(fault.path)
        if address and fault.severity is Severity.ERROR:
            found[address].add(fault)
    for address, these in clashing.items():
        found[address].update(these)
    return {address: tuple(sorted(these)) for address, these in found.items()}


def fault_page(address: str, faults: Iterable[Fault], frames: Frames) -> Page:
    """The page that stands at ``address`` until ``faults`` are mended."""
    return frames.page(address, "fault", _TITLE, FaultsView(tuple(map(_view, faults))))


def outage_of_faults(root: Path, faults: Iterable[Fault]) -> Outage:
    """The page at every address while the configuration or a template has ``faults``."""
    return _outage(root, _TITLE_EVERYWHERE, tuple(map(_view, sorted(faults))))


def outage_of_failure(root: Path, message: str) -> Outage:
    """The page at every address while the machine does not do what it is asked."""
    hint = "排除故障后，预览会自动恢复"
    return _outage(root, _TITLE_FAILURE, (FaultView("", 0, 0, message, hint),))


def _view(fault: Fault) -> FaultView:
    return FaultView(fault.path, fault.line, fault.column, fault.message, fault.hint)


def _outage(root: Path, title: str, faults: tuple[FaultView, ...]) -> Outage:
    """By the site's theme, else by the default one, else by none: any of them may be at fault."""
    for folders in (theme_folders(root), (DEFAULT_THEME,)):
        try:
            theme, files = assets(folders)
            frames = Frames(
                Settings(SiteIdentity("预览"), categories=()),
                replace(theme, reload_script=RELOAD_SCRIPT),
                navigation=(),
            )
            view = FaultsView(faults, everywhere=True)
            page = Renderer(root, folders).render(
                frames.page_from_root(urls.NOT_FOUND, "fault", title, view)
            )
        except (ConfigurationError, MachineError, OSError):
            continue
        return Outage(title, page.data, {file.address: file.data for file in files()})
    return Outage(title, _plain_page(title, faults), {})


def _plain_page(title: str, faults: Iterable[FaultView]) -> bytes:
    items = "\n".join(
        f"<li><p>{escape(fault.message)}</p>"
        f"<p>{escape(fault.path)} 第 {fault.line} 行第 {fault.column} 列</p>"
        f"<p>改法：{escape(fault.hint)}</p></li>"
        for fault in faults
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{title}</title>\n<script src="{RELOAD_SCRIPT}" defer></script>\n</head>\n'
        f"<body>\n<h1>{title}</h1>\n<ol>\n{items}\n</ol>\n</body>\n</html>\n"
    ).encode()
