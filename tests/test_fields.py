"""Values by the types of the vocabulary, each slip once and at its place."""

from __future__ import annotations

import pytest

from gongkai import frontmatter
from gongkai.errors import Severity
from gongkai.fields import FieldReader
from gongkai.model import Place, Reference
from gongkai.vocabulary import SITE_PAGE


def reader(front_matter: str) -> FieldReader:
    """The fields written in ``front_matter``, which begins at line 2 of its file."""
    parted, _, _ = frontmatter.split(f"---\n{front_matter}\n---\n", "content/a.md")
    assert parted is not None
    return FieldReader("content/a.md", parted)


def found(fields: FieldReader) -> list[tuple[int, int, str]]:
    return [(fault.line, fault.column, fault.rule) for fault in fields.faults]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("标题: 关于", "关于"),
        ("title: 关于", "关于"),
        ("\u3000标题\u3000: 关于", "关于"),
        ("标题: '关于'", "关于"),
        ("标题: 关于\u3000\u3000校车", "关于 校车"),
        ("标题: 关于\n  校车", "关于 校车"),
        ("标题: 无", ""),
        ("标题: 无题", "无题"),
        ("标题:", ""),
        ("标题: ''", ""),
        ("年度: 2023", ""),
        ("标题: 022", "022"),
    ],
)
def test_text(written: str, text: str) -> None:
    fields = reader(written)
    assert fields.text("title") == text
    assert not fields.faults


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("编号: 无", True),
        ("编号: 1", True),
        ("编号:", False),
        ("编号: ' '", False),
        ("年度: 1", False),
    ],
)
def test_stated(written: str, stated: bool) -> None:
    assert reader(written).stated("number") == stated


@pytest.mark.parametrize("written", ["标题: [甲]", "标题:\n  - 甲", "标题: {甲: 乙}"])
def test_a_text_of_another_shape_is_not_missing_too(written: str) -> None:
    fields = reader(written)
    assert fields.text("title") == ""
    fields.missing("title")
    assert [fault.rule for fault in fields.faults] == ["wrong-type"]


def test_a_fault_is_said_once() -> None:
    fields = reader("公开方式: 半公开")
    assert [fields.choice("openness"), fields.choice("openness")] == ["", ""]
    assert found(fields) == [(2, 7, "wrong-value")]


@pytest.mark.parametrize(
    ("written", "place"),
    [("年度: 2023", (3, 1)), ("年度: 2023\n标题:", (3, 1)), ("标题: 无\n年度: 2023", (2, 1))],
)
def test_missing(written: str, place: tuple[int, int]) -> None:
    fields = reader(written)
    fields.missing("title")
    assert found(fields) == [(*place, "missing-field")]


def test_a_field_that_cannot_be_read_is_not_missing_too() -> None:
    fields = reader("标题：甲\n编号: [2023]1号")
    for name in ("title", "number", "unit"):
        fields.missing(name)
    assert [fault.message for fault in fields.faults] == ["缺少“主办单位”"]


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("标提: 甲", [(2, 1, "unknown-key")]),
        ("标题: 甲\ntitle: 乙", [(3, 1, "duplicate-key")]),
        (
            "主办单位: 甲\n承办单位: 乙\nunit: 丙",
            [(3, 1, "duplicate-key"), (4, 1, "duplicate-key")],
        ),
        ("承诺事项:\n  - 内容: 甲\n    期: 乙", []),
    ],
)
def test_keys(written: str, places: list[tuple[int, int, str]]) -> None:
    assert found(reader(written)) == places


def test_fields_of_a_page() -> None:
    parted, _, _ = frontmatter.split("---\n标题: 甲\n编号: 1\n---\n", "content/pages/a.md")
    assert parted is not None
    fields = FieldReader("content/pages/a.md", parted, SITE_PAGE)
    assert fields.text("title") == "甲"
    assert found(fields) == [(3, 1, "unknown-key")]


@pytest.mark.parametrize(
    ("written", "value", "faulty"),
    [("是", True, False), ("否", False, False), ("无", False, False), ("true", False, True)],
)
def test_yes(written: str, value: bool, faulty: bool) -> None:
    fields = reader(f"疑难: {written}")
    assert fields.yes("difficult") == value
    assert bool(fields.faults) == faulty


@pytest.mark.parametrize(
    ("written", "year"),
    [
        *(("2023", 2023), ("2023年", 2023), ("２０２３", 2023), ("'2023'", 2023)),
        *(("23", None), ("二〇二三", None), ("2203", None), ("2023-2024", None)),
    ],
)
def test_year(written: str, year: int | None) -> None:
    fields = reader(f"年度: {written}")
    assert fields.year("year") == year
    assert found(fields) == ([] if year else [(2, 5, "wrong-value")])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("深政数函〔2023〕84号", "深政数函〔2023〕84号"),
        ("深政数函[2023]84号", "深政数函〔2023〕84号"),
        ("深政数函【2023】84号", "深政数函〔2023〕84号"),
        ("深政数函﹝2023﹞84号", "深政数函〔2023〕84号"),
        ("深政数函［2023］84号", "深政数函〔2023〕84号"),
        ("深政数函（2023）84号", "深政数函〔2023〕84号"),
        ("深政数函〔2023〕第084号", "深政数函〔2023〕84号"),
        ("深政数函 〔2023〕 84 号", "深政数函〔2023〕84号"),
        ("A12（续）", "A12（续）"),
        ("无", ""),
    ],
)
def test_doc_number(written: str, printed: str) -> None:
    fields = reader(f"文号: {written}")
    assert fields.doc_number("doc_number") == printed
    changed = [fault.severity for fault in fields.faults]
    assert changed == ([] if written in {printed, "无"} else [Severity.WARNING])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("022", "022"), ("DH0271", "DH0271"), ("D-013", "D-013"), ("无", "")),
        *(("第20230489号", "20230489"), ("20230489号", "20230489"), ("第 489 号", "489")),
        *(("议字第5号", "议字第5号"), ("无号", "无号")),
    ],
)
def test_number(written: str, number: str) -> None:
    fields = reader(f"编号: {written}")
    assert fields.number("number") == number
    assert bool(fields.faults) == (written not in {number, "无"})


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("甲、乙；丙,丁", [("甲", 2, 7), ("乙", 2, 9), ("丙", 2, 11), ("丁", 2, 13)]),
        ("甲、 乙、", [("甲", 2, 7), ("乙", 2, 10)]),
        ("'甲、乙'", [("甲", 2, 8), ("乙", 2, 10)]),
        ("[甲, 乙]", [("甲", 2, 8), ("乙", 2, 11)]),
        ("\n  - 甲\n  -\n  - 乙、丙", [("甲", 3, 5), ("乙、丙", 5, 5)]),
        ("无", []),
        ("", []),
    ],
)
def test_names(written: str, names: list[tuple[str, int, int]]) -> None:
    fields = reader(f"会办单位: {written}")
    expected = tuple(Reference(name, Place(line, column)) for name, line, column in names)
    assert fields.names("co_units") == expected
    assert not fields.faults


@pytest.mark.parametrize("written", ["{甲: 乙}", "[{甲: 乙}]", "[[甲]]"])
def test_names_of_another_shape(written: str) -> None:
    fields = reader(f"会办单位: {written}")
    fields.names("co_units")
    fields.missing("co_units")
    assert [fault.rule for fault in fields.faults] == ["wrong-type"]


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("增设校车", [{"content": "增设校车"}]),
        ("\n  - 增设校车\n  - 增设站点", [{"content": "增设校车"}, {"content": "增设站点"}]),
        ("{内容: 甲, state: 延期}", [{"content": "甲", "state": "延期"}]),
        ("\n  - 内容: 甲\n    进展: 无\n    期限:", [{"content": "甲"}]),
        ("\n  - 内容:", []),
        ("无", []),
        ("[]", []),
    ],
)
def test_items(written: str, items: list[dict[str, str]]) -> None:
    fields = reader(f"承诺事项: {written}")
    read = fields.items("commitments")
    assert [{name: part.target for name, part in item.items()} for item in read] == items
    assert not fields.faults


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("[[甲]]", [(2, 8, "wrong-type")]),
        ("\n  - 内容: 甲\n    期: 乙", [(4, 5, "unknown-key")]),
        ("\n  - 内容: 甲\n    content: 乙", [(4, 5, "duplicate-key")]),
        ("\n  - 内容: [甲]", [(3, 9, "wrong-type")]),
    ],
)
def test_items_of_another_shape(written: str, places: list[tuple[int, int, str]]) -> None:
    fields = reader(f"承诺事项: {written}")
    fields.items("commitments")
    fields.items("commitments")
    assert found(fields) == places


def test_parts() -> None:
    fields = reader("承诺事项:\n  - 内容: 甲\n    期限: 明年\n    状态: 完成\n  - 期限: 2024-06-30")
    wrong, right = fields.items("commitments")
    due = fields.part_moment("commitments", "due", right)
    assert due is not None
    assert due.iso == "2024-06-30"
    assert fields.part_moment("commitments", "due", wrong) is None
    assert fields.part_choice("commitments", "state", wrong) == ""
    assert fields.part_choice("commitments", "state", right) == ""
    assert found(fields) == [(4, 9, "wrong-date"), (5, 9, "wrong-value")]
