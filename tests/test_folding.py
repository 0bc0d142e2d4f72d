"""Folding: a law and a table of examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.folding import fold, folding_table
from tools import make_folding_table


@given(st.text(), st.text(), st.text())
def test_a_part_of_a_text_is_a_part_of_its_folding(before: str, part: str, after: str) -> None:
    assert fold(part) in fold(before + part + after)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_to_what_stays() -> None:
    table = folding_table()
    for target in table.values():
        assert all(ord(character) not in table for character in target)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("政務服務", "政务服务"),
        ("乾隆", "干隆"),
        ("薴", "苎"),
        ("ＡＢＣ１２３", "abc123"),
        ("政　务 服\n务", "政务服务"),
        ("iPhone  14 Pro", "iphone 14 pro"),
        ("第 20230489 号", "第20230489号"),
        ("㎡①℃", "m21°c"),
        ("İ", "i\u0307"),
        ("零\u200b宽\ufeff", "零宽"),
        ("\t", ""),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_table_is_what_its_generator_makes() -> None:
    table = make_folding_table.complete_table()
    assert folding_table() == table
    pairs = make_folding_table.ideograph_pairs(table)
    source = make_folding_table.IDEOGRAPHS_TARGET.read_text(encoding="utf-8")
    assert f'"{pairs}"' in source
    runs = " ".join(make_folding_table.other_runs(table))
    assert f'"{runs}"' in make_folding_table.OTHERS_TARGET.read_text(encoding="utf-8")
