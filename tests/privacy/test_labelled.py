"""The detectors on a labelled set of invented data: how much they find, how often they err.

Each line of labelled.txt holds one kind and a text with the value in brackets; half of the lines
are traps.  Resident IDs and cards have valid checksums and belong to nobody: they were drawn by lot.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from gongkai.privacy import Kind, find
from gongkai.privacy.detection import may_be_found

BY_CONTEXT = {Kind.ADDRESS, Kind.CONTACT}
KINDS = {kind.key: kind for kind in Kind}


def lines() -> list[tuple[Kind | None, str, str]]:
    """Each line's kind (``None``: a trap), text, and value."""
    rows = []
    for line in (Path(__file__).parent / "labelled.txt").read_text("utf-8").splitlines()[1:]:
        label, _, text = line.partition("\t")
        value = text.partition("⟦")[2].partition("⟧")[0]
        rows.append((KINDS.get(label), text.replace("⟦", "").replace("⟧", ""), value))
    return rows


def test_the_set_is_large_and_half_of_it_traps() -> None:
    kinds = [kind for kind, _, _ in lines()]
    assert len(kinds) >= 300
    assert 0.5 <= kinds.count(None) / len(kinds) <= 0.6
    assert {*kinds} == {None, *Kind}


def test_recall_and_false_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines()
    traps = sum(kind is None for kind, _, _ in rows)
    wanted: dict[Kind, int] = defaultdict(int)
    missed: dict[Kind, list[str]] = defaultdict(list)
    alarms: dict[Kind, list[str]] = defaultdict(list)
    for kind, text, value in rows:
        found = [(finding.kind, finding.value) for finding in find(text)]
        if kind:
            wanted[kind] += 1
            if (kind, value) not in found:
                missed[kind].append(f"{text} {found}")
        for other, _ in found:
            if kind is None:
                alarms[other].append(text)
    with capsys.disabled():
        print("\nkind\tlines\trecall\tfalse alarms")
        for kind in Kind:
            recall = 1 - len(missed[kind]) / wanted[kind]
            print(f"{kind.key}\t{wanted[kind]}\t{recall:.1%}\t{len(alarms[kind]) / traps:.2%}")
    for kind in Kind:
        least = 0.95 if kind in BY_CONTEXT else 1.0
        assert 1 - len(missed[kind]) / wanted[kind] >= least, missed[kind]
    assert sum(map(len, alarms.values())) <= traps * 0.01, dict(alarms)


@pytest.mark.parametrize("above", ["见附件 A", "共 5 ", "APP", "电话"])
def test_what_ends_the_line_above_hides_no_number(above: str) -> None:
    found = find(f"{above}\n138 0013 8000\n")
    assert [(each.kind, each.value) for each in found] == [(Kind.MOBILE, "138 0013 8000")]


@pytest.mark.parametrize("above", ["他家在幸福小区", "共5户", "幸福里-"])
def test_the_line_above_a_dwelling_is_no_part_of_it(above: str) -> None:
    assert find(f"{above}\n3栋2单元501室\n") == ()
    assert [each.value for each in find(f"{above}\n阳光花园3栋2单元501室")] == [
        "阳光花园3栋2单元501室"
    ]


SIGNS = (
    *"-－‐‑‒–—―−﹣﹘⁃─",
    *("——", " - ", " — "),
    *"·•・‧∙⋅･",
    " · ",
    *".．",
    *" \t\u00a0\u00ad\u2000\u2002\u2003\u2009\u200a\u200b\u200d\u202f\u205f\u2060\u3000\ufeff",
    *("  ", "   "),
)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    ("label", "groups"),
    [
        ("请致电", ("138", "0013", "8000")),
        ("身份证", ("110105", "19491231", "002X")),
        ("卡号", ("6222", "0212", "3456", "7890", "128")),
        ("银行卡", ("4111", "1111", "1111", "1111")),
    ],
)
def test_whatever_sign_parts_the_groups_of_a_number_it_is_one(
    label: str, groups: tuple[str, ...], sign: str
) -> None:
    value = sign.join(groups)
    assert [each.value for each in find(f"{label}：{value}，谢谢")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        *("东经131.12345678度", "共1500000.0000", "比例为1350000/2600", "卷宗135/2023/1001"),
        *("138/0013/8000/5", "5·138·0013·8000", "138·0013-8000", "138/0013/8000"),
        *("138,0013,8000", "138、0013、8000", "138:0013:8000", "110105.19491231·002X"),
    ],
)
def test_other_numbers_beside_one_another_are_none_of_a_person(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("一三八〇〇一三八〇〇〇", "一三八****八〇〇〇"),
        ("一三八○○一三八○○○", "一三八****八○○○"),
        ("壹叁捌零零壹叁捌零零零", "壹叁捌****捌零零零"),
        ("幺三九零零幺三九零零零", "幺三九****九零零零"),
    ],
)
def test_a_mobile_number_in_chinese_numerals(value: str, masked: str) -> None:
    (found,) = find(f"请致电{value}，谢谢")
    assert (found.kind, found.value, found.masked) == (Kind.MOBILE, value, masked)
    assert may_be_found(value)
    assert found.ends_with(value[-4:])


@pytest.mark.parametrize(
    "text",
    [
        *("二〇二三年一二三四五六七八九", "一二三四五六七八九一〇一二", "一三八〇〇一三八〇〇〇一"),
        *("一三八〇〇一三八〇〇", "编号：一三八〇〇一三八〇〇〇", "二〇一三八〇〇一三八〇"),
    ],
)
def test_other_numerals_are_none(text: str) -> None:
    assert find(text) == ()
