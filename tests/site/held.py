"""Documents that the public may not see, each full of one word that must appear nowhere."""

from __future__ import annotations

from pathlib import Path

SECRET = "zq7"

REASONS = {
    "stateless": "发布日期: 2023-05-01",
    "draft": "状态: 草稿\n发布日期: 2023-05-01",
    "pending": "状态: 待审\n发布日期: 2023-05-01",
    "withdrawn": "状态: 撤回\n发布日期: 2023-05-01\n撤回说明: {日期: 2023-04-01, 原因: 原因zq7}",
    "withheld": "状态: 公开\n发布日期: 2023-05-01\n公开方式: 不公开\n不公开理由: 理由zq7",
    "future": "状态: 公开\n发布日期: 2026-01-01 12:01",
    "unreviewed": "状态: 公开\n发布日期: 2023-05-01",
    "refused": "状态: 公开\n发布日期: 2023-05-01",
    "half-reviewed": "状态: 公开\n发布日期: 2023-05-01",
}
"""The name of each held document, and the fields that hold it back."""

_REVIEWS = {
    "unreviewed": "",
    "refused": "公开审查: {审查人: 审查人zq7, 日期: 2023-04-30, 结论: 不同意zq7}",
    "half-reviewed": "公开审查: {审查人: 审查人zq7, 结论: 同意公开}",
}
_REVIEWED = "公开审查: {审查人: 审查人zq7, 日期: 2023-04-30, 结论: 同意公开}"

_DOCUMENT = """---
标题: 标题zq7
类别: {category}
{fields}
编号: zq7-{name}
届次: {session}
主办单位: {unit}
会办单位: 市教育局
提出人: 提出人zq7
提出人公开: 是
案由: 案由zq7
文号: 文号zq7
索引号: 索引号zq7
成文日期: 2023-04-30
信息来源: 信息来源zq7
主题:
  - 主题zq7
  - 教育
承诺事项:
  - 内容: 承诺zq7
    进展: 进展zq7
更正记录:
  - 日期: 2023-06-02
    内容: 更正zq7
例外:
  - 规则: 规则zq7
    对象: 对象zq7
    理由: 理由zq7
关联: suggestions/2023/20230001
附件:
  - 文件: zq7-annex.pdf
    名称: 附件zq7
  - 清单zq7.xlsx
旧网址: /old/zq7-{name}.html
{review}
---
正文zq7，第20230001号。

一、标题zq7

![图片zq7](zq7-{name}/zq7-image.png)

[^1]: 脚注zq7
"""

_PAGE = """---
标题: 页面zq7
{fields}
旧网址: /old/zq7-page-{name}.html
---
正文zq7
"""


def write(root: Path) -> None:
    """Write every held document with its files below ``root``/content."""
    for index, (name, fields) in enumerate(REASONS.items()):
        path = root / "content" / "suggestions" / "2023" / f"zq7-{name}.md"
        # Half of them belong to terms that nothing published has, half to those of published ones.
        own = index % 2 == 0
        text = _DOCUMENT.format(
            name=name,
            fields=fields,
            review=_REVIEWS.get(name, _REVIEWED),
            category="类别zq7" if own else "人大代表建议",
            session="届次zq7" if own else "市七届人大四次会议",
            unit="单位zq7" if own else "市财政局",
        )
        path.write_text(text, encoding="utf-8")
        folder = path.with_suffix("")
        folder.mkdir()
        for file in ("zq7-annex.pdf", "清单zq7.xlsx", "zq7-image.png"):
            (folder / file).write_bytes(b"binary \0 zq7")
    for name in ("stateless", "draft", "pending", "withdrawn", "future"):
        fields = REASONS[name].split("\n撤回说明")[0]
        page = root / "content" / "pages" / f"zq7-{name}.md"
        page.write_text(_PAGE.format(name=name, fields=fields), encoding="utf-8")
