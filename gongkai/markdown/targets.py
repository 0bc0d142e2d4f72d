"""Rewrites where the images and links of a body lead, once published names are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from html import escape, unescape

from gongkai.markdown.tokens import ATTRIBUTE, TOKEN
from gongkai.patterns import pattern

_ANCHOR = pattern(r'<a href="(?P<href>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)


def rewrite_targets(html: str, targets: Mapping[str, str]) -> str:
    """Return ``html`` with each ``src`` and ``href`` that ``targets`` names replaced.

    The keys are targets as in ``Body.images`` and ``Body.links``; any other stays as it is.
    """
    if not targets:
        return html

    def attribute(match: re.Match[str]) -> str:
        target = targets.get(unescape(match[2])) if match[1] in ("src", "href") else None
        return match[0] if target is None else f' {match[1]}="{escape(target)}"'

    def token(match: re.Match[str]) -> str:
        if match[2] not in ("a", "img"):
            return match[0]
        return f"<{match[1]}{match[2]}{ATTRIBUTE.sub(attribute, match[3])}>"

    return TOKEN.sub(token, html)


def without_links(html: str, dead: Set[str]) -> str:
    """Return ``html`` with the links to ``dead`` targets reduced to their text."""
    if not dead:
        return html
    return _ANCHOR.sub(
        lambda match: match["text"] if match["href"].replace("&amp;", "&") in dead else match[0],
        html,
    )
