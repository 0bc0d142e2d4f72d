"""The body of a reply: its outline, its paragraphs and the habits of the hand that typed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt

from bench.corpus_grammar import Rule, Voice, compile_grammar, read_sections
from bench.corpus_site import DATA

SHORTEST, LONGEST = 1_200, 4_000
"""Bounds of a body in characters, white space not counted."""

_INDENT = "\u3000\u3000"
_NUMERALS = "一二三四五六七八九十"
# What a paragraph may still add once the target is met: one long sentence and the closing lines.
_MARGIN = 420

# One in ten admins types half-width punctuation (as the Qingpu summary does), one in forty
# full-width figures; search has to fold both.
_HALF_WIDTH = str.maketrans("，；：（）", ",;:()")
_FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")


@dataclass(frozen=True, slots=True)
class Paper:
    """What the text must say beside its sentences."""

    addressee: str
    opening: str
    signature: str
    date: str


@cache
def grammar(topic: str) -> Mapping[str, Rule]:
    """The compiled grammar of a topic."""
    return compile_grammar(
        read_sections(
            DATA / f"{name}.txt" for name in ("common", "things", "voices", f"topic-{topic}")
        )
    )


class Composer:
    """Writes one body of about ``target`` characters, line by line."""

    def __init__(self, rules: Mapping[str, Rule], voice: Voice, target: int) -> None:
        self._rules, self._voice, self._target = rules, voice, target
        self._lines: list[str] = []
        self._length = 0

    def compose(self, paper: Paper) -> str:
        """The whole body, from the addressee to （此件公开发布）."""
        self._add(paper.addressee)
        self._add(_INDENT + self._say(paper.opening))
        layout = self._voice.draw()
        if layout < 0.45:
            self._by_stage()
        elif layout < 0.8:
            self._by_request()
        else:
            self._without_headings()
        self._close(paper)
        return self._typed()

    def _by_stage(self) -> None:
        """一、现状 二、工作 三、计划, the commonest outline."""
        self._heading(0, "题况")
        self._paragraph("", "况", 2 + self._upto(3))
        self._heading(1, "题工")
        self._items("小题工", "工", until=0.68)
        self._heading(2, "题计")
        self._items("小题计", "计", until=1.0)

    def _by_request(self) -> None:
        """One section for each thing that was asked for, the last one for what comes next."""
        requests = 2 + self._upto(3)
        for number in range(requests):
            self._heading(number, "关于题")
            self._paragraph("", "况" if number == 0 else "工", 1 + self._upto(2))
            self._until(0.8 * (number + 1) / requests, "工")
            if self._voice.draw() < 0.5:
                self._paragraph("", "限", 1)
        self._heading(requests, "题计")
        self._items("小题计", "计", until=1.0)

    def _without_headings(self) -> None:
        self._paragraph("", "况", 2 + self._upto(3))
        self._until(0.7, "工")
        self._paragraph("", "限", 1 + self._upto(2))
        self._until(1.0, "计")

    def _items(self, title: str, kind: str, until: float) -> None:
        """（一） or 1. items with a run-in title, at least two of them."""
        arabic, number = self._voice.draw() < 0.25, 0
        while number < 2 or (self._length < self._target * until and number < len(_NUMERALS)):
            mark = f"{number + 1}." if arabic else f"（{_NUMERALS[number]}）"
            lead = f"{mark}{self._rule(title)}。"
            if self._voice.draw() < 0.3:
                self._add(_INDENT + lead.rstrip("。"))
                lead = ""
            if self._voice.draw() < 0.2:
                self._enumeration(lead)
            else:
                self._paragraph(lead, kind, 2 + self._upto(3))
            number += 1

    def _until(self, share: float, kind: str) -> None:
        """Paragraphs without a title until ``share`` of the target is reached."""
        while self._length < self._target * share:
            if self._voice.draw() < 0.25:
                self._enumeration("")
            else:
                self._paragraph("", kind, 1 + self._upto(4))

    def _paragraph(self, lead: str, kind: str, sentences: int) -> None:
        """One paragraph; it breaks off after the sentence that meets the target."""
        text = lead + self._sentence(kind)
        for _ in range(sentences - 1):
            if self._length + len(text) > self._target:
                break
            text += self._sentence(kind)
        self._add(_INDENT + text)

    def _enumeration(self, lead: str) -> None:
        """一是…；二是…；三是…。 in one paragraph."""
        points = [
            f"{_NUMERALS[place]}是{self._rule('做')}，{self._rule('做')}"
            for place in range(3 + self._upto(2))
        ]
        self._add(f"{_INDENT}{lead}{self._rule('分述')}{'；'.join(points)}。")

    def _sentence(self, kind: str) -> str:
        """A sentence about the state (况), the work (工), the limits (限) or the plans (计)."""
        share = self._voice.draw()
        pool = f"通{kind}"
        if kind == "工":
            pool = "专句" if share < 0.5 else "散句" if share < 0.6 else pool
        elif kind == "计" and share < 0.25:
            pool = "专计"
        elif kind == "况" and share < 0.25:
            pool = "专句"
        if self._rules[pool].is_used_up(self._voice):
            pool = "散句" if kind == "工" else f"通{kind}"
        return self._rules[pool].say_new(self._voice)

    def _heading(self, number: int, symbol: str) -> None:
        self._add(f"{_INDENT}{_NUMERALS[number]}、{self._rule(symbol)}")

    def _close(self, paper: Paper) -> None:
        self._add(_INDENT + self._say("收尾"))
        self._add(_INDENT + self._say("专此"))
        self._add(_INDENT + paper.signature)
        self._add(_INDENT + paper.date)
        self._add("（此件公开发布）")

    def _typed(self) -> str:
        """The lines as one hand typed them all: spacing, punctuation, figures."""
        between = "\n\n" if self._voice.draw() < 0.7 else "\n"
        text, habit = between.join(self._lines) + "\n", self._voice.draw()
        if habit < 0.1:
            return text.translate(_HALF_WIDTH)
        return text.translate(_FULL_WIDTH) if habit < 0.125 else text

    def _rule(self, symbol: str) -> str:
        return self._rules[symbol].say_new(self._voice)

    def _say(self, symbol: str) -> str:
        return self._rules[symbol].say(self._voice)

    def _upto(self, count: int) -> int:
        return int(self._voice.draw() * count)

    def _add(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line)


def target_length(voice: Voice) -> int:
    """How long a body is to become: most are near 2,000, some much longer; the mean is 2,300."""
    low, high = SHORTEST, LONGEST - _MARGIN
    mode, share = 1_900, voice.draw()
    turn = (mode - low) / (high - low)
    if share < turn:
        return round(low + sqrt((high - low) * (mode - low) * share))
    return round(high - sqrt((high - low) * (high - mode) * (1 - share)))
