"""The vocabulary of a document: every field, its names, its type and the values it may take.

One table serves the reader of front matter, ``new``, the pages and the handbook's test.
Keys are Chinese, as on the paper form; ``name`` is the English alias and the name in data files.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct


class Status(StrEnum):
    """Where a document stands on its way to the public; only ``PUBLIC`` is published."""

    DRAFT = "草稿"
    PENDING = "待审"
    PUBLIC = "公开"
    WITHDRAWN = "撤回"


class Openness(StrEnum):
    """How much of a document is published (国办发〔2014〕46号)."""

    FULL = "全文公开"
    SUMMARY = "摘要公开"
    WITHHELD = "不公开"


class Kind(Enum):
    """How the text of a field is read."""

    TEXT = "文字"
    DOC_NUMBER = "文号"
    MOMENT = "日期"
    YEAR = "年份"
    CHOICE = "选项"
    YES_NO = "是或否"
    NAMES = "一个或多个名称"
    ITEMS = "若干条目"


class Field(Struct, frozen=True, dict=True):
    """One field: its Chinese key, English name, type, further spellings, values and parts.

    ``values`` are the only ones allowed for a ``CHOICE``; ``parts`` are the fields of one entry
    of ``ITEMS``, the first of which is meant when an entry is a bare text.
    """

    key: str
    name: str
    kind: Kind = Kind.TEXT
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()

    @property
    def option(self) -> str:
        """The option of ``new`` that gives the field; a repeated one names one thing each time."""
        name = self.name.replace("_", "-")
        if self.kind is Kind.NAMES:
            name = name.removesuffix("es" if name == "aliases" else "s")
        return f"--{name}"

    @cached_property
    def entry(self) -> FieldSet:
        """What there may be in one entry of ``ITEMS``."""
        return FieldSet.of(self.parts)


class FieldSet(Struct, frozen=True):
    """Fields that stand together: by their English names, and by every accepted key."""

    by_name: Mapping[str, Field]
    by_key: Mapping[str, Field]

    @classmethod
    def of(cls, fields: tuple[Field, ...]) -> FieldSet:
        """The set of ``fields``."""
        return cls({field.name: field for field in fields}, spellings(fields))


ABSENT = "无"
"""Written where the paper form has a field and the document has no value for it."""

YES, NO = "是", "否"

ATTRIBUTES = ("主动公开", "依申请公开", "不予公开")
ROLES = ("主办", "独办", "分办", "承办", "会办", "协办", "汇办")
CO_HANDLING = frozenset({"会办", "协办"})
"""The ways of handling in which a unit answers the lead unit, not the deputy."""
SATISFACTION = ("满意", "基本满意", "理解", "不满意", "未反馈")
COMMITMENT_STATES = ("进行中", "已完成", "延期", "终止")
REVIEW_PASSED = "同意公开"

FIELDS: tuple[Field, ...] = (
    Field("标题", "title"),
    Field("类别", "category"),
    Field("状态", "status", Kind.CHOICE, values=tuple(Status)),
    Field("编号", "number", aliases=("建议编号", "提案编号")),
    Field("届次", "sessions", Kind.NAMES),
    Field("主办单位", "unit", Kind.NAMES, aliases=("承办单位",)),
    Field("会办单位", "co_units", Kind.NAMES, aliases=("协办单位",)),
    Field("办理方式", "role", Kind.CHOICE, values=ROLES),
    Field("提出人", "proposers", Kind.NAMES),
    Field("提出人公开", "show_proposers", Kind.YES_NO),
    Field("案由", "subject"),
    Field("文号", "doc_number", Kind.DOC_NUMBER, aliases=("发文字号",)),
    Field("索引号", "index_number", aliases=("索取号",)),
    Field("公开属性", "disclosure", Kind.CHOICE, aliases=("公开类别",), values=ATTRIBUTES),
    Field("公开方式", "openness", Kind.CHOICE, values=tuple(Openness)),
    Field("不公开理由", "withheld_reason"),
    Field("交办日期", "assigned", Kind.MOMENT),
    Field("成文日期", "signed", Kind.MOMENT, aliases=("发文日期", "生成日期")),
    Field("发布日期", "published", Kind.MOMENT, aliases=("发布时间", "信息提供日期")),
    Field("年度", "year", Kind.YEAR),
    Field("信息来源", "source"),
    Field("答复类别", "outcome", aliases=("办理结果", "办复类别", "采纳情况")),
    Field("满意度", "satisfaction", Kind.CHOICE, values=SATISFACTION),
    Field("主题", "topics", Kind.NAMES),
    Field("疑难", "difficult", Kind.YES_NO),
    Field(
        "承诺事项",
        "commitments",
        Kind.ITEMS,
        parts=(
            Field("内容", "content"),
            Field("期限", "due", Kind.MOMENT),
            Field("状态", "state", Kind.CHOICE, values=COMMITMENT_STATES),
            Field("进展", "progress"),
        ),
    ),
    Field(
        "承诺落实",
        "commitment_updates",
        Kind.ITEMS,
        parts=(
            Field("文件", "document"),
            Field("承诺", "commitment"),
            Field("状态", "state", Kind.CHOICE, values=COMMITMENT_STATES),
            Field("进展", "progress"),
            Field("日期", "date", Kind.MOMENT),
            Field("期限", "due", Kind.MOMENT),
        ),
    ),
    Field(
        "更正记录",
        "corrections",
        Kind.ITEMS,
        parts=(Field("日期", "date", Kind.MOMENT), Field("内容", "content")),
    ),
    Field(
        "撤回说明",
        "withdrawal",
        Kind.ITEMS,
        parts=(Field("日期", "date", Kind.MOMENT), Field("原因", "reason")),
    ),
    Field(
        "公开审查",
        "review",
        Kind.ITEMS,
        parts=(
            Field("审查人", "reviewer"),
            Field("日期", "date", Kind.MOMENT),
            Field("结论", "conclusion"),
        ),
    ),
    Field(
        "例外",
        "exceptions",
        Kind.ITEMS,
        parts=(Field("规则", "rule"), Field("对象", "what"), Field("理由", "reason")),
    ),
    Field("关联", "related", Kind.NAMES),
    Field(
        "附件",
        "attachments",
        Kind.ITEMS,
        parts=(Field("文件", "file"), Field("名称", "label")),
    ),
    Field("旧网址", "aliases", Kind.NAMES),
)

SIMPLE_FIELDS: tuple[Field, ...] = tuple(
    field for field in FIELDS if field.kind is not Kind.ITEMS and field.name != "status"
)
"""What ``new`` can be told: every field but those of entries; what is new is always a draft."""

PAGE_FIELDS: tuple[Field, ...] = tuple(
    field for field in FIELDS if field.name in {"title", "status", "published", "aliases"}
)
"""The fields of a page of the site itself (content/pages/)."""


def spellings(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Every accepted key of ``fields``: the Chinese key, its variants and the English name."""
    return MappingProxyType(
        {
            spelling: field
            for field in fields
            for spelling in (field.key, field.name, *field.aliases)
        }
    )


def every_key() -> frozenset[str]:
    """Every accepted key of a document's fields and of their parts."""
    parts = tuple(part for field in FIELDS for part in field.parts)
    return frozenset(spellings((*FIELDS, *parts)))


BY_NAME: Mapping[str, Field] = MappingProxyType({field.name: field for field in FIELDS})

DOCUMENT, SITE_PAGE = FieldSet.of(FIELDS), FieldSet.of(PAGE_FIELDS)
"""The fields of a document, and those of a page of the site itself."""


def label(name: str) -> str:
    """The official label under which the field ``name`` is printed."""
    return BY_NAME[name].key
