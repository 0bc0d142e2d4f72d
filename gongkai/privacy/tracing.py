"""Where a value that a finished file says was written: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from gongkai import frontmatter
from gongkai.model import Place
from gongkai.patterns import pattern
from gongkai.privacy.findings import Finding, canonical
from gongkai.privacy.guard import place_of

_PIECE = pattern(
    r"(?P<unsaid><!--.*?-->|</?[A-Za-z][^<>]*>)|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]+);|.", re.DOTALL
)


class Origin(NamedTuple):
    """Where a value was written: the path of a file, from the site's root, and the place in it."""

    path: str
    place: Place


def place_in(text: str, finding: Finding) -> Place | None:
    """Where ``text`` (Markdown, HTML, TOML, YAML) first says the value of ``finding``, if it does.

    As in a finding's canonical value, only letters and digits count; so marks and tags between
    them do not hide it, nor do character references.
    """
    said = [(letter, start) for piece, start in _pieces(text) for letter in canonical(piece)]
    found = "".join(letter for letter, _ in said).find(canonical(finding.value))
    return place_of(text, said[found][1]) if found >= 0 else None


def place_in_document(text: str, finding: Finding) -> Place | None:
    """The same in a source: in its body, else in its fields, of which some are never printed."""
    _, body, _ = frontmatter.split(text, "")
    place = place_in(body.text, finding)
    return (
        Place(place.line + body.first_line - 1, place.column) if place else place_in(text, finding)
    )


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """What ``text`` says, a character or a reference at a time, and where."""
    for piece in _PIECE.finditer(text):
        if not piece["unsaid"]:
            yield unescape(piece[0]), piece.start()
