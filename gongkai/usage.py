"""What may be typed after ``python build.py``: the commands and their options, in Chinese."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from . import __version__
from .arguments import COMMAND, ChineseParser
from .optionvalues import count, folder, moment, now
from .vocabulary import SIMPLE_FIELDS, Field, Kind

HOME = Path(__file__).resolve().parent.parent
"""The folder of build.py, which is the default root."""

_DESCRIPTION = """\
公开：把建议提案答复文件做成可以检索的公开网站。

不写命令就是 build：python build.py 建站到 public/。
每个命令的选项用 --help 查看，如 python build.py publish --help。
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; without a command they are those of ``build``."""
    given = list(arguments)
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help", "--version"}):
        given.insert(0, "build")
    options = parser().parse_args(given)
    if getattr(options, "output", None) is None:
        options.output = options.root / "public"
    return options


def answers(options: argparse.Namespace) -> dict[str, tuple[str, ...]]:
    """The values of fields that were given to ``new``, by the fields' English names."""
    return {
        field.name: tuple(getattr(options, f"field_{field.name}") or ()) for field in SIMPLE_FIELDS
    }


def parser() -> ChineseParser:
    """The parser of all commands."""
    parser = ChineseParser(prog="build.py", description=_DESCRIPTION)
    parser.add_argument(
        "--version", action="version", version=f"公开 {__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(
        title=COMMAND,
        metavar=COMMAND,
        dest="command",
        required=True,
        parser_class=ChineseParser,
    )

    build = commands.add_parser("build", help="发布网站（默认的命令）", description="发布网站。")
    _site(build)
    _output(build)
    _jobs(build)
    build.add_argument(
        "--strict", action="store_true", help="有提醒时也不发布；并列出按设置公开或遮盖的个人信息"
    )
    build.add_argument("--full", action="store_true", help="忘掉上次的结果，全部重新生成")

    check = commands.add_parser(
        "check", help="检查所有文件，不发布", description="检查所有文件，列出每一处问题，不发布。"
    )
    _site(check)
    _jobs(check)
    check.add_argument(
        "--format", choices=("text", "json"), default="text", help="text 供人看，json 供程序读"
    )
    check.add_argument(
        "--strict",
        action="store_true",
        help="有提醒时也以失败结束；并列出按设置公开或遮盖的个人信息",
    )

    serve = commands.add_parser(
        "serve",
        help="在本机预览（包括草稿），保存即刷新",
        description="在本机预览网站，包括草稿；保存即刷新。",
    )
    _site(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="端口", help="默认 8000")

    ledger = commands.add_parser(
        "ledger",
        help="台账情况：到期、逾期、未评价、未公开",
        description="列出台账里即将到期、逾期未答复、已答复未公开、未评价的，"
        "已公开而台账里没有的，以及承诺到期未更新的。",
    )
    _site(ledger)
    _jobs(ledger)
    ledger.add_argument(
        "--days",
        type=count,
        default=15,
        metavar="天数",
        help="多少天内到期的算即将到期（默认 15）",
    )
    ledger.add_argument(
        "--format",
        choices=("text", "csv", "json"),
        default="text",
        help="text 供人看，csv 和 json 供程序读",
    )

    explain = commands.add_parser(
        "explain",
        help="说明一个页面由什么生成、是否需要重新生成",
        description="说明一个页面由什么生成、读取了什么、是否需要重新生成以及为什么。",
    )
    explain.add_argument("url", metavar="网址", help="如 suggestions/2023/20230489.html")
    _site(explain)
    _output(explain)
    _jobs(explain)

    verify = commands.add_parser(
        "verify",
        help="核对已发布的文件夹",
        description="核对已发布的文件夹是否与现在应有的完全相同；不改动任何文件。",
    )
    _site(verify)
    _output(verify)
    _jobs(verify)

    _publish(
        commands.add_parser(
            "publish",
            help="建站并发布到服务器的文件夹、另一台机器或压缩包",
            description="先建站，再把改动发布到目标；发出之前再检查一遍链接和标签。",
        )
    )
    redirects = commands.add_parser(
        "redirects",
        help="写出服务器用的旧网址规则",
        description="把各篇文件的“旧网址”写成 nginx、Apache、Caddy、IIS 的转向规则。",
    )
    redirects.add_argument("folder", type=Path, metavar="文件夹", help="写在哪个文件夹里")
    _site(redirects)
    _output(redirects)
    _jobs(redirects)
    export = commands.add_parser(
        "export",
        help="把已发布的数据写成一个 Excel、CSV 或 JSON 文件",
        description="把已发布的数据写成一个文件，格式由扩展名决定："
        ".xlsx 是 Excel 工作簿，每种表一张；.csv、.json 是文件目录；.jsonl 是公开的全文，每行一篇。"
        "不建站，写的是上次发布的内容。",
    )
    export.add_argument("file", type=Path, metavar="文件", help="如 jieguo.xlsx")
    _root(export)
    export.add_argument(
        "--output",
        type=Path,
        metavar="文件夹",
        help="网站发布在哪里（默认是网站文件夹里的 public/）",
    )
    _new(
        commands.add_parser(
            "new",
            usage="build.py new [编号] [选项]",
            help="新建一篇文件",
            description="新建一篇文件的草稿。缺少必填的值而又在终端里时，逐项询问。",
        )
    )
    return parser


def _publish(publish: ChineseParser) -> None:
    publish.add_argument(
        "target",
        metavar="目标",
        help="file:文件夹、rsync:用户@主机:/文件夹/ 或 zip:文件名.zip",
    )
    _site(publish)
    _output(publish)
    _jobs(publish)
    publish.add_argument(
        "--strict", action="store_true", help="有提醒时也不发布；并列出按设置公开或遮盖的个人信息"
    )
    publish.add_argument("--dry-run", action="store_true", help="只列出会发出什么，什么也不发出")
    publish.add_argument(
        "--rollback", action="store_true", help="退回到上一版（只用于 file: 目标），不建站"
    )
    publish.add_argument(
        "--restore-withdrawn",
        action="store_true",
        help="退回时，后来撤回或者撤下的文件也一并恢复",
    )
    publish.add_argument(
        "--keep", type=count, default=5, metavar="个数", help="file: 目标保留几版（默认 5）"
    )
    publish.add_argument(
        "--precompress", action="store_true", help="同时写出 .gz 和 .br 压缩文件，供服务器直接发送"
    )
    publish.set_defaults(full=False)


def _new(new: ChineseParser) -> None:
    new.add_argument(
        "row", nargs="?", default="", metavar="编号", help="台账里的编号：用那一行填写各字段"
    )
    _site(new)
    new.add_argument(
        "--path", metavar="路径", help="放在 content/ 下的哪里，如 suggestions/2023/20230489"
    )
    for field in SIMPLE_FIELDS:
        new.add_argument(
            field.option,
            dest=f"field_{field.name}",
            action="append",
            metavar="值",
            help=field.key + _values_note(field),
        )


def _values_note(field: Field) -> str:
    """What may be said of a field's values in the help."""
    match field.kind:
        case Kind.NAMES:
            return "（可以写多次）"
        case Kind.CHOICE:
            return f"：{'、'.join(field.values)}"
        case Kind.YES_NO:
            return "：是、否"
    return ""


def _site(parser: ChineseParser) -> None:
    _root(parser)
    parser.add_argument(
        "--now",
        type=moment,
        default=now(),
        metavar="时间",
        help="当作这个时间来运行，如 2023-09-21T17:18（默认是现在）",
    )


def _root(parser: ChineseParser) -> None:
    parser.add_argument(
        "--root",
        type=folder,
        default=HOME,
        metavar="文件夹",
        help="网站所在的文件夹，里面有 site.toml 和 content/（默认是 build.py 所在的文件夹）",
    )


def _output(parser: ChineseParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="文件夹", help="发布到哪里（默认是网站文件夹里的 public/）"
    )


def _jobs(parser: ChineseParser) -> None:
    parser.add_argument(
        "--jobs",
        type=count,
        metavar="个数",
        help="用几个进程（默认按处理器个数，文件少时只用一个）",
    )
