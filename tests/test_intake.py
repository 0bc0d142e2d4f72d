"""What intake takes in reaches the process that asked for it, and the one that makes the page."""

from __future__ import annotations

import pickle

import pytest

from gongkai import config, fingerprint, intake
from gongkai.composition import published_text
from gongkai.intake import Desk, TakenIn
from gongkai.manuscripts import packed, unpacked
from gongkai.model import Document
from gongkai.names import names_of
from tests.engine.smallsite import SmallSite

FULL = """\
---
标题: 关于𠮷祥路的“答复”
类别: 落实情况
状态: 撤回
公开方式: 全文公开
编号: 第009号
届次: [市七届人大四次会议]
主办单位: 卫生局、教育局
提出人: [张三, 李四]
提出人公开: 是
成文日期: 2023-01-05 17:18
发布日期: 二〇二三年二月三日
疑难: 是
更正记录:
  - 日期: 2023-03-01
    内容: 改了一个数
撤回说明: {日期: 2023-06-01, 原因: 重复}
公开审查:
  审查人: 王五
  日期: 2023-01-06
  结论: 同意公开
例外:
  - 规则: heading-skipped
    对象: 一、
    理由: 原件如此
承诺事项: [{内容: 修路, 期限: 2024-12-31, 状态: 进行中}]
承诺落实:
  - 文件: suggestions/2023/d002
    日期: 2023-05-01
附件: [{文件: 表.xlsx, 名称: 附表}]
旧网址: /old/full.html
关联: suggestions/2023/d003
---
一、甲

三、乙（
"""


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TakenIn]:
    """Sources of every kind taken in: papers and a page, whole and faulty ones."""
    site = SmallSite(tmp_path_factory.mktemp("site"))
    site.write("content/suggestions/2023/full.md", FULL)
    site.write("content/suggestions/2023/broken.md", "---\n标题: [\n---\n联系人：王小二")
    site.write("content/suggestions/2023/bytes.md", b"\xff\xfe---")
    configuration = config.load(site.root)
    names = names_of(configuration.settings, configuration.units)
    desk = Desk(site.root, names, configuration.settings.privacy)
    paths = [file.relative_to(site.root).as_posix() for file in site.root.glob("content/**/*.md")]
    arrivals = [intake.Arrival(path, (1, 2)) for path in paths]
    return dict(zip(paths, intake.take_in(desk, arrivals), strict=True))


def test_what_was_taken_in_crosses_whole(taken: dict[str, TakenIn]) -> None:
    assert len(taken) == 12
    for result in taken.values():
        # Values of other types may be equal, as 0 and False are.
        assert repr(pickle.loads(pickle.dumps(result))) == repr(result)


def test_manuscripts_are_unpacked_as_they_were(taken: dict[str, TakenIn]) -> None:
    manuscripts = [unpacked(each.manuscript) for each in taken.values() if each.manuscript]
    assert {type(each.noun).__name__ for each in manuscripts} == {"Document", "SitePage"}
    for manuscript in manuscripts:
        result = taken[manuscript.noun.path]
        text = published_text(manuscript.noun, manuscript.body)
        assert (manuscript.source, fingerprint.of_text(text)) == result.memory[1:5:3]
        assert repr(unpacked(packed(manuscript))) == repr(manuscript)


def test_every_field_of_a_document_is_packed(taken: dict[str, TakenIn]) -> None:
    result = taken["content/suggestions/2023/full.md"]
    noun = unpacked(result.manuscript).noun
    assert isinstance(noun, Document)
    assert isinstance(result.memory.card, tuple)
    assert noun.commitments == result.memory.card.handling.commitments
    assert (noun.signed, noun.changed) != (None, None)
    for name in ("corrections", "exemptions", "attachments", "aliases", "related", "review"):
        assert getattr(noun, name), name


def test_nothing_is_made_of_what_cannot_be_read(taken: dict[str, TakenIn]) -> None:
    result = taken["content/suggestions/2023/bytes.md"]
    assert (result.manuscript, result.memory.card) == (b"", None)
    assert [fault.rule for fault in result.memory.faults] == ["not-utf8"]
