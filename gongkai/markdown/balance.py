"""Closes every inline tag within the paragraph where it was opened."""

from __future__ import annotations

import re
from collections import Counter

from markdown.postprocessors import Postprocessor
from markdown.util import ETX, STX

from gongkai.markdown.tags import INLINE_TAGS, VOID
from gongkai.patterns import pattern

#: Groups: 1 the place of a raw tag in the stash; or 2 "/" of an end tag and 3 a name.
_TOKEN = pattern(
    rf'{STX}wzxhzdk:([0-9]+){ETX}|<(/?)([a-z][a-z0-9]*)(?:[^">]|"[^"]*")*>', re.IGNORECASE
)
_RAW = pattern(r"<(/?)([a-z]+)")


class BalancedTags(Postprocessor):
    """Runs while raw tags stand in the stash, so that those of raw blocks are not touched."""

    def run(self, text: str) -> str:
        """Return ``text`` with its inline tags balanced."""
        stash = self.md.htmlStash.rawHtmlBlocks
        if not any(isinstance(raw, str) and _RAW.match(raw) for raw in stash):
            return text
        opened = _Opened()

        def token(match: re.Match[str]) -> str:
            tag: re.Match[str] | None = match
            slash, name = match[2], match[3]
            if match[1]:
                raw = stash[int(match[1])] if int(match[1]) < len(stash) else ""
                tag = _RAW.match(str(raw))
                if tag is None:
                    return match[0]
                slash, name = tag[1], tag[2]
            if name in VOID:
                return match[0]
            if name not in INLINE_TAGS:
                return opened.close_all() + match[0]
            if not slash:
                opened.open(name)
                return match[0]
            return opened.close(name)

        return _TOKEN.sub(token, text)


class _Opened:
    """The inline tags that are open at a place."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()

    def open(self, name: str) -> None:
        self._names.append(name)
        self._counts[name] += 1

    def close(self, name: str) -> str:
        """Return the end tags up to that of ``name``, "" when it is not open."""
        tags = []
        while self._counts[name]:
            last = self._pop()
            tags.append(f"</{last}>")
            if last == name:
                break
        return "".join(tags)

    def close_all(self) -> str:
        tags = []
        while self._names:
            tags.append(f"</{self._pop()}>")
        return "".join(tags)

    def _pop(self) -> str:
        name = self._names.pop()
        self._counts[name] -= 1
        return name
