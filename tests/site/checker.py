"""A link and anchor checker over an output folder: every reference leads to a file of the folder.

It knows links, fragments, images, scripts, stylesheets, forms, ``url()`` and ``@import`` in CSS
and ``<meta http-equiv=refresh>``.  As the same bytes must work under any prefix and from disk, a
link that starts at the root or that names a folder is broken, but for 404.html, whose links are
read from the root because it is shown at any address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.site import pages
from tests.site.pages import Element

NOT_FOUND = "404.html"

_OUTWARD = frozenset({"http", "https", "mailto", "tel", "data"})
_REFERENCES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "button": ("formaction",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href",),
    "img": ("src",),
    "input": ("src", "formaction"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href",),
    "video": ("src", "poster"),
}
_SETS = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?(['\"]?)(?P<url>.*?)\1\s*", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_URL = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')"""
)


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """A reference that does not work: the file it stands in, the reference as written, and why."""

    file: str
    reference: str
    reason: str


def broken_references(folder: Path, root: str = "/") -> list[Broken]:
    """Every reference in ``folder`` that leads nowhere, sorted; an empty list is what is wanted.

    ``root`` is the path at which the folder lies on its host; 404.html's links start there.
    """
    return sorted(set(_Folder(folder, root).broken()))


class _Folder:
    def __init__(self, folder: Path, root: str) -> None:
        self._folder = folder
        self._root = root
        self._ids: dict[str, frozenset[str]] = {}

    @cached_property
    def _files(self) -> frozenset[str]:
        # Compared as text, so that a wrong case is found on a file system that ignores it.
        found = (path for path in self._folder.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self._folder).as_posix() for path in found)

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset({".", *(p.as_posix() for file in self._files for p in Path(file).parents)})

    def broken(self) -> Iterator[Broken]:
        for file in self._files:
            for reference in self._references(file):
                if reason := self._fault(file, reference):
                    yield Broken(file, reference, reason)

    def _references(self, file: str) -> Iterator[str]:
        path = self._folder / file
        if file.endswith(".html"):
            for element in pages.read(path).walk():
                yield from _of_element(element)
        elif file.endswith(".css"):
            yield from _of_css(path.read_text(encoding="utf-8"))

    def _fault(self, file: str, reference: str) -> str:
        """Why a reference does not work; empty when it does."""
        if "\\" in reference or reference != reference.strip():
            return "malformed"
        try:
            parts = urlsplit(reference)
        except ValueError:
            return "malformed"
        if parts.scheme:
            return "" if parts.scheme in _OUTWARD else "scheme"
        if parts.netloc:
            return "scheme"
        if not reference:
            return "empty"
        target = self._target(file, unquote(parts.path))
        if isinstance(target, _Astray):
            return target.reason
        if target in self._folders:
            return "folder"
        if target not in self._files:
            return "missing file"
        return self._fragment_fault(target, unquote(parts.fragment))

    def _target(self, file: str, path: str) -> str | _Astray:
        """The file that a path on the page ``file`` means."""
        if not path:
            return file
        if file == NOT_FOUND:
            if not path.startswith(self._root):
                return _Astray("not from the root")
            return posixpath.normpath(path.removeprefix(self._root) or "index.html")
        if path.startswith("/"):
            return _Astray("from the root")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        if target == ".." or target.startswith("../"):
            return _Astray("out of the folder")
        return target

    def _fragment_fault(self, target: str, fragment: str) -> str:
        if not fragment or not target.endswith(".html"):
            return ""
        if target not in self._ids:
            elements = pages.read(self._folder / target).walk()
            self._ids[target] = frozenset(
                e.attributes["id"] for e in elements if "id" in e.attributes
            )
        return "" if fragment in self._ids[target] else "missing anchor"


@dataclass(frozen=True, slots=True)
class _Astray:
    """A path that means no file of the folder at all."""

    reason: str


def _of_element(element: Element) -> Iterator[str]:
    attributes = element.attributes
    for name in _REFERENCES.get(element.tag, ()):
        if name in attributes:
            yield attributes[name]
    candidates = attributes.get(_SETS.get(element.tag, ""), "")
    yield from (candidate.split()[0] for candidate in candidates.split(",") if candidate.strip())
    if element.tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        match = _REFRESH.fullmatch(attributes.get("content", ""))
        yield match["url"] if match else ""
    if element.tag == "style":
        yield from _of_css(element.text)
    yield from _of_css(attributes.get("style", ""))


def _of_css(text: str) -> Iterator[str]:
    for match in _CSS_URL.finditer(_CSS_COMMENT.sub("", text)):
        yield next((group for group in match.groups() if group is not None), "")
