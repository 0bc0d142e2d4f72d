"""The edits of an admin's days: which documents of the corpus they touch, and what they make.

All depend on the count and the seed of the corpus alone, so every builder meets the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count as count_from

from bench.corpus import CorpusDocument
from bench.corpus_reply import compose_document
from bench.corpus_site import SUMMARIES, YEARS

_FIRST_NEW = datetime(2026, 1, 1, 9, 0)
_PUBLISHED = re.compile(r"^发布日期: .*$", re.MULTILINE)
_PUBLIC = re.compile(r"^状态: 公开$", re.MULTILINE)
_OLD_YEAR = YEARS[1]
_TYPO = ("，", "、")


@dataclass(frozen=True, slots=True)
class Edit:
    """A document's file as it is after an edit."""

    path: str
    text: str

    @property
    def address(self) -> str:
        """The page's address, relative to the site."""
        return self.path.removeprefix("content/").removesuffix(".md") + ".html"


def new_replies(count: int, seed: int) -> Iterator[Edit]:
    """Replies of the newest session that a corpus of ``count`` lacks, each newer than all."""
    replies = _replies(count, seed, YEARS[-1])
    for minutes, reply in enumerate(replies):
        moment = _FIRST_NEW + timedelta(minutes=minutes)
        line = f"发布日期: {moment:%Y-%m-%d %H:%M}"
        yield Edit(reply.path, _replaced(_PUBLISHED, line, reply.markdown))


def old_reply(count: int, seed: int) -> Edit:
    """A reply that a corpus of ``count`` lacks, dated among the oldest."""
    reply = next(_replies(count, seed, _OLD_YEAR))
    return Edit(reply.path, reply.markdown)


def withdrawal(seed: int) -> Edit:
    """The first old reply of every corpus, withdrawn."""
    reply = next(_replies(0, seed, _OLD_YEAR))
    return Edit(reply.path, _replaced(_PUBLIC, "状态: 撤回", reply.markdown))


def correction(seed: int) -> Edit:
    """The second old reply of every corpus, with one character of its body changed."""
    replies = _replies(0, seed, _OLD_YEAR)
    next(replies)
    reply = next(reply for reply in replies if _TYPO[0] in reply.body or "," in reply.body)
    sign = _TYPO[0] if _TYPO[0] in reply.body else ","
    body = reply.body.replace(sign, _TYPO[1], 1)
    return Edit(reply.path, reply.markdown.removesuffix(reply.body) + body)


def _replies(first: int, seed: int, year: int) -> Iterator[CorpusDocument]:
    documents = (compose_document(index, seed) for index in count_from(first))
    return (
        document
        for document in documents
        if document.year == year and document.category != SUMMARIES.slug
    )


def _replaced(pattern: re.Pattern[str], line: str, text: str) -> str:
    replaced, times = pattern.subn(line, text, count=1)
    if not times:
        raise ValueError(f"no line {pattern.pattern} in {text[:200]}")
    return replaced
