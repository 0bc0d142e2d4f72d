"""Every check has a table of texts in which it must fire, and of texts in which it must not.

An example is the lines of a body, with front matter before it where a field matters; it must
give the quoted words of each finding, in order.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import checks
from tests.checks.papers import check

EXAMPLES = Path(__file__).parent / "examples"


def examples() -> list[tuple[str, str, str]]:
    """Rule, text and the wanted places and words; an example ends in a line ``=>`` and these."""
    found = []
    for file in sorted(EXAMPLES.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").split("\n----\n"):
            text, _, wanted = block.partition("\n=>")
            found.append((file.stem, text.strip("\n"), wanted.strip()))
    return found


@pytest.mark.parametrize(("rule", "text", "wanted"), examples())
def test_example(rule: str, text: str, wanted: str) -> None:
    faults = [fault for fault in check(text) if fault.rule == rule]
    told = [f"{fault.line}:{fault.column} {fault.message}" for fault in faults]
    assert len(told) == len(wanted.splitlines())
    for said, line in zip(told, wanted.splitlines(), strict=True):
        place, _, words = line.partition(" ")
        assert said.startswith(f"{place} ")
        assert words in said


@pytest.mark.parametrize("rule", checks.RULES)
def test_table_has_both_kinds(rule: str) -> None:
    own = [wanted for name, _, wanted in examples() if name == rule]
    assert any(own)
    assert not all(own)
