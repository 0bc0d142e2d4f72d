"""Decides which paragraphs of an official document are headings, and which run in.

A heading is a short line that begins with a number of the scheme and stands alone; a run-in
heading is a short first sentence with text after it in the same line.  Everything else that
begins with a number is a paragraph: long sentences, clauses, the items of an enumeration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from gongkai.markdown.lines import (
    FIRST_ENUMERATING,
    NUMBER_STARTS,
    Numbering,
    leading_chinese_number,
    numbering,
)
from gongkai.markdown.parts import Part
from gongkai.patterns import pattern

#: Lengths in characters, the number left out.  The longest headings name a suggestion by its
#: full title; a full stop makes a sentence of a line, so less is a heading then.
LONGEST_HEADING = 60
LONGEST_SENTENCE = 40
LONGEST_RUN_IN = 35
SHORTEST_RUN_IN_TEXT = 10

#: What is bold begins with a mark before its number.
_STARTS = NUMBER_STARTS.union("*")
_END = pattern(r"[。！!？?]")
_CLAUSE_ENDS = ("；", ";", "，", ",", "、")
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("(", ")"))
_BOLD_START = pattern(r"\*\*([^*\n]+)\*\*")
_INLINE = pattern(r"[`\[<]")


class HeadingLine(Struct, frozen=True):
    """A paragraph that is a heading or begins with one.

    ``marks`` counts the ``#`` of a heading that was marked so (0: none); ``numbering`` is its
    printed number, if any; ``end`` is where the heading ends in the paragraph's source, 0 when
    it is the whole.
    """

    marks: int
    numbering: Numbering | None
    end: int = 0


class _Numbered(Struct, frozen=True):
    """A paragraph that begins with a number, and what it could be by itself."""

    numbering: Numbering
    alone: bool
    run_in: int

    @property
    def heads(self) -> bool:
        return self.alone or bool(self.run_in)

    def follows(self, other: _Numbered | None) -> bool:
        """Whether this is the number after that of ``other``, on the same level."""
        return (
            other is not None
            and other.numbering.level == self.numbering.level
            and other.numbering.number + 1 == self.numbering.number
        )


def headings(
    texts: Sequence[str | None], marks: Mapping[int, int], parts: Mapping[int, Part]
) -> dict[int, HeadingLine]:
    """Return the headings among ``texts`` by index.

    ``texts`` are as for ``official_parts``, whose answer is ``parts``, but with their marks of bold
    type; ``marks`` says where a heading marked with ``#`` stands and with how many of them, its words
    being in ``texts``.
    """
    bounds = {*marks, *parts, len(texts)}
    numbered = {
        index: line
        for index, text in enumerate(texts)
        if text and text[0] in _STARTS and index not in bounds and (line := _numbered(text))
    }
    found: dict[int, HeadingLine] = {}
    latest: dict[int, int] = {}
    for index in sorted([*numbered, *marks]):
        line, text = numbered.get(index), texts[index]
        if line is None:
            if text is None:
                continue
            found[index] = HeadingLine(marks[index], numbering(text.lstrip("*")))
        elif line.heads and not (
            _is_range(line, latest) or _is_item(index, numbered, found, latest, bounds)
        ):
            found[index] = HeadingLine(0, line.numbering, line.run_in)
        else:
            continue
        number = found[index].numbering
        if number:
            latest = {level: n for level, n in latest.items() if level < number.level}
            latest[number.level] = number.number
    return found


def _numbered(text: str) -> _Numbered | None:
    """Return what a paragraph that begins with a number could be, None for any other."""
    number = numbering(text.lstrip("*"))
    if number is None:
        return None
    return _Numbered(number, _is_alone(number.rest.replace("*", "")), _run_in(text, number))


def _is_alone(words: str) -> bool:
    """Whether ``words``, what follows a number, can be a heading: at most one sentence."""
    if not words or len(words) > LONGEST_HEADING or words.endswith(_CLAUSE_ENDS):
        return False
    end = _END.search(words)
    return end is None or (end.end() == len(words) <= LONGEST_SENTENCE)


def _run_in(text: str, number: Numbering) -> int:
    """Return where a run-in heading ends in ``text``, which ``number`` begins, 0 for none.

    It is the first sentence, or the words in bold with which the paragraph begins.  What
    cannot be cut without breaking a pair of quotes, brackets or marks is not cut.
    """
    bold = _BOLD_START.match(text) if text[0] == "*" else None
    sentence = _END.search(text)
    if bold:
        end = bold.end()
    elif sentence:
        end = sentence.end()
        if text[:end].count("**") % 2 and text.startswith("**", end):
            end += 2
    else:
        return 0
    start = len(text.rstrip()) - len(number.rest)
    length = len(text[start:end].rstrip().replace("*", ""))
    fits = 0 < length <= LONGEST_RUN_IN and len(text) - end >= SHORTEST_RUN_IN_TEXT
    return end if fits and not _is_broken(text[:end]) else 0


def _is_broken(head: str) -> bool:
    """Whether a pair of marks, quotes or brackets is parted at the end of ``head``."""
    for left, right in _PAIRS:
        if head.count(left) != head.count(right):
            return True
    return head.count("**") % 2 == 1 or _INLINE.search(head) is not None


def _is_range(line: _Numbered, latest: Mapping[int, int]) -> bool:
    """Whether the number is the first of a range in the text, as in 一、二年级学生.

    Only where the heading before it has been seen does 二、三季度工作 begin a chapter.
    """
    number = line.numbering
    if number.level != 1 or leading_chinese_number(number.rest) != number.number + 1:
        return False
    return number.number == 1 or latest.get(1) != number.number - 1


def _is_item(
    index: int,
    numbered: Mapping[int, _Numbered],
    found: Mapping[int, HeadingLine],
    latest: Mapping[int, int],
    bounds: Set[int],
) -> bool:
    """Whether a line that could be a heading is an item of an enumeration instead.

    ``bounds`` are where another part begins, or nothing any more.
    """
    line = numbered[index]
    if line.run_in:
        return False
    if index - 1 not in found and line.follows(numbered.get(index - 1)):
        return True
    level, number = line.numbering.level, line.numbering.number
    if level < FIRST_ENUMERATING:
        return False
    if index + 1 in bounds:
        return True
    following = numbered.get(index + 1)
    if following is None or not following.heads:
        return following is not None and following.follows(line)
    if following.follows(line) and not following.run_in:
        return number == 1 or latest.get(level) != number - 1
    return following.numbering.level < level
