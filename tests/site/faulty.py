"""The pages that a preview shows while a source, or the whole site, has faults."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gongkai import staffing
from gongkai.preview import Preview
from tests import preview_site
from tests.preview_site import SITE_TOML, reply

ADDRESS = "suggestions/1.html"
"""Of the document with two faults."""


def write(root: Path) -> Path:
    """A preview at ``root`` of a site with one good document and a faulty one; its folder."""
    preview_site.write_site(
        root, r1=reply(1, 主办单位="市教育厅", 成文日期="昨天"), r2=reply(2, body="见第1号。")
    )
    preview = Preview(root)
    preview.build(
        datetime.fromisoformat(preview_site.NOW), staffing.alone, lambda stage, done, total: None
    )
    return preview.folder


def write_outage(root: Path, folder: Path) -> Path:
    """Every address of a preview while site.toml is wrong, as ``folder``/index.html; ``folder``."""
    preview_site.write_site(root)
    preview_site.write(root, {"site.toml": SITE_TOML.replace("name =", "nmae =", 1)})
    shown = Preview(root).build(
        datetime.fromisoformat(preview_site.NOW), staffing.alone, lambda stage, done, total: None
    )
    assert shown.outage
    for address, data in {**shown.outage.assets, "index.html": shown.outage.page}.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
