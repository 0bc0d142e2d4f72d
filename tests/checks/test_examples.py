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
MANY = "9" * 5000
"""More digits than Python makes a number of."""


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


@pytest.mark.parametrize(
    "body",
    [
        f"{MANY}/3=5%",
        f"3/{MANY}=5%",
        f"共{MANY}件，其中3件，占5%。",
        f"共7件，其中{MANY}件，占5%。",
        f"共收到建议{MANY}件，其中主办3件、协办2件。",
        f"共收到建议{MANY}件，其中主办{MANY}件、协办2件。",
        f"需要评价的{MANY}件。",
    ],
)
def test_what_has_thousands_of_digits_is_not_added_up(body: str) -> None:
    assert check(f"@类别: 办理工作总结\n{body}") == []
