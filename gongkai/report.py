"""What the program says: faults, progress and summaries, to a terminal or as JSON."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from .errors import Fault, Severity
from .inquiry import Explanation
from .pipeline import Built
from .publication import Held
from .sinks import Comparison

_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}
_SHOWN_ADDRESSES = 5

BUDGET = 60
"""How many pages publishing one document may make again before the reasons are said."""


def faults_text(faults: Iterable[Fault]) -> str:
    """All faults for a reader, file by file, with a count at the end."""
    ordered = sorted(faults)
    lines = []
    path = None
    for fault in ordered:
        if fault.path != path:
            path = fault.path
            lines.append(f"\n{path}")
        severity = _SEVERITY[fault.severity]
        lines.append(f"  第 {fault.line} 行第 {fault.column} 列  {severity}：{fault.message}")
        lines.append(f"      {fault.hint}  [{fault.rule}]")
    count = Counter(fault.severity for fault in ordered)
    files = len({fault.path for fault in ordered})
    lines.append(
        f"\n共 {count[Severity.ERROR]} 处错误、{count[Severity.WARNING]} 处提醒，涉及 {files} 个文件。"
    )
    return "\n".join(lines).lstrip("\n")


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
        *_budget_lines(built),
        f"网站在 {output}",
    ]
    return "\n".join(lines)


def unchanged_text(built: Built, output: str) -> str:
    """The summary of the next build, if nothing changes until then."""
    lines = [*_site_lines(built), "没有变化，不需要重新生成。", f"网站在 {output}"]
    return "\n".join(lines)


def explanation_text(address: str, explanation: Explanation) -> str:
    """What makes a page, what it reads, and whether it is out of date."""
    source = explanation.key if explanation.key.endswith(".md") else "网站自己的页面"
    lines = [address, f"  由来：{source}", f"  读取：{'、'.join(explanation.reads)}"]
    if explanation.reasons:
        lines.append(f"  下次发布时重新生成，因为变了：{'、'.join(explanation.reasons)}")
    else:
        lines.append("  与上次发布时相同，不需要重新生成")
    return "\n".join(lines)


def comparison_text(comparison: Comparison, output: str) -> str:
    """How a folder differs from what it should be."""
    kinds = (
        ("缺少", comparison.missing),
        ("内容不对", comparison.different),
        ("多余", comparison.extra),
    )
    lines = [f"{kind}：{address}" for kind, addresses in kinds for address in addresses]
    if not lines:
        return f"{output} 与应有的完全相同。"
    return "\n".join([*lines, f"共 {len(lines)} 处不同。运行 build 会改正。"])


def _site_lines(built: Built) -> list[str]:
    lines = [
        f"读取文件 {built.sources} 篇，公开 {built.published} 篇，未公开 {len(built.held)} 篇。",
        *held_lines(built.held),
    ]
    if built.due:
        lines.append(f"下一次到期：{built.due:%Y-%m-%d %H:%M}，届时请再运行一次。")
    return lines


def _budget_lines(built: Built) -> list[str]:
    """Why one changed document made many pages again, if it did."""
    if built.changed != 1 or len(built.stale) <= BUDGET:
        return []
    reasons = Counter(reason for one in built.stale for reason in one.reasons)
    causes = "、".join(f"{reason} {count} 页" for reason, count in reasons.most_common(3))
    return [f"只改了一篇文件，却重新生成了 {len(built.stale)} 个页面，起因：{causes}。"]


def held_lines(held: Iterable[Held]) -> list[str]:
    """How many documents are held back for each reason, and which ones."""
    by_reason: dict[str, list[Held]] = {}
    for one in held:
        by_reason.setdefault(one.reason, []).append(one)
    lines = []
    for reason, ones in sorted(by_reason.items()):
        shown = "、".join(_held_text(one) for one in ones[:_SHOWN_ADDRESSES])
        more = f" 等 {len(ones)} 篇" if len(ones) > _SHOWN_ADDRESSES else ""
        lines.append(f"  {reason}：{len(ones)} 篇（{shown}{more}）")
    return lines


def _held_text(held: Held) -> str:
    return f"{held.path}，{held.until.printed}" if held.until else held.path


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
    return f"程序内部出错，网站保持原样。{kept}"


class ProgressLine:
    """Shows how far a stage is, once the run has lasted a second.

    On a terminal one line is written over and over; elsewhere (a log) a line at most every ten
    seconds.
    """

    _PATIENCE = 1.0

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._next = time.monotonic() + self._PATIENCE
        self._shown = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note that ``done`` of ``total`` items of ``stage`` are ready."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + (0.1 if self._terminal else 10.0)
        text = f"{stage} {done}/{total}"
        self._stream.write(f"\r\033[K{text}" if self._terminal else f"{text}\n")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away before a summary."""
        if self._shown and self._terminal:
            self._stream.write("\r\033[K")
            self._stream.flush()
