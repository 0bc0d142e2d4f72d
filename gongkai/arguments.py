"""The command line in Chinese: argparse with its headings and errors translated."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from .likeness import did_you_mean, likely
from .patterns import pattern
from .saying import say_of_trouble

COMMAND = "命令"
"""What the help and the errors call the argument that names the command."""

_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"argument (.*?): expected one argument", r"参数 \1 后面缺少值"),
    (r"argument (.*?): expected at least one argument", r"参数 \1 后面缺少值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"参数 \1 不带值，却写了 \2"),
    (r"argument (.*?): invalid int value: '(.*)'", r"参数 \1 应当是整数，而不是“\2”"),
    (r"argument (.*?): not allowed with argument (.*)", r"参数 \1 不能与 \2 同用"),
    (r"ambiguous option: (.*?) could match (.*)", r"参数 \1 不明确，可能是 \2"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)


_CHOICE = pattern(r"argument (.*?): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL)
_UNKNOWN = pattern(r"unrecognized arguments: (.*)", re.DOTALL)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_argument(self, action: argparse.Action) -> None:
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):
            # argparse forgets that commands are indented, and breaks the line of the longest.
            self._action_max_length += self._indent_increment

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        # The title above the commands says already that they are commands.
        is_heading = isinstance(action, argparse._SubParsersAction)
        return text.partition("\n")[2] if is_heading else text

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese; a wrong usage ends with exit status 2."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=_Formatter,
            allow_abbrev=False,
            **options,  # type: ignore[arg-type]
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        """Read the arguments; a command itself says what it does not know, with its own usage."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the arguments, and exit with 2."""
        message = self._translated(message)
        say_of_trouble(f"{message}\n{self.format_usage().strip()}\n用 --help 查看说明。")
        raise SystemExit(2)

    def _translated(self, message: str) -> str:
        if choice := _CHOICE.fullmatch(message):
            argument, word, choices = choice.groups()
            # Quoted or not, as the version of Python likes.
            known = [each.strip("' ") for each in choices.split(",")]
            listed = f"可用的有：{'、'.join(known)}"
            if argument == COMMAND:
                meant = likely(word, known)
                guess = f"您是不是要运行 {meant}？" if meant else ""
                return f"没有“{word}”这个命令。{guess}{listed}"
            return f"参数 {argument} 不能是“{word}”{did_you_mean(word, known) or '，'}{listed}"
        if unknown := _UNKNOWN.fullmatch(message):
            return f"不认识的参数：{unknown[1]}{self._guess(unknown[1].split())}"
        for english, chinese in _ERRORS:
            if re.fullmatch(english, message, re.DOTALL):
                return re.sub(english, chinese, message, count=1, flags=re.DOTALL)
        return message

    def _guess(self, words: Iterable[str]) -> str:
        """Which option the first of ``words`` that looks like one may stand for."""
        known = {option.lstrip("-"): option for option in self._option_string_actions}
        bare = (word.lstrip("-").partition("=")[0] for word in words if word.startswith("-"))
        meant = (likely(word, known) for word in bare)
        return next((f"，是不是“{known[each]}”？" for each in meant if each), "")
