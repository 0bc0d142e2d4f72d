"""A small site in which everything refers to everything, and a clock for its files.

Its lists roll over at two documents.  Every file that is written here gets a modification time
of its own that lies long ago, so that a build trusts signatures as it does in daily life.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

SITE = """\
[site]
name = "岚江市"
base_url = "https://gongkai.example/a/"
description = "测试"

[footer]
sponsor = "岚江市人民政府办公室"

[review]
required = false

[lists]
page_size = 2

[[categories]]
slug = "suggestions"
name = "人大代表建议"
form = "reply"

[[categories]]
slug = "proposals"
name = "政协提案"
form = "reply"

[[categories]]
slug = "follow-ups"
name = "落实情况"
form = "follow-up"

[[topics]]
slug = "jiaoyu"
name = "教育"

[[topics]]
slug = "jiaotong"
name = "交通出行"

[[sessions]]
slug = "renda"
name = "市七届人大四次会议"
year = 2023

[[sessions]]
slug = "zhengxie"
name = "市政协六届二次会议"
year = 2022
"""

UNITS = """\
- slug: jiaoyu
  name: 岚江市教育局
- slug: weisheng
  name: 岚江市卫生健康委员会
  former_names:
    - name: 岚江市卫生局
      until: 2019-01-20
- slug: jiaotong
  name: 岚江市交通运输局
"""

ABOUT = """\
---
标题: 关于本站
状态: 公开
---
见[一篇文件](../suggestions/2023/d001.md)和[没有的文件](../suggestions/2023/none.md)。
"""

UNIT_SLUGS = ("jiaoyu", "weisheng", "jiaotong")
_FIRST_DAY = date(2023, 1, 1)


@dataclass
class Paper:
    """One document as the tests edit it; ``day`` counts its date of publication."""

    name: str
    number: str
    day: int
    title: str = "答复"
    status: str = "公开"
    openness: str = "全文公开"
    unit: str = "jiaoyu"
    topic: str = "教育"
    session: str = "市七届人大四次会议"
    source: str = "市政府"
    comment_lines: int = 0
    words: str = "现答复如下"
    refers_to: str = "d001"
    mentions: str = "001"
    attached: list[str] = field(default_factory=list)
    pictured: bool = False
    old_address: str = ""
    related: str = ""
    withdrawn: str = ""
    exempted: str = ""
    category: str = "人大代表建议"
    role: str = "主办"
    promised: tuple[str, ...] = ()
    updates: str = ""
    updated_state: str = "已完成"
    is_plain: bool = False

    @property
    def text(self) -> str:
        """The Markdown file."""
        published = _FIRST_DAY + timedelta(days=self.day)
        lines = [
            *("---", f"标题: {self.number}号{self.title}", f"类别: {self.category}"),
            *(f"状态: {self.status}", f"公开方式: {self.openness}", f"编号: {self.number}"),
            *["# 备注"] * self.comment_lines,
            *(f"届次: {self.session}", f"主办单位: {self.unit}", "会办单位: weisheng"),
            *(f"成文日期: {_FIRST_DAY}", f"发布日期: {published}", f"主题: {self.topic}"),
            *(f"信息来源: {self.source}", f"办理方式: {self.role}"),
        ]
        if self.attached:
            lines += ["附件:", *(f"  - {name}" for name in self.attached)]
        if self.old_address:
            lines.append(f"旧网址: {self.old_address}")
        if self.related:
            lines.append(f"关联: suggestions/2023/{self.related}")
        if self.withdrawn:
            lines.append(f"撤回说明: {{日期: {self.withdrawn}, 原因: 重复}}")
        if self.promised:
            lines += [
                "承诺事项:",
                *(f"  - {{内容: 建成{term}, 期限: {term}}}" for term in self.promised),
            ]
        if self.updates:
            lines += [
                "承诺落实:",
                f"  - 文件: suggestions/2023/{self.updates}",
                *("    承诺: 1", f"    状态: {self.updated_state}", f"    进展: {self.words}"),
                *(["    期限: 2027-03-01"] if self.updated_state == "延期" else []),
            ]
        if self.exempted:
            lines += [
                "例外:",
                f"  - 规则: {self.exempted}",
                "    对象: 一网通办",
                "    理由: 原件如此",
            ]
        lines += ["---", self.words, ""]
        if self.is_plain:
            lines.append(f"见第{self.mentions}号建议。")
        else:
            lines += [
                f"见[另一篇]({self.refers_to}.md)和第{self.mentions}号建议。",
                *("", "见[最早的一页](../../units/jiaoyu/1.html)。"),
            ]
        if self.openness == "摘要公开" or not self.is_plain:
            lines += ["", "## 摘要", "", f"{self.words}。"]
        if self.pictured:
            lines.append(f"![图]({self.name}/pic.png)")
        return "\n".join(lines) + "\n"


class SmallSite:
    """The site's sources in a folder."""

    def __init__(self, root: Path, papers: int = 8) -> None:
        """Write the site with its first ``papers`` into ``root``."""
        self.root = root
        self._ticks = 0
        self.papers = [self.paper(index) for index in range(papers)]
        self.write("site.toml", SITE)
        self.write("content/units.yaml", UNITS)
        self.write("content/pages/about.md", ABOUT)
        for paper in self.papers:
            self.put(paper)

    @staticmethod
    def paper(index: int, day: int | None = None) -> Paper:
        """The ``index``-th document: all of them differ, some in one way each."""
        name = f"d{index:03d}"
        paper = Paper(
            name,
            f"{index:03d}",
            index if day is None else day,
            unit=UNIT_SLUGS[index % 3],
            topic=("教育", "交通出行")[index % 2],
            session=("市七届人大四次会议", "市政协六届二次会议")[index % 4 == 3],
            refers_to=f"d{index + 1:03d}",
            mentions=f"{index ^ 1:03d}",
        )
        if index % 4 == 0:
            paper.attached, paper.pictured = ["a.pdf"], True
        if index % 4 == 1:
            paper.old_address, paper.related = f"/old/{name}.html", "d003"
        if index % 4 == 2:
            paper.openness = "摘要公开"
            paper.promised = ("2025-06-30", "2026-01-15")
        if index % 8 == 5:
            paper.status = "草稿"
        if index % 8 == 7:
            paper.day = 1200
        if index % 8 == 6:
            paper.category, paper.updates = "落实情况", "d002"
        return paper

    def put(self, paper: Paper) -> None:
        """Write a document with its files."""
        self.write(f"content/suggestions/2023/{paper.name}.md", paper.text)
        for name in paper.attached:
            self._put_missing(paper, name)
        if paper.pictured:
            self._put_missing(paper, "pic.png")

    def _put_missing(self, paper: Paper, name: str) -> None:
        if not (self.folder_of(paper) / name).exists():
            self.write(f"content/suggestions/2023/{paper.name}/{name}", f"{paper.name} {name}")

    def file_of(self, paper: Paper) -> Path:
        """Where a document lies."""
        return self.root / "content" / "suggestions" / "2023" / f"{paper.name}.md"

    def folder_of(self, paper: Paper) -> Path:
        """Where a document's files lie."""
        return self.file_of(paper).with_suffix("")

    def remove(self, paper: Paper, with_files: bool = True) -> None:
        """Delete a document; its files may stay behind."""
        self.file_of(paper).unlink()
        if with_files:
            shutil.rmtree(self.folder_of(paper), ignore_errors=True)

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file of the site, with a modification time that no other write has had."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self._ticks += 1
        os.utime(file, (1_600_000_000 + self._ticks,) * 2)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file of the site that holds it."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def sources(self) -> dict[str, bytes]:
        """Every file that a build of the site reads."""
        tops = (self.root / name for name in ("site.toml", "content", "theme"))
        files = (path for top in tops for path in (top, *top.rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def restore(self, sources: dict[str, bytes]) -> None:
        """Bring every source back to what it was, as an author undoes an edit."""
        now = self.sources()
        for path in now.keys() - sources.keys():
            (self.root / path).unlink()
        for path, data in sources.items():
            if now.get(path) != data:
                self.write(path, data)
