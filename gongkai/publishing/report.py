"""What ``publish`` says: which documents it brings, and the files behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .difference import Difference, documents, kind_of


def difference_text(change: Difference) -> str:
    """What a publication changes, in words: documents first, then how many files of each kind."""
    new = documents(change.added)
    changed = documents(change.changed)
    gone = documents(change.removed)
    lines = [
        *_listed("新增", new),
        *_listed("有改动", changed),
        *_listed("撤下", gone),
    ]
    if not lines:
        lines.append("没有新增、改动或撤下的文件。")
    kinds = Counter(kind_of(each) for each in change.sent)
    if kinds:
        counts = "、".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        lines.append(f"要写入 {len(change.sent)} 个网站文件：{counts}。")
    if change.removed:
        lines.append(f"要删除 {len(change.removed)} 个网站文件。")
    return "\n".join(lines)


def files_text(change: Difference) -> str:
    """Every file that a publication writes or removes, one a line."""
    marked = [
        *(("+", each) for each in change.added),
        *(("*", each) for each in change.changed),
        *(("-", each) for each in change.removed),
    ]
    return "\n".join(f"  {mark} {each}" for mark, each in sorted(marked, key=lambda one: one[1]))


def _listed(verb: str, addresses: Iterable[str]) -> list[str]:
    pages = list(addresses)
    return [f"{verb} {len(pages)} 篇：", *(f"  {each}" for each in pages)] if pages else []
