"""What ``publish`` says: which documents it brings, and the files behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..saying import in_a_line
from .difference import SEARCH_INDEX, Difference, brought_back, by_kind, documents, withdrawn


def difference_text(change: Difference) -> str:
    """What a publication changes, in words: documents first, then how many files of each kind."""
    new = documents(change.added)
    taken_back = withdrawn(change)
    changed = [page for page in documents(change.changed) if page not in taken_back]
    gone = documents(change.removed)
    lines = [
        *_listed("新增", new),
        *_listed("有改动", changed),
        *_listed("撤回", taken_back),
        *_listed("撤下", gone),
    ]
    if not lines:
        lines.append("没有新增、改动或撤下的文件。")
    if kinds := by_kind(change.sent):
        counts = "、".join(f"{kind} {len(files)}" for kind, files in kinds.items())
        lines.append(f"要写入 {len(change.sent)} 个网站文件：{counts}。")
    if change.removed:
        lines.append(f"要删除 {len(change.removed)} 个网站文件。")
    return "\n".join(lines)


def return_text(change: Difference) -> str:
    """What going back to an earlier release changes for its readers."""
    back = brought_back(change)
    older = [page for page in documents(change.changed) if page not in back]
    lines = [
        *_listed("重新出现", back),
        *_listed("恢复成旧版", older),
        *_listed("不再有", documents(change.removed)),
    ]
    return "\n".join(lines or ["各篇文件没有变化。"])


def files_text(change: Difference) -> str:
    """Every file that a publication writes or removes, one a line, under its kind.

    Of the search index, whose files say nothing to a reader, only how many there are.
    """
    marks = {
        **dict.fromkeys(change.added, "+"),
        **dict.fromkeys(change.changed, "*"),
        **dict.fromkeys(change.removed, "-"),
    }
    lines = []
    for kind, files in by_kind(marks).items():
        if kind == SEARCH_INDEX:
            count = Counter(marks[each] for each in files)
            counts = "、".join(f"{word} {count[mark]}" for mark, word in _WORDS if count[mark])
            lines.append(f"{kind} {len(files)} 个：{counts}，不逐个列出")
        else:
            lines += [
                f"{kind} {len(files)} 个：",
                *(f"  {marks[each]} {in_a_line(each)}" for each in files),
            ]
    return "\n".join(lines)


_WORDS = (("+", "新增"), ("*", "改动"), ("-", "删除"))


def _listed(verb: str, addresses: Iterable[str]) -> list[str]:
    pages = list(addresses)
    return (
        [f"{verb} {len(pages)} 篇：", *(f"  {in_a_line(each)}" for each in pages)] if pages else []
    )
