"""web.config: IIS does not run here, so what can be told from the file alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from tests.publishing.test_servers import TYPES

SECTIONS = {
    *("defaultDocument", "httpErrors", "staticContent", "httpProtocol", "security", "rewrite"),
}
"""What IIS knows below system.webServer, of what a static site needs."""


def test_the_configuration_of_iis_names_what_iis_knows_and_every_type(repository: Path) -> None:
    root = ET.parse(repository / "docs/hosting/web.config").getroot()
    server = root.find("system.webServer")
    assert root.tag == "configuration"
    assert server is not None
    assert {each.tag for each in server} <= SECTIONS
    types = {each.get("fileExtension"): each.get("mimeType") for each in server.iter("mimeMap")}
    removed = {each.get("fileExtension") for each in server.iter("remove")} - {None}
    assert removed == types.keys()
    for suffix in (".html", ".css", ".js", ".json", ".jsonl", ".csv", ".md"):
        assert types[suffix] in TYPES[suffix]
    names = {each.get("name"): each.get("value") for each in server.iter("add")}
    assert names["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in (names["Content-Security-Policy"] or "")
