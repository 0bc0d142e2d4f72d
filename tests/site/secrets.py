"""A site with secrets of its own in every place where one may lie, and a search for them.

Each secret is a word of random characters that stands in one place of the sources alone, so that
whichever is found names its leak.
"""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

from gongkai.search.reader import IndexReader
from gongkai.search.texts import read_text_file

_SITE = """\
[site]
name = "岚江市办理结果"
base_url = "https://gongkai.example/"

[review]
required = true

[privacy]
resident_id = "mask"
mobile = "mask"
bank_card = "mask"
email = "mask"
address = "mask"
plate = "mask"
passport = "mask"
landline = "mask"
contact = "mask"

[outcomes.default]
A = "已解决"
B = "列入计划"

[[categories]]
slug = "suggestions"
name = "人大代表建议"
form = "reply"

[[categories]]
slug = "follow-ups"
name = "落实情况"
form = "follow-up"

[[sessions]]
slug = "renda"
name = "市七届人大四次会议"
year = 2023
"""

_UNITS = "- slug: jiaoyu\n  name: 岚江市教育局\n- slug: weisheng\n  name: 岚江市卫生健康委员会\n"

PERSONAL = {
    "身份证": "110101197707032460".replace("X", "1"),
    "手机": "13912345678",
    "手机分写": "159 5340 4922",
    "银行卡": "6227918058887180331",
    "邮箱": "zhaoliu@sina.com.cn",
    "住址": "福田区莲花街道梅林路12号3栋501室",
    "车牌": "粤B12345",
}
"""Values that look like somebody's: valid by their checksums, and nobody's."""


class Planter:
    """Gives a secret for each place, and knows them all."""

    def __init__(self) -> None:
        self._draw = random.Random(50)
        self.secrets: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        """A secret for ``place``, always the same one."""
        if place not in self.secrets:
            characters = (chr(self._draw.randrange(0x4E00, 0x9FA5)) for _ in range(7))
            self.secrets[place] = "".join(characters)
        return self.secrets[place]


def write(root: Path, secret: Planter) -> None:
    """Write the site as it was first published: with what is withdrawn or deleted later."""
    _put(root, "site.toml", _SITE)
    _put(root, "content/units.yaml", f"# {secret('单位名录的注释')}\n{_UNITS}")
    personal = "；".join(f"{name}：{value}" for name, value in PERSONAL.items())
    _reply(
        root,
        "open",
        secret,
        f"提出人: {secret('未公开的提出人')}\n例外:\n  - 规则: unpaired-marks\n"
        f"    对象: {secret('例外的对象')}\n    理由: {secret('例外的理由')}\n"
        f"# {secret('字段的注释')}\n不公开理由: {secret('公开件的不公开理由')}\n"
        f"案由: 手机{PERSONAL['手机']}的建议\n附件: a.docx\n承诺事项: {{内容: 建成, 期限: 2024-01-01}}",
        f"现答复如下。<!-- {secret('正文的批注')} -->\n\n家庭{personal}。\n",
    )
    _put(root, "content/suggestions/2023/open/a.docx", docx("正文", ""))
    _put(
        root,
        f"content/suggestions/2023/open/{secret('未列出的文件名')}.txt",
        secret("未列出的文件"),
    )
    _reply(
        root,
        "summary",
        secret,
        f"公开方式: 摘要公开\n附件: {secret('摘要件的附件名')}.pdf",
        f"{secret('摘要以外的正文')}\n\n## 摘要\n\n摘要在此。\n\n## 办理过程\n\n{secret('摘要之后')}\n",
    )
    _put(
        root,
        f"content/suggestions/2023/summary/{secret('摘要件的附件名')}.pdf",
        secret("摘要件的附件"),
    )
    for name, fields in (
        ("draft", "状态: 草稿"),
        ("pending", "状态: 待审"),
        ("withheld", "状态: 公开\n公开方式: 不公开"),
        ("later", "状态: 公开\n发布日期: 2030-01-01"),
        ("unreviewed", "状态: 公开\n公开审查: 无"),
        ("gone", "状态: 公开"),
        ("deleted", "状态: 公开"),
    ):
        _held(root, name, secret, fields)
    _put(
        root,
        "content/follow-ups/2024/draft.md",
        f"---\n标题: {secret('落实情况草稿的标题')}\n类别: 落实情况\n状态: 草稿\n发布日期: 2024-02-01\n"
        f"承诺落实: {{文件: suggestions/2023/open, 进展: {secret('落实情况草稿的进展')}}}\n---\n正文\n",
    )
    _put(
        root,
        "content/ledger/2023.csv",
        "编号,届次,类别,案由,承办单位,承办科室,公开方式,不公开理由\n"
        f"{secret('台账不公开的编号')},市七届人大四次会议,人大代表建议,{secret('台账不公开的案由')},"
        f"岚江市教育局,{secret('台账的科室')},不公开,个人隐私{secret('台账的不公开理由')}\n"
        f"777,市七届人大四次会议,人大代表建议,{secret('台账摘要的案由')},岚江市教育局,,摘要公开,\n"
        f"778,市七届人大四次会议,人大代表建议,{secret('台账未定的案由')},岚江市教育局,,,\n",
    )


def withdraw(root: Path, secret: Planter) -> None:
    """Take from the public what a first build published."""
    path = root / "content/suggestions/2023/gone.md"
    text = path.read_text(encoding="utf-8").replace("状态: 公开", "状态: 撤回", 1)
    path.write_text(
        text.replace("---\n", "---\n撤回说明: {日期: 2024-01-01, 原因: 重复公开}\n", 1),
        encoding="utf-8",
    )
    (root / "content/suggestions/2023/deleted.md").unlink()
    path = root / "content/suggestions/2023/open.md"
    text = path.read_text(encoding="utf-8")
    # What an earlier version of a page that stays has said.
    path.write_text(text.replace(secret("更正以前的说法"), "更正以后的说法"), encoding="utf-8")


def docx(text: str, author: str) -> bytes:
    """A Word file by ``author``."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w><p><t>{text}</t></p></w>")
        archive.writestr("docProps/core.xml", f"<p><creator>{author}</creator></p>")
    return file.getvalue()


def _reply(root: Path, name: str, secret: Planter, fields: str, body: str) -> None:
    _put(
        root,
        f"content/suggestions/2023/{name}.md",
        f"---\n标题: 关于第{name}号建议的答复\n类别: 人大代表建议\n状态: 公开\n编号: {name}\n"
        "届次: 市七届人大四次会议\n主办单位: jiaoyu\n成文日期: 2023-05-01\n发布日期: 2023-05-02\n"
        f"公开审查: {{审查人: {secret(name + '的审查人')}, 日期: 2023-05-01, 结论: 同意公开}}\n"
        f"{fields}\n---\n{secret('更正以前的说法') if name == 'open' else ''}\n\n{body}",
    )


def _held(root: Path, name: str, secret: Planter, fields: str) -> None:
    """A document that is full of secrets, and a file of its own."""
    given = {line.partition(":")[0] for line in fields.splitlines()}
    more = [] if "发布日期" in given else ["发布日期: 2023-06-01"]
    if "公开审查" not in given:
        reviewer = secret(name + "的审查人")
        more.append(f"公开审查: {{审查人: {reviewer}, 日期: 2023-05-01, 结论: 同意公开}}")
    stated = "\n".join([fields, *more])
    _put(
        root,
        f"content/suggestions/2023/{name}.md",
        f"---\n标题: {secret(name + '的标题')}\n类别: 人大代表建议\n编号: {name}\n"
        "届次: 市七届人大四次会议\n主办单位: weisheng\n成文日期: 2023-05-01\n"
        f"案由: {secret(name + '的案由')}\n提出人: {secret(name + '的提出人')}\n提出人公开: 是\n"
        f"不公开理由: 个人隐私{secret(name + '的不公开理由')}\n附件: a.txt\n"
        f"承诺事项: {{内容: {secret(name + '的承诺')}, 期限: 2023-12-31}}\n"
        f"{stated}\n---\n{secret(name + '的正文')}\n",
    )
    _put(root, f"content/suggestions/2023/{name}/a.txt", secret(name + "的附件"))


def _put(root: Path, path: str, data: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())


def revealed(files: Mapping[str, bytes], secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where each of ``secrets`` is found, by its place and the file's name.

    Looked at is every byte of every name and file, in UTF-8 and GB18030, escaped as in addresses
    and in JSON; of compressed files what is in them; and what the index finds.
    """
    found = [
        (place, name)
        for name, data in files.items()
        for stretch in (name.encode(), *_contents(name, data))
        for place, secret in secrets.items()
        if any(spelt in stretch for spelt in _spelt(secret))
    ]
    if any(name.startswith("search/") for name in files):
        reader = IndexReader(files)
        found += [(place, "search") for place, secret in secrets.items() if reader.find(secret)]
    return list(dict.fromkeys(found))


def _contents(name: str, data: bytes) -> Iterator[bytes]:
    yield data
    if name.startswith("search/texts/"):
        yield "\n".join(read_text_file(data)).encode()
    if name.endswith(".gz"):
        yield gzip.decompress(data)
    if data[:2] == b"PK":
        with ZipFile(BytesIO(data)) as archive:
            yield from (archive.read(part) for part in archive.namelist())
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        for start in (0, 1):
            inflater = zlib.decompressobj(window)
            try:
                yield inflater.decompress(data[start:], 10_000_000)
            except zlib.error:
                continue


def _spelt(secret: str) -> Iterable[bytes]:
    escaped = "".join(f"\\u{ord(character):04x}" for character in secret)
    return (
        secret.encode(),
        secret.encode("gb18030"),
        quote(secret).encode(),
        escaped.encode(),
    )
