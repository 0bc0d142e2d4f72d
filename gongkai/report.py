"""What the program says, as texts: faults, for readers or as JSON, and summaries."""

from __future__ import annotations

import json
import sys
import traceback
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from . import urls
from .errors import Fault, Severity
from .inquiry import Comparison, Explanation
from .pipeline import Built
from .publication import Held
from .saying import in_a_line
from .staleness import TEMPLATES
from .vocabulary import Status

_PAGES = "content/pages/"
_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTICE: "告知"}
_WEIGHT = {severity: weight for weight, severity in enumerate(_SEVERITY)}
_SHOWN_ADDRESSES = 5
_SHOWN_PAGES = 10
_REPEATED = 20
_MOST = 200

_OF_WHOLE_FILES = frozenset(
    {
        "address-clash",
        "bad-address",
        "duplicate-address",
        "missing-file",
        "not-a-file",
        "reserved-address",
    }
    | {"published-personal-data", "stray-file", "too-large", "unlisted-file", "worker-lost"}
)
"""Rules of faults for which the first place of a file stands for all of it."""

BUDGET = 60
"""How many pages publishing one document may make again before the reasons are said."""


def faults_text(faults: Iterable[Fault]) -> str:
    """The faults for a reader, file by file, with a count at the end.

    What is wrong in the same words with very many files is said once, and of a very long list
    the first errors.
    """
    ordered = sorted(faults)
    repeated = _repeated(ordered)
    single = [fault for fault in ordered if _words(fault) not in repeated]
    # The gravest first: a long list shall not end before the first of them.
    shown = sorted(sorted(single, key=lambda fault: _WEIGHT[fault.severity])[:_MOST])
    lines = [line for alike in repeated.values() for line in _repeated_lines(alike)]
    path = None
    for fault in shown:
        if fault.path != path:
            path = fault.path
            lines.append(f"\n{in_a_line(path)}")
        lines.append(f"  {_place(fault)}{_SEVERITY[fault.severity]}：{in_a_line(fault.message)}")
        lines.append(f"      {in_a_line(fault.hint)}  [{fault.rule}]")
    if len(single) > len(shown):
        more = len(single) - len(shown)
        lines.append(f"\n另有 {more} 处没有列出；check --format json 列出全部。")
    count = Counter(fault.severity for fault in ordered)
    files = len({fault.path for fault in ordered})
    noticed = f"、{count[Severity.NOTICE]} 处告知" if count[Severity.NOTICE] else ""
    lines.append(
        f"\n共 {count[Severity.ERROR]} 处错误、{count[Severity.WARNING]} 处提醒{noticed}，"
        f"涉及 {files} 个文件。"
    )
    return "\n".join(lines).lstrip("\n")


_Words = tuple[Severity, str, str]


def _words(fault: Fault) -> _Words:
    return fault.severity, fault.rule, fault.message


def _repeated(ordered: Iterable[Fault]) -> dict[_Words, list[Fault]]:
    """The faults that very many files have alike."""
    alike: dict[_Words, list[Fault]] = {}
    for fault in ordered:
        alike.setdefault(_words(fault), []).append(fault)
    return {
        words: found
        for words, found in alike.items()
        if len(found) > _REPEATED and len({fault.path for fault in found}) > _REPEATED
    }


def _repeated_lines(alike: list[Fault]) -> list[str]:
    first = alike[0]
    paths = list(dict.fromkeys(fault.path for fault in alike))
    named = in_a_line("、".join(paths[:_SHOWN_ADDRESSES]))
    lines = [
        f"\n{len(paths)} 个文件里同样的 {len(alike)} 处",
        f"  {_SEVERITY[first.severity]}：{in_a_line(first.message)}",
        f"      {in_a_line(first.hint)}  [{first.rule}]",
    ]
    if first.rule == "unknown-unit":
        lines.append("      单位更名的，在 units.yaml 的 former_names 里写旧名")
    return [*lines, f"      {named} 等 {len(paths)} 个文件"]


def _place(fault: Fault) -> str:
    if fault.rule in _OF_WHOLE_FILES and (fault.line, fault.column) == (1, 1):
        return ""
    return f"第 {fault.line} 行第 {fault.column} 列  "


def faults_json(faults: Iterable[Fault]) -> str:
    """All faults as one JSON array of objects."""
    keys = ("rule", "severity", "path", "line", "column", "message", "hint")
    rows = [{key: getattr(fault, key) for key in keys} for fault in sorted(faults)]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def built_text(built: Built, output: str, seconds: float) -> str:
    """The summary of a build."""
    committed = built.committed
    lines = [
        *_site_lines(built),
        f"写入 {len(committed.written)} 个文件，{committed.unchanged} 个没有变化，"
        f"删除 {len(committed.removed)} 个；用时 {seconds:.1f} 秒。",
        *_gone_lines(built),
        *_budget_lines(built),
        f"网站在 {output}",
    ]
    return "\n".join(lines)


def unchanged_text(built: Built, output: str) -> str:
    """The summary of the next build, if nothing changes until then."""
    lines = [*_site_lines(built), "没有变化，不需要重新生成。", f"网站在 {output}"]
    return "\n".join(lines)


def explanation_text(explanation: Explanation) -> str:
    """What makes a file, what it reads, and whether it is out of date; or why it is not there."""
    address = in_a_line(explanation.address)
    if held := explanation.held:
        until = f"，到 {held.until.printed} 公开，那时再运行一次 build" if held.until else ""
        return f"{address}\n  由来：{in_a_line(held.path)}\n  现在不在网站上：{held.reason}{until}"
    source = explanation.key if explanation.key.endswith(".md") else "网站自己的页面"
    if explanation.documents:
        source = f"{explanation.documents} 篇公开的文件"
    reads = in_a_line("、".join(explanation.reads))
    lines = [address, f"  由来：{in_a_line(source)}", f"  读取：{reads}"]
    if explanation.reasons:
        lines.append(f"  下次发布时重新生成，因为变了：{in_a_line('、'.join(explanation.reasons))}")
    elif explanation.pending:
        lines.append(
            f"  下次发布时有 {explanation.pending} 篇要重新生成或者撤下，要到那时才知道变不变"
        )
    else:
        lines.append("  与上次发布时相同，不需要重新生成")
    return "\n".join(lines)


def comparison_text(comparison: Comparison, output: str) -> str:
    """How a folder differs from what it should be."""
    kinds = (
        ("缺少", comparison.missing),
        ("内容不对", comparison.different),
        ("多余", comparison.extra),
        ("不是本程序写的", comparison.foreign),
    )
    lines = [f"{kind}：{in_a_line(address)}" for kind, addresses in kinds for address in addresses]
    if not lines:
        return f"{output} 与应有的完全相同。"
    remedies = []
    if len(lines) > len(comparison.foreign):
        remedies.append("运行 build 会改正；再核对仍然不同的，用 build --full。")
    if comparison.foreign:
        remedies.append("不是本程序写的，程序不会动；用不着的请移走。")
    return "\n".join([*lines, f"共 {len(lines)} 处不同。{''.join(remedies)}"])


def _site_lines(built: Built) -> list[str]:
    held_pages = sum(one.path.startswith(_PAGES) for one in built.held)
    held = len(built.held) - held_pages
    documents = built.published + held
    pages = f"；网站自己的页面 {built.sources - documents} 个" if built.sources > documents else ""
    if held_pages:
        pages += f"，其中未公开 {held_pages} 个"
    lines = [
        f"文件 {documents} 篇：公开 {built.published} 篇，未公开 {held} 篇{pages}。",
        *held_lines(built.held),
    ]
    if built.due:
        lines.append(f"下一次到期：{built.due:%Y-%m-%d %H:%M}，届时请再运行一次。")
    return lines


def _gone_lines(built: Built) -> list[str]:
    """The pages of documents that are on the site no more, but for those withdrawn in due form."""
    withdrawn = {
        one.path.removeprefix("content/").removesuffix(".md") + ".html"
        for one in built.held
        if one.reason == Status.WITHDRAWN
    }
    gone = [
        address
        for address in built.committed.removed
        if address.endswith(".html") and not urls.is_reserved(address) and address not in withdrawn
    ]
    if not gone:
        return []
    more = [f"  等 {len(gone)} 个"] if len(gone) > _SHOWN_PAGES else []
    return [
        "以下网址从网站上消失了，可能有人引用过；改名的写进“旧网址”，不再公开的用“撤回”：",
        *(f"  {in_a_line(address)}" for address in gone[:_SHOWN_PAGES]),
        *more,
    ]


def _budget_lines(built: Built) -> list[str]:
    """Why one changed document made many pages again, if it did."""
    # Of other templates no file is the cause, but one saved shortly before the last build is read again.
    stale = [one for one in built.stale if one.reasons != (TEMPLATES,)]
    if built.changed != 1 or len(stale) <= BUDGET:
        return []
    reasons = Counter(reason for one in stale for reason in one.reasons)
    causes = "、".join(f"{reason} {count} 页" for reason, count in reasons.most_common(3))
    return [f"只改了一篇文件，却重新生成了 {len(stale)} 个页面，起因：{causes}。"]


def held_lines(held: Iterable[Held]) -> list[str]:
    """How many documents are held back for each reason, and which ones."""
    by_reason: dict[str, list[Held]] = {}
    for one in held:
        by_reason.setdefault(one.reason, []).append(one)
    lines = []
    for reason, ones in sorted(by_reason.items()):
        dated = sorted((one.until, one.path) for one in ones if one.until)
        if dated:
            lines.append(f"  {reason}：{len(ones)} 篇")
            lines += (
                f"    {until.printed}  {in_a_line(path)}" for until, path in dated[:_SHOWN_PAGES]
            )
            if len(dated) > _SHOWN_PAGES:
                lines.append(f"    等 {len(dated)} 篇")
            continue
        shown = in_a_line("、".join(one.path for one in ones[:_SHOWN_ADDRESSES]))
        more = f" 等 {len(ones)} 篇" if len(ones) > _SHOWN_ADDRESSES else ""
        lines.append(f"  {reason}：{len(ones)} 篇（{shown}{more}）")
    return lines


def held_count_text(held: Iterable[Held]) -> str:
    """How many sources would not be published now, by reason."""
    count = sorted(Counter(one.reason for one in held).items())
    reasons = "、".join(f"{reason} {number} 篇" for reason, number in count)
    return f"现在发布时不公开的：{reasons}。"


def outcome_text(error: BaseException | None) -> str:
    """What became of the site, by the notes of what broke a build off."""
    return "；".join(getattr(error, "__notes__", ())) or "网站保持原样"


def internal_error_text(folder: Path) -> str:
    """What to say of a fault of our own, the exception at hand.

    Its traceback is kept in ``folder`` for whoever maintains the program.
    """
    log = folder / "error.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc(), encoding="utf-8")
        kept = f"详情记在 {log}，请把它交给维护人员"
    except OSError:
        kept = traceback.format_exc()
    return f"程序内部出错，{outcome_text(sys.exception())}。{kept}"
