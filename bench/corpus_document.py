"""A document of the corpus as its users see it, and the spelling of its front matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bench.corpus_site import CorpusCategory

Entry = tuple[str, str | Sequence[str]]
"""A key of the vocabulary with its value or values; an empty one is not written."""


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document with the values of its fields; absent ones are empty.

    ``path`` is relative to the site's root, ``unit``, ``co_units``, ``topics`` and ``session`` are
    slugs; ``unit_name`` is the lead unit's name on the day of signing.
    """

    path: str
    category: str
    title: str
    number: str
    session: str
    year: int
    unit: str
    unit_name: str
    co_units: tuple[str, ...]
    topics: tuple[str, ...]
    subject: str
    doc_number: str
    proposers: tuple[str, ...]
    show_proposers: bool
    outcome: str
    satisfaction: str
    signed: date
    published: date
    front_matter: str
    body: str

    @property
    def address(self) -> str:
        """The page's address, relative to the site."""
        return self.path.removeprefix("content/").removesuffix(".md") + ".html"

    @property
    def markdown(self) -> str:
        """The whole file."""
        return f"---\n{self.front_matter}---\n\n{self.body}"


def front_matter(title: str, category: CorpusCategory, fields: Sequence[Entry]) -> str:
    """YAML of the fields that have a value; a sequence of several becomes a block list."""
    lines = [f"标题: {title}", f"类别: {category.name}", "状态: 公开"]
    for key, value in fields:
        if isinstance(value, str):
            lines += [f"{key}: {value}"] if value else []
        elif len(value) == 1 and not value[0].startswith("内容:"):
            lines.append(f"{key}: {value[0]}")
        elif value:
            lines += [f"{key}:", *(f"  - {entry}" for entry in value)]
    return "\n".join(lines) + "\n"
