"""IIS does not run here: web.config is held to what Microsoft's schema says of it.

The table below states facts of IIS_schema.xml and rewrite_schema.xml, as
learn.microsoft.com/iis/configuration and /iis/extensions/url-rewrite-module describe them: what
may stand in what, with which attributes, and which values those may take.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.publishing.test_servers import FEED, SEARCH_DESCRIPTION, TYPES

ANY = re.compile(".*")
TIME_SPAN = re.compile(r"(\d+\.)?\d\d:\d\d:\d\d")
FLAG = re.compile("true|false")


@dataclass(frozen=True)
class Element:
    """What the schema says of an element; of a collection, which attribute tells entries apart."""

    attributes: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    key: str = ""


SCHEMA = {
    "configuration": Element(children=("system.webServer", "location")),
    "location": Element({"path": ANY}, ("system.webServer",)),
    "system.webServer": Element(
        children=(
            *("defaultDocument", "httpErrors", "staticContent", "httpProtocol"),
            *("security", "rewrite"),
        )
    ),
    "defaultDocument": Element({"enabled": FLAG}, ("files",)),
    "files": Element(children=("clear", "add"), key="value"),
    "files/add": Element({"value": ANY}),
    "httpErrors": Element(
        {
            "errorMode": re.compile("DetailedLocalOnly|Custom|Detailed"),
            "existingResponse": re.compile("Auto|Replace|PassThrough"),
        },
        ("remove", "error"),
        key="statusCode",
    ),
    "httpErrors/remove": Element({"statusCode": re.compile(r"[4-9]\d\d")}),
    "httpErrors/error": Element(
        {
            "statusCode": re.compile(r"[4-9]\d\d"),
            # A site's own file may name no other place than one below it (allowAbsolutePaths…).
            "path": re.compile(r"[^/\\:]+"),
            "responseMode": re.compile("File|ExecuteURL|Redirect"),
        }
    ),
    "staticContent": Element(children=("remove", "mimeMap", "clientCache"), key="fileExtension"),
    "staticContent/remove": Element({"fileExtension": re.compile(r"\..+")}),
    "mimeMap": Element({"fileExtension": re.compile(r"\..+"), "mimeType": re.compile(".+/.+")}),
    "clientCache": Element(
        {
            "cacheControlMode": re.compile("NoControl|DisableCache|UseMaxAge|UseExpires"),
            "cacheControlMaxAge": TIME_SPAN,
            "cacheControlCustom": ANY,
        }
    ),
    "httpProtocol": Element(children=("customHeaders",)),
    "customHeaders": Element(children=("remove", "add"), key="name"),
    "customHeaders/remove": Element({"name": ANY}),
    "customHeaders/add": Element({"name": ANY, "value": ANY}),
    "security": Element(children=("requestFiltering",)),
    "requestFiltering": Element(children=("hiddenSegments",)),
    "hiddenSegments": Element(children=("add",), key="segment"),
    "hiddenSegments/add": Element({"segment": re.compile(r"[^/]+")}),
    "rewrite": Element(children=("rewriteMaps", "rules")),
    "rewriteMaps": Element({"configSource": re.compile(r"[^/\\]+")}, ("rewriteMap",), key="name"),
    "rewriteMap": Element(
        {"name": ANY, "defaultValue": ANY, "ignoreCase": FLAG}, ("add",), key="key"
    ),
    "rewriteMap/add": Element({"key": ANY, "value": ANY}),
    "rules": Element(children=("rule",), key="name"),
    "rule": Element({"name": ANY, "stopProcessing": FLAG}, ("match", "conditions", "action")),
    "match": Element({"url": ANY}),
    "conditions": Element(children=("add",)),
    "conditions/add": Element({"input": ANY, "pattern": ANY}),
    "action": Element(
        {
            "type": re.compile("None|Rewrite|Redirect|CustomResponse|AbortRequest"),
            "url": ANY,
            "appendQueryString": FLAG,
            "redirectType": re.compile("Permanent|Found|SeeOther|Temporary"),
        }
    ),
}


def complaints(element: ET.Element, parent: str = "") -> Iterator[str]:
    """What the schema finds wrong with ``element`` and all that stands in it."""
    known = SCHEMA.get(f"{parent}/{element.tag}") or SCHEMA.get(element.tag, Element())
    for name, value in element.attrib.items():
        if name not in known.attributes:
            yield f"{element.tag} has no attribute {name}"
        elif not known.attributes[name].fullmatch(value):
            yield f"{element.tag}: {name}={value!r}"
    entries = [each for each in element if each.tag not in {"remove", "clear"}]
    keys = [each.get(known.key) for each in entries if known.key and each.get(known.key)]
    yield from (f"{element.tag}: {key!r} twice" for key in keys if keys.count(key) > 1)
    for each in element:
        if each.tag not in known.children:
            yield f"{each.tag} in {element.tag}"
        yield from complaints(each, element.tag)


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "docs/hosting/web.config").read_text(encoding="utf-8")


def test_the_schema_knows_all_that_the_configuration_says(text: str) -> None:
    assert list(complaints(ET.fromstring(text))) == []
    # The line that brings the rules of old addresses is good as well once it is a comment no more.
    with_rules = text.replace("<!-- <rewriteMaps", "<rewriteMaps").replace(
        'config" /> -->', 'config" />'
    )
    root = ET.fromstring(with_rules)
    assert list(complaints(root)) == []
    assert root.find("system.webServer/rewrite/rewriteMaps") is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("staticContent>", "staticContents>"),
        ("errorMode", "errorsMode"),
        ("UseMaxAge", "UseMaximum"),
        ("365.00:00:00", "365 days"),
        ('fileExtension=".md"', 'fileExtension=".csv"'),
        ('redirectType="Permanent"', 'redirectType="301"'),
        ('path="404.html"', 'path="/404.html"'),
    ],
)
def test_the_schema_can_refuse(text: str, old: str, new: str) -> None:
    assert old in text
    assert list(complaints(ET.fromstring(text.replace(old, new))))


def _types(section: ET.Element | None) -> dict[str, str]:
    assert section is not None
    return {
        each.get("fileExtension", ""): each.get("mimeType", "") for each in section.iter("mimeMap")
    }


def test_every_type_is_mapped_and_what_the_server_maps_itself_is_taken_away_first(
    text: str,
) -> None:
    root = ET.fromstring(text)
    for section in root.iter("staticContent"):
        removed: set[str | None] = set()
        for each in section:
            if each.tag == "remove":
                removed.add(each.get("fileExtension"))
            elif each.tag == "mimeMap":
                # Two of one extension, the server's own among them, and IIS answers nothing at all.
                assert each.get("fileExtension") in removed
    found = _types(root.find("system.webServer/staticContent"))
    for suffix in TYPES.keys() - {".png", ".txt"}:
        assert found[suffix] in TYPES[suffix]
    places = {each.get("path"): each.find("*/staticContent") for each in root.findall("location")}
    assert _types(places["feeds"])[".xml"] in FEED
    assert _types(places["opensearch.xml"])[".xml"] in SEARCH_DESCRIPTION


def test_the_headers_are_those_of_the_other_servers(repository: Path, text: str) -> None:
    headers = {each.get("name"): each.get("value") for each in ET.fromstring(text).iter("add")}
    others = (repository / "docs/hosting/nginx.conf").read_text(encoding="utf-8")
    stated = dict(re.findall(r'add_header (\S+) "(.+)" always;', others))
    assert "frame-ancestors 'self'" in stated["Content-Security-Policy"]
    assert {name: headers.get(name) for name in stated} == stated


def test_old_addresses_are_looked_up_as_the_browser_sent_them(text: str) -> None:
    """{REQUEST_URI} is decoded, so a Chinese old address would never be found by it."""
    (condition,) = ET.fromstring(text).findall(".//rule[@name='moved']/conditions/add")
    assert condition.get("input") == "{moved:{UNENCODED_URL}}"
