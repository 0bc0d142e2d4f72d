"""A small context-free grammar of Chinese official prose, written as plain word lists.

A grammar file holds sections: a line ``[symbol 0.5 0.4]`` opens one, and all that stands behind
it, separated by white space, are the symbol's alternatives.  The first figure is the exponent s of
a Zipf law (weight 1/(rank+2)^s), because words in real prose are anything but equally frequent;
the second is how likely a document comes back to a word it has used, because a real reply keeps to
its own places, works and people.  Both may be left out.  ``_`` in an alternative is a space, a line
that begins with ``#`` a remark.  Slots:

``{名}``         an alternative of the symbol 名
``{名*2-4}``     two to four different ones, joined by 、
``{#10-400}``    a whole number, log-uniform as counts in reports are; ``{#1-9.2}`` two decimals
``{$我}``        a value that the document gives
``{Y}`` ``{Y-1}`` ``{Y+2}``  the document's year, and years about it; ``{M}`` a month before it
``{T}`` ``{A}`` ``{B}`` ``{R}``  a total, its two parts (A+B=T) and A/T in per cent, so that what
                 the text states adds up
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

Draw = Callable[[], float]
"""A source of numbers in [0, 1): ``random.Random.random``, the one method whose sequence Python
guarantees for a seed, so that a corpus stays the same under later versions."""

_SECTION = re.compile(r"\[(\S+)(?:\s+([\d.]+))?(?:\s+([\d.]+))?\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_REPEAT = re.compile(r"(.+)\*(\d+)(?:-(\d+))?")
_NUMBER = re.compile(r"#(\d+)-(\d+)(?:\.(\d))?")
_YEAR = re.compile(r"Y(?:([+-])(\d+))?")
_ZIPF_OFFSET = 2.0
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Section:
    """The alternatives of one symbol as written, and how they are chosen."""

    alternatives: tuple[str, ...]
    exponent: float
    recurrence: float


@dataclass(slots=True)
class Voice:
    """What the expansion of one document's text knows: its numbers, values and year."""

    draw: Draw
    values: Mapping[str, str]
    year: int
    month: int
    total: int = 0
    part: int = 0
    used: dict[str, set[int]] = field(default_factory=dict)
    memory: dict[str, list[str]] = field(default_factory=dict)


Part = str | Callable[[Voice], str]


@dataclass(slots=True)
class Rule:
    """A compiled symbol: cumulative weights beside the alternatives they stand for.

    Alternatives without slots are plain texts.  ``options`` is filled after all rules of a grammar
    exist, since rules refer to each other.
    """

    name: str
    recurrence: float
    weights: list[float]
    options: list[str | tuple[Part, ...]]

    def index(self, draw: Draw) -> int:
        """The place of an alternative drawn by weight."""
        return bisect(self.weights, draw() * self.weights[-1], 0, len(self.weights) - 1)

    def say(self, voice: Voice) -> str:
        """One alternative, expanded, or one that this document has used before."""
        if not self.recurrence:
            return self.text(self.index(voice.draw), voice)
        known = voice.memory.setdefault(self.name, [])
        if known and voice.draw() < self.recurrence:
            return known[int(len(known) * voice.draw())]
        known.append(self.text(self.index(voice.draw), voice))
        return known[-1]

    def text(self, index: int, voice: Voice) -> str:
        """The alternative at ``index``, expanded."""
        option = self.options[index]
        if isinstance(option, str):
            return option
        said: list[str] = []
        for part in option:
            piece = part if isinstance(part, str) else part(voice)
            # "甲村、甲村等地": a sentence does not name one thing twice, if there is another.
            for _ in range(_ATTEMPTS):
                if isinstance(part, str) or piece not in said:
                    break
                piece = part(voice)
            said.append(piece)
        return "".join(said)

    def say_new(self, voice: Voice) -> str:
        """One alternative that this document has not used yet, as long as there are some left."""
        used = voice.used.setdefault(self.name, set())
        index = self.index(voice.draw)
        for _ in range(_ATTEMPTS):
            if index not in used:
                break
            index = self.index(voice.draw)
        else:
            index = next((one for one in range(len(self.options)) if one not in used), index)
        used.add(index)
        return self.text(index, voice)

    def is_used_up(self, voice: Voice) -> bool:
        """Whether the document has used all alternatives."""
        return len(voice.used.get(self.name, ())) == len(self.options)


def read_sections(paths: Iterable[Path]) -> dict[str, Section]:
    """The sections of grammar files; a section in a later file replaces one of the same name."""
    sections: dict[str, Section] = {}
    for path in paths:
        name, exponent, recurrence, words = "", 0.0, 0.0, list[str]()
        for line in [*path.read_text(encoding="utf-8").splitlines(), "[]"]:
            if line.startswith("["):
                if name:
                    sections[name] = Section(tuple(words), exponent, recurrence)
                opened = _SECTION.match(line)
                if opened:
                    name, exponent = opened[1], float(opened[2] or 0)
                    recurrence = float(opened[3] or 0)
                    words = line[opened.end() :].split()
            elif not line.startswith("#"):
                words.extend(line.split())
    return sections


def compile_grammar(sections: Mapping[str, Section]) -> dict[str, Rule]:
    """Rules that expand quickly: slots are resolved once, not at every use.

    Raises KeyError when a slot names no section.
    """
    rules = {
        name: Rule(name, section.recurrence, list(accumulate(_weights(section))), [])
        for name, section in sections.items()
    }
    for name, section in sections.items():
        rules[name].options.extend(_option(text, rules) for text in section.alternatives)
    return rules


def _weights(section: Section) -> Iterable[float]:
    return ((rank + _ZIPF_OFFSET) ** -section.exponent for rank in range(len(section.alternatives)))


def _option(text: str, rules: Mapping[str, Rule]) -> str | tuple[Part, ...]:
    pieces = _SLOT.split(text.replace("_", " "))
    if len(pieces) == 1:
        return pieces[0]
    parts = [_slot(piece, rules) if place % 2 else piece for place, piece in enumerate(pieces)]
    return tuple(part for part in parts if part)


def _slot(slot: str, rules: Mapping[str, Rule]) -> Part:
    """The action that a slot stands for."""
    if slot in _FIGURES:
        return _FIGURES[slot]
    if slot.startswith("$"):
        return lambda voice, key=slot[1:]: voice.values[key]  # type: ignore[misc]
    if match := _NUMBER.fullmatch(slot):
        return _number(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _YEAR.fullmatch(slot):
        shift = int(match[2] or 0) * (-1 if match[1] == "-" else 1)
        return lambda voice: str(voice.year + shift)
    if match := _REPEAT.fullmatch(slot):
        return _several(rules[match[1]], int(match[2]), int(match[3] or match[2]))
    return rules[slot].say


def _number(low: int, high: int, decimals: int) -> Callable[[Voice], str]:
    ratio = high / low

    def say(voice: Voice) -> str:
        value = low * ratio ** voice.draw()
        return f"{value:.{decimals}f}" if decimals else str(round(value))

    return say


def _several(rule: Rule, low: int, high: int) -> Callable[[Voice], str]:
    def say(voice: Voice) -> str:
        wanted = low + int(voice.draw() * (high - low + 1))
        found: dict[str, None] = {}
        # Bounded, since a short list may not hold so many different words.
        for _ in range(wanted * 4):
            if len(found) == wanted:
                break
            found[rule.say(voice)] = None
        return "、".join(found)

    return say


def _total(voice: Voice) -> str:
    voice.total = round(30 * 100 ** voice.draw())
    voice.part = round(voice.total * (0.6 + 0.38 * voice.draw()))
    return str(voice.total)


def _month(voice: Voice) -> str:
    # At least one month back, so that a text never reports on a time after its own date.
    back = 1 + int(voice.draw() * (voice.month - 1))
    return f"{voice.year}年{max(1, voice.month - back)}月"


_FIGURES: Mapping[str, Callable[[Voice], str]] = {
    "T": _total,
    "A": lambda voice: str(voice.part),
    "B": lambda voice: str(voice.total - voice.part),
    "R": lambda voice: f"{100 * voice.part / voice.total:.1f}%",
    "M": _month,
}
