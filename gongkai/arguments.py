"""The command line in Chinese: argparse with its headings and errors translated."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

_ERRORS = (
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"argument (.*?): expected one argument", r"参数 \1 后面缺少值"),
    (r"argument (.*?): expected at least one argument", r"参数 \1 后面缺少值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"参数 \1 不带值，却写了 \2"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        r"参数 \1 不能是 \2，可用的有：\3",
    ),
    (r"argument (.*?): invalid int value: (.*)", r"参数 \1 应当是整数，而不是 \2"),
    (r"argument (.*?): not allowed with argument (.*)", r"参数 \1 不能与 \2 同用"),
    (r"ambiguous option: (.*?) could match (.*)", r"参数 \1 不明确，可能是 \2"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
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

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the arguments, and exit with 2."""
        for pattern, chinese in _ERRORS:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, chinese, message, count=1, flags=re.DOTALL)
                break
        print(f"{message}\n{self.format_usage().strip()}\n用 --help 查看说明。", file=sys.stderr)
        raise SystemExit(2)
