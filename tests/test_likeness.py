"""What a mistyped word may have meant."""

from __future__ import annotations

import pytest

from gongkai.likeness import did_you_mean


@pytest.mark.parametrize(
    ("word", "known", "guess"),
    [
        ("信息來源", ["信息来源", "标题"], "，是不是“信息来源”？"),
        ("甲", ["乙"], ""),
        ("", ["乙"], ""),
        ("甲", [], ""),
    ],
)
def test_did_you_mean(word: str, known: list[str], guess: str) -> None:
    assert did_you_mean(word, known) == guess
