"""A source read with its personal data found: reported, masked or let by, as the site says.

Masks keep the length, so a file is masked before it is parted: whatever is made of it later, a
page, an excerpt, the search, a data file, a message, holds the masked text and nothing else, and
every line and column stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from gongkai import documents, frontmatter, markdown, vocabulary
from gongkai.documents import SUMMARY_SECTION, Reading
from gongkai.errors import Fault, Severity
from gongkai.exemptions import is_exempted
from gongkai.model import Document, Exemption, Place
from gongkai.names import Names
from gongkai.patterns import pattern
from gongkai.privacy.detection import find
from gongkai.privacy.findings import Finding, Kind
from gongkai.settings import Privacy, Treatment
from gongkai.vocabulary import Openness, Status

_NEVER_PRINTED = frozenset({"review", "withheld_reason"})
_COMMENT = pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)

RULES = frozenset(
    (
        *(name for kind in Kind for name in (kind.label, kind.key)),
        *("attachment-author", "attachment-unread"),
    )
)
"""What an 例外 may name as its rule: each kind's name, or its key in site.toml.

Those of attachments are weighed where the document's page is made.
"""

Span = tuple[int, int]


def read(path: str, below_content: str, data: bytes, known: Names, privacy: Privacy) -> Reading:
    """Read one source as :func:`documents.read`, with its personal data :func:`guarded`."""
    reading = documents.read(path, below_content, data, known)
    return guarded(reading, path, below_content, known, privacy)


def guarded(
    reading: Reading, path: str, below_content: str, known: Names, privacy: Privacy
) -> Reading:
    """What was read of a source, with what ``privacy`` does not allow masked.

    What it blocks is a fault beside.  Whatever is never published is left alone: the review, a
    comment, what a summary leaves out, the body of a withdrawn document, the whole of a withheld one.
    """
    text = reading.text
    findings = find(text)
    if not findings:
        return reading
    reading = replace(reading, is_suspect=True)
    held = [
        finding
        for finding in _of_pages(findings, text, path, reading)
        if not is_let_by(finding, privacy, _exemptions(reading))
    ]
    if not held:
        return reading
    masked = documents.read(path, below_content, _masked(text, held).encode(), known)
    blocked = [f for f in held if _treatment(f, privacy) is Treatment.BLOCK]
    faults = (*masked.faults, *(_fault(path, text, finding) for finding in blocked))
    return replace(masked, faults=faults, is_suspect=True)


def let_by(
    path: str, below_content: str, data: bytes, known: Names, privacy: Privacy
) -> Iterator[Fault]:
    """Notices of what one source publishes because ``privacy`` allows its kind, or masks it.

    What its 例外 acknowledge is not among them: somebody has seen that, and said why.
    """
    reading = documents.read(path, below_content, data, known)
    text = reading.text
    for finding in _of_pages(find(text), text, path, reading):
        if not is_acknowledged(finding, _exemptions(reading)):
            treatment = _treatment(finding, privacy)
            if treatment is not Treatment.BLOCK:
                yield _notice(path, text, finding, treatment)


def _exemptions(reading: Reading) -> tuple[Exemption, ...]:
    noun = reading.noun
    return noun.exemptions if isinstance(noun, Document) else ()


def _of_pages(findings: Iterable[Finding], text: str, path: str, reading: Reading) -> list[Finding]:
    """Those of ``findings`` that stand where pages are made of."""
    noun = reading.noun
    is_silent = isinstance(noun, Document) and noun.openness is Openness.WITHHELD
    unpublished = [(0, len(text))] if is_silent else list(_unpublished(text, path, reading))
    return [
        finding
        for finding in findings
        if not any(start <= finding.start < end for start, end in unpublished)
    ]


def _treatment(finding: Finding, privacy: Privacy) -> Treatment:
    treatment: Treatment = getattr(privacy, finding.kind.key)
    return treatment


def is_let_by(finding: Finding, privacy: Privacy, exemptions: tuple[Exemption, ...]) -> bool:
    """Whether ``finding`` may be published: the site allows its kind, or the document exempts it."""
    return _treatment(finding, privacy) is Treatment.ALLOW or is_acknowledged(finding, exemptions)


def is_acknowledged(finding: Finding, exemptions: tuple[Exemption, ...]) -> bool:
    """Whether one of a document's ``exemptions`` names ``finding``, with a reason."""
    names = (finding.kind.label, finding.kind.key)
    return is_exempted(exemptions, names, finding.ends_with)


def _masked(text: str, findings: list[Finding]) -> str:
    """``text`` with all of ``findings`` masked; where two overlap, either may hide a character."""
    characters = list(text)
    for finding in findings:
        for place, shown in enumerate(finding.masked, start=finding.start):
            if shown != text[place]:
                characters[place] = shown
    return "".join(characters)


def _fault(path: str, text: str, finding: Finding) -> Fault:
    label = finding.kind.label
    message = f"有{label}“{finding.masked}”，不能公开"
    hint = (
        f"删去或改写；确需公开的，在“例外”里写“规则: {label}”“对象: 这个值的最后四位（字）”和“理由”"
    )
    return Fault(path, *place_of(text, finding.start), "personal-data", message, hint)


def _notice(path: str, text: str, finding: Finding, treatment: Treatment) -> Fault:
    label, key = finding.kind.label, finding.kind.key
    done = "照原样公开" if treatment is Treatment.ALLOW else "遮盖后公开"
    message = f"有{label}“{finding.masked}”，按网站的设置{done}"
    hint = f'不应公开的，删去或改写；都不应公开的，在 site.toml 的 [privacy] 里写 {key} = "block"'
    place = place_of(text, finding.start)
    return Fault(path, *place, "personal-data", message, hint, Severity.NOTICE)


def place_of(text: str, offset: int) -> Place:
    """The line and the column of the character at ``offset``."""
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _unpublished(text: str, path: str, reading: Reading) -> Iterator[Span]:
    """The stretches of a source's ``text`` that no page shows."""
    front_matter, body, _ = frontmatter.split(text, path)
    if front_matter is None:
        return
    first = _offset(text, body.first_line, 1)
    yield from _hidden_fields(text, front_matter, reading, first)
    for comment in _COMMENT.finditer(text, first):
        yield comment.span()
    noun = reading.noun
    if isinstance(noun, Document) and noun.status is Status.WITHDRAWN:
        yield first, len(text)
    elif isinstance(noun, Document) and noun.openness is Openness.SUMMARY:
        section = markdown.section(body.text, SUMMARY_SECTION) or ""
        # Comments are cut out of a section; then it stands nowhere as it is, and all is looked at.
        start = text.find(section, first) if section else len(text)
        if start >= 0:
            yield first, start
            yield start + len(section), len(text)


def _hidden_fields(
    text: str, front_matter: frontmatter.FrontMatter, reading: Reading, end: int
) -> Iterator[Span]:
    noun = reading.noun
    hidden = set(_NEVER_PRINTED)
    if isinstance(noun, Document) and not noun.show_proposers:
        hidden.add("proposers")
    fields = vocabulary.DOCUMENT.by_key
    starts = [_offset(text, *entry.place) for entry in front_matter.entries]
    for entry, (start, stop) in zip(front_matter.entries, pairwise([*starts, end]), strict=True):
        field = fields.get(entry.key.strip())
        if field and field.name in hidden:
            yield start, stop


def _offset(text: str, line: int, column: int) -> int:
    """The position in ``text`` of a place."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
