"""Pictures of every kind of page, and axe-core over every look: ``python -m tests.site.eyes``.

The pictures go to eyes/, which git ignores: they are for the eye of who changes the theme.  Every
kind of page is drawn on a desktop, a telephone, in the dark and in 长者模式, and printed to PDF.
Then axe-core and the width are tried on every kind in all looks; what is found is listed, and the
program ends with status 1.  A page is opened once, and wears one look after another.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.site import faulty, larger
from tests.site.browsing import too_wide, visit
from tests.site.building import build
from tests.site.looks import Look, every_look, violations, wear
from tools import provide
from tools.browser import ARGUMENTS
from tools.static_server import serve

FOLDER = provide.REPOSITORY / "eyes"

FAULT = "fault"
"""The page of the preview in place of a document with faults."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One way of drawing a page: the look, the height of the window in px, and dots per px."""

    look: Look
    height: int = 900
    scale: float = 1


PICTURES = {
    "desktop": Picture(Look("light", "", "", 1280)),
    "phone": Picture(Look("light", "", "", 360), 780, 2),
    "dark": Picture(Look("dark", "", "", 1280)),
    "green": Picture(Look("green", "", "", 1280)),
    "contrast": Picture(Look("contrast", "", "", 1280)),
    "elder": Picture(Look("light", "", "elder", 360), 780, 2),
    "elder-desktop": Picture(Look("light", "", "elder", 1280)),
}


def main() -> None:
    """Write the pictures, then try every look; what was found stands on the standard output."""
    parser = ArgumentParser(description=__doc__, prog="python -m tests.site.eyes")
    parser.add_argument("--kind", action="append", help="only this kind of page; may be repeated")
    parser.add_argument("--pictures", action="store_true", help="leave out axe-core")
    options = parser.parse_args()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(provide.node())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = larger.write(Path(folder) / "site")
        build(root, root / "public")
        preview = faulty.write(Path(folder) / "faulty")
        browser = playwright.chromium.launch(
            executable_path=provide.chromium(), args=list(ARGUMENTS)
        )
        with serve(root / "public", larger.ROOT_PATH) as base, serve(preview) as preview_base:
            kinds = {k: base + a for k, a in {**larger.KINDS_OF_PAGE, **larger.SEARCHES}.items()}
            kinds[FAULT] = preview_base + faulty.ADDRESS
            pages = {
                kind.replace(" ", "-"): url
                for kind, url in kinds.items()
                if not options.kind or kind in options.kind
            }
            draw(browser, pages, FOLDER)
            print(f"{len(pages)} kinds of page are drawn in {FOLDER.name}/", flush=True)
            found = [] if options.pictures else list(examine(browser, pages))
        browser.close()
    print("\n".join(found))
    if not options.pictures:
        print(f"{len(pages) * len(every_look())} runs of axe-core, {len(found)} with violations")
    sys.exit(bool(found))


def draw(browser: Browser, pages: dict[str, str], folder: Path) -> None:
    """Every page, by its name, in every way, as ``folder``/<name>-<way>.png, and as PDF."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for way, picture in PICTURES.items():
        with browser.new_context(locale="zh-CN", device_scale_factor=picture.scale) as context:
            page = context.new_page()
            for name, url in pages.items():
                visit(page, url)
                wear(page, picture.look)
                page.set_viewport_size({"width": picture.look.width, "height": picture.height})
                page.screenshot(path=folder / f"{name}-{way}.png", full_page=True)
                if way == "desktop":
                    page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)


def examine(browser: Browser, pages: dict[str, str]) -> Iterator[str]:
    """What is wrong with the pages, in every look; each page is opened once."""
    axe = provide.axe_script().read_text(encoding="utf-8")
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        for name, url in pages.items():
            visit(page, url)
            _open_settings(page)
            page.evaluate(axe)
            for look in every_look():
                wear(page, look)
                if wrong := [*violations(page), *too_wide(page)]:
                    yield f"{name} {look}: {'; '.join(wrong)}"


def _open_settings(page: Page) -> None:
    settings = page.get_by_text("显示设置")
    if settings.count():
        settings.click()


if __name__ == "__main__":
    main()
