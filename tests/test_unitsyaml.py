"""units.yaml: units with their former names, and the faults of the list."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import unitsyaml
from gongkai.settings import FormerName, Unit

EDUCATION = "- slug: jiaoyu\n  name: 市教育局\n"


def test_parse() -> None:
    text = """\
# 单位名录
- slug: jiaoyu
  name: 市教育局
  short_name: 教育局
  outcomes: shenzhen
  former_names:
    - name: 市教育委员会
      until: 2009年8月31日
    - name: 市文教局
      until: 1983-12-31
- {slug: caizheng, name: 市财政局}
"""
    units, faults = unitsyaml.parse(text, ["default", "shenzhen"])
    assert not faults
    former = (
        FormerName("市文教局", date(1983, 12, 31)),
        FormerName("市教育委员会", date(2009, 8, 31)),
    )
    assert units == (
        Unit("jiaoyu", "市教育局", "教育局", former, "shenzhen"),
        Unit("caizheng", "市财政局"),
    )
    assert unitsyaml.names(units[0]) == ("市教育局", "教育局", "市文教局", "市教育委员会")


@pytest.mark.parametrize("text", ["", "\n", "# 还没有单位\n", "[]\n"])
def test_no_units(text: str) -> None:
    assert unitsyaml.parse(text, []) == ((), [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jiaoyu: 市教育局\n", [(1, 1, "wrong-type")]),
        ("市教育局\n", [(1, 1, "wrong-type")]),
        ("- 市教育局\n", [(1, 3, "wrong-type")]),
        ("- slug: jiaoyu\n", [(1, 3, "missing-key")]),
        ("- slug:\n  name: 市教育局\n", [(1, 3, "missing-key")]),
        ("- slug: 教育\n  name: 市教育局\n", [(1, 9, "wrong-value")]),
        ("- slug: jiaoyu\n  name: [市教育局]\n", [(2, 9, "wrong-type")]),
        (EDUCATION + "  简称: 教育局\n", [(3, 3, "unknown-key")]),
        (EDUCATION + "  name: 市教委\n", [(3, 3, "duplicate-key")]),
        (EDUCATION + "  outcomes: 深圳\n", [(3, 13, "unknown-outcomes")]),
        (EDUCATION + "  former_names: 市教委\n", [(3, 17, "wrong-type")]),
        (EDUCATION + "  former_names:\n    - 市教委\n", [(4, 7, "wrong-type")]),
        (EDUCATION + "  former_names:\n    - name: 市教委\n", [(4, 7, "missing-key")]),
        (
            EDUCATION + "  former_names:\n    - name: 市教委\n      until: 近日\n",
            [(5, 14, "wrong-date")],
        ),
        (EDUCATION + EDUCATION, [(3, 9, "duplicate-name"), (4, 9, "duplicate-name")]),
        (
            EDUCATION + "- slug: tiyu\n  name: 市体育局\n  short_name: 市教育局\n",
            [(5, 15, "duplicate-name")],
        ),
        (EDUCATION + "- slug: tiyu\n  name：市体育局\n", [(4, 7, "full-width-colon")]),
        (EDUCATION + "- slug:tiyu\n  name: 市体育局\n", [(3, 7, "colon-without-space")]),
        (
            EDUCATION + "- slug: tiyu: 1\n- slug: B\n  name: 乙\n",
            [(3, 13, "yaml-syntax"), (4, 9, "wrong-value")],
        ),
        ("- &a\n  slug: a\n", [(1, 3, "yaml-alias")]),
    ],
)
def test_faults(text: str, found: list[tuple[int, int, str]]) -> None:
    _, faults = unitsyaml.parse(text, ["default"])
    assert [(fault.line, fault.column, fault.rule) for fault in faults] == found
    assert {fault.path for fault in faults} == {unitsyaml.FILE}


def test_a_name_may_come_back_to_its_own_unit() -> None:
    text = EDUCATION + "  short_name: 市教育局\n"
    _, faults = unitsyaml.parse(text, [])
    assert not faults


@given(st.text(st.sampled_from("- slugname:former_untildate市\n\t[]{}\"'&*"), max_size=80))
def test_any_text_gives_units_or_faults(text: str) -> None:
    units, faults = unitsyaml.parse(text, [])
    assert all(unit.slug and unit.name for unit in units)
    assert all(fault.message and fault.hint for fault in faults)
