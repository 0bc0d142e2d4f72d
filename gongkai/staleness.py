"""Which products of an earlier build are out of date, and why: a pure decision.

A *product* is what one piece of work makes: a document's page with its files, one list page, the
home page.  Its *trace* holds a fingerprint for each thing that it read (verifying traces: Mokhov,
Mitchell and Peyton Jones, "Build systems à la carte", 2018).  A product is stale when a
fingerprint of its trace differs from the present one; nothing else is asked, no time of day and
no list of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .fingerprint import WIDTH

TEMPLATES = "模板"
"""What a page reads of the theme's templates."""

READS: Mapping[str, tuple[str, ...]] = {
    "document": (
        *(
            "字段",
            "正文",
            "主办单位的各个名称",
            "会办单位的各个名称",
            TEMPLATES,
            "网站设置和导航",
            "前一篇",
            "后一篇",
            "关联文件",
        ),
        *("提到的编号", "指向的页面", "附件和图片", "未公开的原因", "提醒所在的行"),
        *("承诺及其落实", "同一件的文件"),
    ),
    "withdrawn": ("撤回说明和旧网址", TEMPLATES, "网站设置和导航"),
    "list": (
        *("条目", "名称和说明", "分页", "未办结的承诺", "统计数字"),
        *(TEMPLATES, "网站设置和导航"),
    ),
    "matter": ("同一件的文件", TEMPLATES, "网站设置和导航"),
    "promises": ("承诺及其落实", TEMPLATES, "网站设置和导航"),
    "overview": ("各项及件数", "有无统计数字", TEMPLATES, "网站设置和导航"),
    "home": ("总数", "最新文件", "各项及件数", TEMPLATES, "网站设置和导航"),
    "links": ("各项及件数", "网站自己的页面", TEMPLATES, "网站设置和导航"),
    "statistics": ("统计数字", TEMPLATES, "网站设置和导航"),
    "data-page": (
        "示例的几行",
        "有文件的年份",
        "全站的表",
        "使用许可",
        TEMPLATES,
        "网站设置和导航",
    ),
    "package": ("数据包的说明",),
    "table": ("各行的数据",),
    "records": ("各篇的数据",),
    "sitemap": ("网址和日期",),
    "feed": ("条目", "名称和说明", "网站设置"),
    "robots": ("网站设置",),
    "opensearch": ("网站设置",),
    "assets": ("主题文件",),
    "text": ("检索用的文字", "检索用的序号"),
    "segment": ("检索用的文字",),
    "manifest": ("检索索引", "各项的名称"),
}
"""What the products of each kind read, in the order of the fingerprints of their traces."""

NEW = "还没有生成过"
DAMAGED = "发布文件夹里的文件不见了或者被改动了"
PROGRAM = "程序或依赖的版本变了"


class Trace(NamedTuple):
    """What a product of ``kind`` read, as one fingerprint for each entry of ``READS[kind]``."""

    kind: str
    prints: bytes

    @classmethod
    def of(cls, kind: str, *prints: bytes) -> Trace:
        """The trace of fingerprints in the order of ``READS[kind]``."""
        return cls(kind, b"".join(prints))


class Stale(NamedTuple):
    """A product that must be made again, and the reasons."""

    key: str
    reasons: tuple[str, ...]

    def also_damaged(self) -> Stale:
        """The same with damage as a further reason, but for one that is new."""
        return self if self.reasons == (NEW,) else Stale(self.key, (*self.reasons, DAMAGED))


def decide(before: Mapping[str, Trace], now: Mapping[str, Trace]) -> list[Stale]:
    """The products of ``now`` that are out of date by what they read, in its order.

    ``before`` are the traces under which products were made.
    """
    stale = []
    for key, trace in now.items():
        earlier = before.get(key)
        if earlier is None:
            stale.append(Stale(key, (NEW,)))
        elif earlier != trace:
            stale.append(Stale(key, differences(earlier, trace)))
    return stale


def with_damaged(stale: Sequence[Stale], damaged: Iterable[str]) -> list[Stale]:
    """What is ``stale`` by what it reads, and what is ``damaged`` beside, in the order of keys.

    The latter are the keys of products whose files are not as they were written.
    """
    broken = {*damaged}
    intact = broken.difference([one.key for one in stale])
    told = [one.also_damaged() if one.key in broken else one for one in stale]
    return [*told, *(Stale(key, (DAMAGED,)) for key in sorted(intact))]


def differences(before: Trace, now: Trace) -> tuple[str, ...]:
    """The names of what two traces of one product read differently."""
    if before.kind != now.kind or len(before.prints) != len(now.prints):
        return (PROGRAM,)
    return tuple(
        name
        for index, name in enumerate(READS[now.kind])
        if before.prints[index * WIDTH : (index + 1) * WIDTH]
        != now.prints[index * WIDTH : (index + 1) * WIDTH]
    )
