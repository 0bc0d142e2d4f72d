"""The two published documents give exactly the faults that they are known to have."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gongkai import checks
from gongkai.errors import Fault
from tests.checks.papers import check
from tests.site import originals

NOW = datetime(2026, 1, 1)
_LEFT_OVER = ("您现在的位置", "字体", "触碰右侧展开", "Baidu")


def raw(repository: Path, name: str) -> list[Fault]:
    text = "\n".join(originals.lines(repository, name))
    return check(f"@类别: 办理工作总结\n@届次: \n{text}")


def told(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.rule, fault.message) for fault in faults]


def in_the_content(repository: Path, name: str) -> list[Fault]:
    text = (repository / "content/summaries" / name).read_text(encoding="utf-8")
    return check(f"@类别: 办理工作总结\n@届次: \n{text.split('---', 2)[2]}")


SHENZHEN = [
    ("total-mismatch", "总数“20件”与各项之和不符：3+2+2+12=19"),
    ("total-mismatch", "需要评价的“8件”与主办、承办、分办的件数之和 7 不符"),
    ("unpaired-marks", "““数林匹克四年(”这里的 “ 没有成对"),
]
QINGPU = [
    ("heading-skipped", "小标题一、和三、之间缺少“二、”"),
    ("unpaired-marks", "“我办在一网通办””这里的 ” 没有成对"),
]


def test_shenzhen_as_it_was_copied(repository: Path) -> None:
    found = told(raw(repository, originals.SHENZHEN))
    left_over = [message for rule, message in found if rule == "cms-leftover"]
    assert [each for each in found if each[0] != "cms-leftover"] == SHENZHEN
    assert len(left_over) == len(_LEFT_OVER)
    assert all(word in message for word, message in zip(_LEFT_OVER, left_over, strict=True))


def test_qingpu_as_it_was_copied(repository: Path) -> None:
    assert told(raw(repository, originals.QINGPU)) == QINGPU


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("2023/shenzhen-zhengwu.md", SHENZHEN), ("2021/qingpu-zhengwu.md", QINGPU)],
)
def test_content(repository: Path, name: str, wanted: list[tuple[str, str]]) -> None:
    assert told(in_the_content(repository, name)) == wanted


def test_severities() -> None:
    text = "推进“一网通办建设。"
    assert [fault.severity for fault in check(text)] == ["warning"]
    assert [fault.severity for fault in check(text, {"unpaired-marks": "error"})] == ["error"]
    assert check(text, {"unpaired-marks": checks.OFF}) == []


def test_exemption_silences_one_finding() -> None:
    given = "@例外: [{规则: unpaired-marks, 对象: 一网通办, 理由: 原件如此}]\n"
    assert told(check(f"{given}推进“一网通办建设。\n推进“三张清单建设。")) == [
        ("unpaired-marks", "““三张清单建设。”这里的 “ 没有成对")
    ]


@pytest.mark.parametrize(
    "given",
    [
        "{规则: unpaired-marks, 对象: 一网通办, 理由: 原件如此}",
        "{规则: no-such-rule, 对象: 通办, 理由: 原件如此}",
    ],
)
def test_exemption_that_silences_nothing_is_said(given: str) -> None:
    assert [fault.rule for fault in check(f"@例外: [{given}]\n正文。")] == ["exemption-unused"]


def test_exemption_without_a_reason_silences_nothing() -> None:
    given = "@例外: [{规则: unpaired-marks, 对象: 一网通办}]\n"
    rules = [fault.rule for fault in check(f"{given}推进“一网通办建设。")]
    assert rules == ["unpaired-marks", "exemption-unused"]
