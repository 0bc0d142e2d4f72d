"""The questions that ``new`` asks about a document, one field after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from . import drafting
from .drafting import Answers
from .names import Names
from .vocabulary import BY_NAME, Field, Kind, Openness

Ask = Callable[[str], str]
"""Shows a prompt and returns the line that is typed; ``EOFError`` when there is no more."""

Say = Callable[[str], None]

_LONGEST_LIST = 30

_GREETING = """\
新建一篇文件。方括号里是默认值，直接按回车就用它；可以先空着的，直接按回车。
按 Ctrl+C 放弃，不留下任何文件。"""

_WAYS = {
    "number": "没有编号的写“无”",
    "title": "页面的标题，如“关于……的答复”",
    "subject": "建议、提案自己的标题",
}


class Dialogue(Struct, frozen=True):
    """Asks for one field after the other, and again while an answer is wrong.

    ``refuse`` is given the answers as soon as they tell one document from all others, and raises
    UsageError where it is there already: not after the last question.
    """

    known: Names
    refuse: Callable[[Answers], None]
    ask: Ask
    say: Say

    def answers(self, answers: Answers) -> Answers:
        """``answers`` and those to every question of the category's form that they leave open."""
        self.say(_GREETING)
        if "category" not in answers:
            answers = {**answers, "category": self._answer(BY_NAME["category"], answers)}
        form = self.known.categories[answers["category"][0]].form
        for field in drafting.form_fields(form):
            if field.name not in answers and (values := self._answer(field, answers)):
                answers = {**answers, field.name: values}
                if {"number", "unit"} <= answers.keys():
                    self.refuse(answers)
            if field.name == "openness" and answers.get("openness") == (Openness.WITHHELD,):
                reason = BY_NAME["withheld_reason"]
                if reason.name not in answers and (values := self._answer(reason, answers)):
                    answers = {**answers, reason.name: values}
        return answers

    def _answer(self, field: Field, answers: Answers) -> tuple[str, ...]:
        choices = drafting.choices(field, self.known)
        optional = field not in drafting.missing({**answers, field.name: ()}, self.known)
        only = choices[0] if len(choices) == 1 and not optional else ""
        default = drafting.DEFAULTS.get(field.name, only)
        prompt = _prompt(field, choices, default, optional)
        self._list(field, choices)
        while True:
            typed = self._typed(prompt) or default
            chosen = drafting.chosen(drafting.parted(field, typed), choices)
            values = drafting.answer(field, chosen, self.known)
            if not values and optional:
                return ()
            if not values:
                self.say("  这一项不能空着。")
                continue
            tried = drafting.draft({**answers, field.name: values}, self.known)
            errors = [fault for name, fault in tried.errors() if name == field.name]
            if not errors:
                return values
            for fault in errors:
                self.say(f"  {fault.message}\n  {fault.hint}")
            self._list_like(values, choices)

    def _typed(self, prompt: str) -> str:
        try:
            return self.ask(prompt).strip()
        except EOFError:
            # The end of the input gives up as Ctrl+C does.
            raise KeyboardInterrupt from None

    def _list(self, field: Field, choices: tuple[str, ...]) -> None:
        if choices:
            self.say(f"\n{field.key}：")
        if len(choices) > _LONGEST_LIST:
            self.say(f"  共 {len(choices)} 个；写几个字再按回车，就列出含有这几个字的。")
        else:
            self._say_choices(enumerate(choices, start=1))

    def _list_like(self, values: Iterable[str], choices: tuple[str, ...]) -> None:
        self._say_choices(
            (number, choice)
            for number, choice in enumerate(choices, start=1)
            if len(choices) > _LONGEST_LIST and any(value in choice for value in values)
        )

    def _say_choices(self, choices: Iterable[tuple[int, str]]) -> None:
        for number, choice in choices:
            self.say(f"  {number:>2}  {choice}")


def _prompt(field: Field, choices: tuple[str, ...], default: str, optional: bool) -> str:
    ways = [_WAYS.get(field.name, "")]
    if choices:
        ways.append("写序号或名称")
    if field.kind is Kind.NAMES:
        ways.append("多个用顿号隔开")
    if field.kind is Kind.MOMENT:
        ways.append("如 2023-09-21")
    if optional and not default:
        ways.append("可以先空着")
    told = "，".join(filter(None, ways))
    return f"{field.key}{f'（{told}）' if told else ''}{f' [{default}]' if default else ''}："
