"""A source becomes a document: defaults, names of the day, outcome schemes, and no exception."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import documents
from gongkai.errors import Fault
from gongkai.model import Attachment, Commitment, Document, Place, Reference, SitePage
from gongkai.names import Names, names_of
from gongkai.settings import (
    Category,
    Form,
    FormerName,
    Limits,
    Session,
    Settings,
    SiteIdentity,
    Topic,
    Unit,
)
from gongkai.vocabulary import FIELDS, Openness, Status

SETTINGS = Settings(
    site=SiteIdentity("示例市"),
    categories=(
        Category("suggestions", "人大代表建议", Form.REPLY, ("建议",)),
        Category("summaries", "办理工作总结", Form.SUMMARY),
    ),
    topics=(Topic("jiaoyu", "教育"),),
    sessions=(
        Session("renda-7-4", "市七届人大四次会议", 2023, ("七届四次",)),
        Session("zhengxie-5-5", "市政协五届五次会议", 2021, outcomes="jia-yi"),
    ),
    outcomes={
        "default": {"A": "已解决", "B": "正在解决", "C": "列入规划"},
        "jia-yi": {"甲": "已解决"},
        "shenzhen": {"A": "已解决", "D": "留作参考"},
    },
    promising={"default": ("C",)},
    limits=Limits(document_bytes=4000),
)
EDUCATION = Unit(
    "jiaoyu-ju", "市教育局", "教育局", (FormerName("市教育委员会", date(2009, 8, 31)),)
)
FINANCE = Unit("caizheng-ju", "市财政局", outcomes="shenzhen")
KNOWN = names_of(SETTINGS, (EDUCATION, FINANCE))
REPLY = {
    "标题": "关于校车的答复",
    "类别": "人大代表建议",
    "编号": "20230001",
    "主办单位": "市教育局",
}
BELOW = "suggestions/2023/1.md"


def source(body: str = "", /, **changes: str | None) -> str:
    fields = {**REPLY, **changes}
    lines = [f"{key}: {value}\n" for key, value in fields.items() if value is not None]
    return f"---\n{''.join(lines)}---\n{body}"


def read(
    text: str | bytes, below: str = BELOW, known: Names = KNOWN
) -> tuple[Document | SitePage | None, list[Fault]]:
    data = text.encode() if isinstance(text, str) else text
    reading = documents.read(f"content/{below}", below, data, known)
    return reading.noun, list(reading.faults)


def document(body: str = "", /, **changes: str | None) -> Document:
    noun, faults = read(source(body, **changes))
    assert not faults
    assert isinstance(noun, Document)
    return noun


def rules(text: str | bytes, below: str = BELOW) -> list[str]:
    return [fault.rule for fault in read(text, below)[1]]


def test_defaults() -> None:
    plain = document()
    assert plain.status is Status.DRAFT
    assert plain.openness is Openness.FULL
    assert plain.address == "suggestions/2023/1.html"
    assert plain.path == f"content/{BELOW}"
    assert (plain.number, plain.numbered_at) == ("20230001", Place(4, 5))
    assert (plain.sessions, plain.topics, plain.proposers, plain.review) == ((), (), (), None)


@pytest.mark.parametrize(
    ("changes", "year"),
    [
        ({}, 0),
        ({"发布日期": "2024-01-05"}, 2024),
        ({"发布日期": "2024-01-05", "成文日期": "2023-12-30"}, 2023),
        ({"发布日期": "2024-01-05", "成文日期": "2023-12-30", "届次": "市政协五届五次会议"}, 2021),
        ({"成文日期": "2023-12-30", "届次": "市政协五届五次会议", "年度": "2022"}, 2022),
    ],
)
def test_year(changes: dict[str, str], year: int) -> None:
    assert document(**changes).year == year


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "市教育局"),
        ({"成文日期": "2009-08-31"}, "市教育委员会"),
        ({"成文日期": "2009-09-01"}, "市教育局"),
        ({"发布日期": "2009-08-31"}, "市教育委员会"),
        ({"成文日期": "2009-08-31", "发布日期": "2009-09-20"}, "市教育委员会"),
    ],
)
def test_unit_bears_the_name_of_its_day(changes: dict[str, str], name: str) -> None:
    for written in ("市教育局", "教育局", "市教育委员会", "jiaoyu-ju"):
        assert document(主办单位=written, **changes).unit_names() == (name,)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"答复类别": "A"}, ("A", "已解决")),
        ({"答复类别": "B类"}, ("B", "正在解决")),
        ({"答复类别": "无"}, ("", "")),
        ({"答复类别": "A", "届次": "七届四次"}, ("A", "已解决")),
        ({"答复类别": "甲类", "届次": "市政协五届五次会议"}, ("甲", "已解决")),
        ({"答复类别": "D", "主办单位": "市财政局"}, ("D", "留作参考")),
        (
            {"答复类别": "D", "主办单位": "市财政局", "届次": "市政协五届五次会议"},
            ("D", "留作参考"),
        ),
    ],
)
def test_outcome_by_unit_then_session(changes: dict[str, str], outcome: tuple[str, str]) -> None:
    found = document(**changes)
    assert (found.outcome, found.outcome_meaning) == outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"答复类别": "D"},
        {"答复类别": "A", "届次": "市政协五届五次会议"},
        {"答复类别": "B", "主办单位": "市财政局"},
        {"答复类别": "a"},
    ],
)
def test_outcome_of_another_scheme(changes: dict[str, str]) -> None:
    assert rules(source(**changes)) == ["unknown-outcome"]


def test_none_means_absent() -> None:
    optional = [field.key for field in FIELDS if field.name not in {"title", "category", "unit"}]
    absent = document(**dict.fromkeys(optional, "无"))
    plain = document(编号="无")
    for field in absent.__struct_fields__:
        if field not in {"body", "numbered_at"}:
            assert getattr(absent, field) == getattr(plain, field)


def test_names_are_resolved_once() -> None:
    found = document(
        类别="建议", 届次="七届四次、市七届人大四次会议", 主办单位="[教育局, 市教育局]", 主题="教育"
    )
    assert found.category.slug == "suggestions"
    assert [session.slug for session in found.sessions] == ["renda-7-4"]
    assert found.units == (EDUCATION,)
    assert found.topics == SETTINGS.topics


def test_items_become_nouns() -> None:
    found = document(
        承诺事项="[{内容: 增设校车, 期限: 2024-06-30, 状态: 进行中}, 增设站点]",
        更正记录="{日期: 2023-10-01, 内容: 改正站点名称}",
        撤回说明="{日期: 2023-10-02, 原因: 重复}",
        公开审查="{审查人: 张三, 日期: 2023-09-20, 结论: 同意公开}",
        例外="{规则: totals, 对象: 20, 理由: 原文如此}",
        附件="[一览表.docx, {文件: b.pdf, 名称: 附表}]",
        关联="summaries/2023/a、suggestions/2023/2",
    )
    first, second = found.commitments
    assert first.due is not None
    assert (first.content, first.due.iso, first.state) == ("增设校车", "2024-06-30", "进行中")
    assert second == Commitment("增设站点", None, "", "")
    assert [correction.content for correction in found.corrections] == ["改正站点名称"]
    assert found.withdrawal is not None
    assert found.withdrawal.reason == "重复"
    assert found.review is not None
    assert (found.review.reviewer, found.review.conclusion) == ("张三", "同意公开")
    assert [(each.rule, each.reason) for each in found.exemptions] == [("totals", "原文如此")]
    assert found.attachments == (
        Attachment("一览表.docx", "一览表.docx", Place(11, 6)),
        Attachment("b.pdf", "附表", Place(11, 21)),
    )
    assert [related.target for related in found.related] == [
        "summaries/2023/a",
        "suggestions/2023/2",
    ]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"标题": None}, ["标题"]),
        ({"类别": None}, ["类别"]),
        ({"编号": None}, ["编号"]),
        ({"编号": ""}, ["编号"]),
        ({"编号": "无"}, []),
        ({"主办单位": None}, ["主办单位"]),
        ({"主办单位": "无"}, ["主办单位"]),
        ({"类别": "办理工作总结", "编号": None, "主办单位": None}, []),
        ({"状态": "待审"}, []),
        ({"状态": "公开"}, ["发布日期", "成文日期"]),
        ({"状态": "公开", "公开方式": "不公开"}, []),
        ({"状态": "公开", "类别": "办理工作总结"}, ["发布日期"]),
        ({"状态": "公开", "类别": None}, ["类别", "发布日期"]),
        ({"状态": "公开", "发布日期": "2023-09-21", "成文日期": "近日"}, ["wrong-date"]),
        ({"状态": "公开", "公开方式": "摘要公开", "发布日期": "2023-09-21"}, ["摘要"]),
        ({"公开方式": "摘要公开"}, []),
    ],
)
def test_needs(changes: dict[str, str | None], missing: list[str]) -> None:
    _, faults = read(source(**changes))
    assert len(faults) == len(missing)
    for fault, what in zip(faults, missing, strict=True):
        assert what in {fault.rule} or f"“{what}”" in fault.message


@pytest.mark.parametrize(
    ("body", "enough"),
    [
        ("## 摘要\n\n已增设校车。\n", True),
        ("# 摘要\n已增设校车。\n## 全文\n", True),
        ("## 摘要\n\n \n## 全文\n已增设校车。\n", False),
        ("摘要\n已增设校车。\n", False),
    ],
)
def test_summary_needs_its_section(body: str, enough: bool) -> None:
    changes = {"状态": "公开", "公开方式": "摘要公开", "发布日期": "2023-09-21"}
    assert rules(source(body, **changes)) == ([] if enough else ["summary-missing"])


@pytest.mark.parametrize(
    ("changes", "conflict"),
    [
        ({"状态": "公开"}, True),
        ({"状态": "公开", "公开方式": "摘要公开"}, True),
        ({"状态": "公开", "公开方式": "不公开"}, False),
        ({"状态": "草稿"}, False),
        ({"状态": "公开", "公开属性": "主动公开"}, False),
    ],
)
def test_what_is_not_to_be_disclosed_is_not_published_unsaid(
    changes: dict[str, str], conflict: bool
) -> None:
    dates = {"发布日期": "2023-09-21", "成文日期": "2023-09-19"}
    text = source("## 摘要\n甲", **{"公开属性": "不予公开", **dates, **changes})
    assert rules(text) == (["disclosure-conflict"] if conflict else [])


@pytest.mark.parametrize(
    ("aliases", "found"),
    [
        ("/art/1.html", []),
        ("/art/1.html、http://www.example.gov.cn/art/1.html", []),
        ("/suggestions/2023/1.html", ["duplicate-address"]),
        ("/index.html、/units/a.html", ["reserved-address", "reserved-address"]),
        ("/show.aspx?id=1", ["alias-not-served"]),
    ],
)
def test_old_addresses(aliases: str, found: list[str]) -> None:
    noun, faults = read(source(旧网址=aliases))
    assert [fault.rule for fault in faults] == found
    assert isinstance(noun, Document)
    served = [alias.target for alias in noun.aliases]
    assert served == (["/art/1.html"] if not found else [aliases] if "?" in aliases else [])


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("建议/1.md", ["bad-address"]),
        ("suggestions/A.md", ["bad-address"]),
        ("search/1.md", ["reserved-address"]),
        ("index.md", ["reserved-address"]),
    ],
)
def test_no_document_without_an_address(below: str, found: list[str]) -> None:
    noun, faults = read(source(), below)
    assert noun is None
    assert [fault.rule for fault in faults] == found
    assert rules(source(年度="二三"), below) == [*found, "wrong-value"]


def test_too_large() -> None:
    assert rules(source("好" * 2000)) == ["too-large"]
    assert rules(b" " * 4001, "建议/1.md") == ["bad-address", "too-large"]


def test_page_of_the_site() -> None:
    text = "---\n标题: 关于本站\n状态: 公开\n旧网址: /gywm.html\n---\n本站……\n"
    noun, faults = read(text, "pages/about.md")
    assert not faults
    assert isinstance(noun, SitePage)
    assert (noun.address, noun.title, noun.status) == (
        "pages/about.html",
        "关于本站",
        Status.PUBLIC,
    )
    assert noun.aliases == (Reference("/gywm.html", Place(4, 6)),)
    assert rules("---\n状态: 公开\n---\n", "pages/about.md") == ["missing-field"]


def test_unknown_names_are_told_with_the_nearest() -> None:
    _, faults = read(source(主办单位="市教育委", 届次="七届五次", 类别="建义", 主题="交通"))
    assert {fault.rule for fault in faults} == {
        *("unknown-unit", "unknown-session", "unknown-category", "unknown-topic")
    }
    assert any("是不是“市教育委员会”？" in fault.message for fault in faults)


VALID = source(
    "## 摘要\n\n一、增设校车\n",
    状态="公开",
    届次="市七届人大四次会议",
    公开方式="摘要公开",
    发布日期="2023-09-21 17:18",
    承诺事项="[{内容: 增设校车, 期限: 2024-06-30}]",
    附件="一览表.docx",
).encode()
PIECES = [
    *(
        piece.encode()
        for piece in ("：", ": ", "- ", "\n", "---\n", "'", '"', "[", "{", "&a ", "*a")
    ),
    *(
        piece.encode()
        for piece in ("无", "\t", "\u3000", "\u200b", "\ufeff", "标题", "内容: ", "#")
    ),
    *(b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", "建议".encode("gb18030"), b"<<: ", b"\x1b"),
]


@given(st.binary(max_size=200), st.sampled_from([BELOW, "pages/a.md", "建议/1.md"]))
def test_any_bytes_are_read(data: bytes, below: str) -> None:
    noun, faults = read(data, below)
    assert noun is not None or faults


@given(
    st.lists(
        st.tuples(st.integers(0, len(VALID)), st.integers(0, 6), st.sampled_from(PIECES)),
        max_size=4,
    )
)
def test_a_mutated_document_is_read(edits: list[tuple[int, int, bytes]]) -> None:
    data = VALID
    for start, length, piece in edits:
        data = data[:start] + piece + data[start + length :]
    noun, faults = read(data)
    assert noun is not None or faults
    lines = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    for fault in faults:
        assert 1 <= fault.line <= lines.count("\n") + 1
        assert fault.column >= 1
        assert fault.message
        assert fault.hint


@pytest.mark.parametrize(
    ("slip", "rule"),
    [
        ("案由：校车", "full-width-colon"),
        ("案由:校车", "colon-without-space"),
        ("案由: 校车: 站点", "yaml-syntax"),
        ("案由: [2023]校车", "yaml-syntax"),
        ('案由: "校车', "yaml-syntax"),
        (" 案由: 校车", "yaml-syntax"),
        ("案由: &a 校车", "yaml-alias"),
        ("案由: !a 校车", "yaml-tag"),
        ("案由: 校\u200b车", "control-character"),
        ("校车", "yaml-syntax"),
        ("案由: [校车]", "wrong-type"),
        ("安由: 校车", "unknown-key"),
        ("编号: 2", "duplicate-key"),
        ("附件:\n  - 文件：校车.docx\n    名称: 校车", "full-width-colon"),
        ("附件:\n\t- 校车.docx", "yaml-syntax"),
    ],
)
def test_no_slip_hides_a_fault_of_another_line(slip: str, rule: str) -> None:
    wrong = "年度: 二三\n发布日期: 近日\n满意度: 好\n会办单位: 某局\n"
    for lines in (f"{wrong}{slip}\n", f"{slip}\n标签: 甲\n{wrong}", f"疑难: 否\n{slip}\n{wrong}"):
        found = rules(source().replace("---\n", f"---\n{lines}", 1))
        assert rule in found
        for each in ("wrong-value", "wrong-date", "unknown-unit"):
            assert each in found
        assert found.count("wrong-value") == 2


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"答复类别": "C"}, True),
        ({"答复类别": "C类"}, True),
        ({"答复类别": "A"}, False),
        ({}, False),
        ({"答复类别": "C", "承诺事项": "{内容: 增设站点, 期限: 2024-12-31}"}, False),
        # The unit's own scheme marks none.
        ({"答复类别": "A", "主办单位": "市财政局"}, False),
        ({"答复类别": "C", "类别": "办理工作总结"}, False),
    ],
)
def test_an_outcome_that_promises_needs_a_promise(changes: dict[str, str], warned: bool) -> None:
    assert ("promise-missing" in rules(source(**changes))) is warned
