"""A larger site for the tests: what lies in larger_site/, 55 plain replies, and what is held back.

The documents of larger_site/ are rich or odd, one way each.  Whatever must never be published
holds ``SECRET``: in held documents every text, file name and file does; in published ones the
review, the exceptions, names not cleared for printing, comments and all that a summary leaves out.
"""

from __future__ import annotations

import shutil
import struct
import zlib
from datetime import date, timedelta
from pathlib import Path

from tests.site import held
from tests.site.held import SECRET

SOURCE = Path(__file__).parent / "larger_site"

PLAIN_DOCUMENTS = 55
SPECIAL_DOCUMENTS = 10
ROOT_PATH = "/a/b/"
"""Where site.toml's base_url says that the site lies on its host."""

RICH = "suggestions/2023/20230001.html"
EMPTY_TERMS = ("unused-topic", "unused-session", "unused-unit")

KINDS_OF_PAGE = {
    "home": "index.html",
    "document": RICH,
    "plain document": "suggestions/2023/plain.html",
    "hostile document": "suggestions/2023/hostile.html",
    "summary": "proposals/2021/dh0271.html",
    "follow-up": "follow-ups/2023/luoshi.html",
    "matter": "matters/shi-zhengxie-6-2/proposals/022.html",
    "promises": "promises.html",
    "promises of a year": "promises/2026.html",
    "list": "units/shi-jiaoyu-ju.html",
    "older list": "units/shi-jiaoyu-ju/1.html",
    "terms": "units.html",
    "sitemap": "sitemap.html",
    "statistics": "statistics.html",
    "figures": "statistics/units/shi-jiaoyu-ju.html",
    "data": "data.html",
    "search": "search.html",
    "page": "pages/about.html",
    "withdrawn": "proposals/2021/chehui.html",
    "404": "404.html",
    "redirect": "old/art/2023/5/20/art_1_2.html",
}

SEARCHES = {
    "search results": "search.html?q=%E5%B0%8F%E5%AD%A6",
    "nothing found": "search.html?q=%E9%87%8F%E5%AD%90%E7%BA%A0%E7%BC%A0",
}
"""What the search page shows once it has answered; the first words are found, the second not."""

_FIRST_DAY = date(2019, 3, 1)
_UNITS = ("市教育局", "岚江市卫生健康委员会", "岚江市交通运输局", "市财政局")
_TOPICS = ("教育", "医疗卫生", "交通出行")
_SESSIONS = {
    "suggestions": ("市六届人大五次会议", "市七届人大四次会议"),
    "proposals": ("市政协六届一次会议", "市政协六届二次会议"),
}

_LEDGER = f"""编号,届次,类别,案由,承办单位
{SECRET}-1,市七届人大四次会议,人大代表建议,案由{SECRET},市教育局
"""

_DOCUMENT = """---
标题: 关于第{number}号{paper}的答复
类别: {category}
状态: 公开
编号: {number}
届次: {session}
主办单位: {unit}
成文日期: {signed}
发布日期: {published}
主题: {topic}
公开审查:
  审查人: 审查人{secret}
  日期: {signed}
  结论: 同意公开
---
　　第{number}号{paper}收悉，现答复如下：
　　一、基本情况
　　这是第 {index} 篇普通的答复。
　　二、下一步工作
　　（一）继续办理。按计划推进。
"""


def write(root: Path, plain_documents: int = PLAIN_DOCUMENTS) -> Path:
    """Write the whole site into the folder ``root``, which must not exist yet; returns it."""
    shutil.copytree(SOURCE, root)
    content = root / "content"
    for index in range(plain_documents):
        write_plain(root, index)
    rich, summary = content / RICH.removesuffix(".html"), content / "proposals/2021/dh0271"
    files = {
        rich / "Annex-1.pdf": b"%PDF-1.4 annex",
        rich / "岚江小学扩建项目清单.xlsx": b"PK\x03\x04 list",
        rich / "效果图.png": png(1200, 8),
        rich / f"unlisted-{SECRET}.docx": SECRET.encode(),
        rich / ".hidden": SECRET.encode(),
        summary / f"{SECRET}-plan.pdf": SECRET.encode(),
        summary / f"{SECRET}.png": png(8, 8) + SECRET.encode(),
        content / "stray.txt": SECRET.encode(),
        content / "ledger" / "2023.csv": _LEDGER.encode(),
    }
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    held.write(root)
    return root


def write_plain(root: Path, index: int) -> str:
    """Write the ``index``-th plain reply, published after all before it; returns its address."""
    folder = ("suggestions", "proposals")[index % 2]
    # Every other one shares its day with the one before, so that the address decides.
    published = _FIRST_DAY + timedelta(days=index // 2 * 60)
    session = _SESSIONS[folder][index // 2 % 2]
    text = _DOCUMENT.format(
        number=f"{index + 1:03d}",
        paper="建议" if folder == "suggestions" else "提案",
        category="人大代表建议" if folder == "suggestions" else "政协提案",
        session=session,
        unit=_UNITS[index % 4],
        signed=(published - timedelta(days=9)).isoformat(),
        published=published.isoformat(),
        topic=_TOPICS[index % 3],
        secret=SECRET,
        index=index + 1,
    )
    path = root / "content" / folder / str(published.year) / f"{index + 1:03d}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.relative_to(root / "content").with_suffix(".html").as_posix()


def png(width: int, height: int) -> bytes:
    """A white picture as a PNG file (RFC 2083)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\xff" * width) * height
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
