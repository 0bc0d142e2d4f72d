"""What the site allows or masks: said to who asks for everything, and in nobody's way."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from gongkai import cli
from gongkai.errors import Fault, Severity
from tests import runs
from tests.engine.smallsite import SITE, SmallSite
from tests.privacy.test_attachments import docx

NOW = datetime(2026, 1, 1)
PHONE = "0591-87654321"
PATH = "content/suggestions/2023/x.md"
DOCUMENT = """---
标题: 关于修路的答复
类别: 人大代表建议
状态: 公开
成文日期: 2023-04-28
发布日期: 2023-05-01
{fields}
---
第一段。
联系电话：{said}。
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    small = SmallSite(tmp_path / "site", 0)
    small.write("content/pages/about.md", "---\n标题: 关于本站\n状态: 公开\n---\n说明。\n")
    return small


def put(site: SmallSite, said: str = PHONE, fields: str = "编号: 100") -> None:
    site.write(PATH, DOCUMENT.format(fields=fields, said=said))


def notices(site: SmallSite, *, strict: bool = True) -> list[Fault]:
    faults = runs.check(site.root, NOW, strict)
    return [fault for fault in faults if fault.severity is Severity.NOTICE]


def test_what_is_allowed_is_said_in_its_place_to_who_asks(site: SmallSite) -> None:
    put(site)
    assert notices(site, strict=False) == []
    (found,) = notices(site)
    assert (found.path, found.line, found.column) == (PATH, 10, 6)
    assert found.rule == "personal-data"
    assert "固定电话“05" in found.message and PHONE not in found.message
    assert "照原样公开" in found.message and 'landline = "block"' in found.hint


def test_what_is_masked_is_said_too(site: SmallSite) -> None:
    site.write("site.toml", f'{SITE}\n[privacy]\nmobile = "mask"\n')
    put(site, "13800138000")
    assert notices(site, strict=False) == []
    (found,) = notices(site)
    assert found.message == "有手机号码“138****8000”，按网站的设置遮盖后公开"


@pytest.mark.parametrize(
    "fields",
    [
        "例外: [{规则: 固定电话, 对象: '4321', 理由: 值班电话}]",
        "公开方式: 不公开",
        "公开方式: 摘要公开",
    ],
)
def test_what_is_acknowledged_or_on_no_page_is_not_said(site: SmallSite, fields: str) -> None:
    put(site, fields=fields)
    assert notices(site) == []


def test_attachments_are_looked_into(site: SmallSite) -> None:
    put(site, "12345", "附件: [a.docx]")
    body = f"<w:p><w:r><w:t>联系电话：{PHONE}</w:t></w:r></w:p>"
    site.write("content/suggestions/2023/x/a.docx", docx(body))
    assert notices(site, strict=False) == []
    (found,) = notices(site)
    assert (found.path, found.line) == (PATH, 7)
    assert "附件“content/suggestions/2023/x/a.docx”" in found.message
    put(site, "12345", "附件: [a.docx]\n例外: [{规则: 固定电话, 对象: '4321', 理由: 值班电话}]")
    assert notices(site) == []


def test_a_notice_fails_no_command(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    put(site, fields="编号: 100\n届次: 市七届人大四次会议\n主办单位: jiaoyu")
    asked = ("--root", str(site.root), "--now", "2026-01-01T12:00", "--strict")
    assert cli.main(["check", *asked]) == cli.DONE
    assert "第 12 行第 6 列  告知：" in capsys.readouterr().out
    assert cli.main(["check", *asked, "--format", "json"]) == cli.DONE
    (told,) = json.loads(capsys.readouterr().out)
    assert told["severity"] == "notice"
    assert cli.main(["build", *asked]) == cli.DONE
    assert "0 处错误、0 处提醒、1 处告知" in capsys.readouterr().err
    assert PHONE in (site.root / "public/suggestions/2023/x.html").read_text(encoding="utf-8")
