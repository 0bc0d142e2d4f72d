"""The rules by example: each block of fixtures/*.txt is a name, a source, a dot, its HTML."""

import re
from pathlib import Path

import pytest

from gongkai.markdown import render

FIXTURES = Path(__file__).parent / "fixtures"
_BLOCK = re.compile(r"^=== (.+)\n((?s:.*?))\n\.\n((?s:.*?))(?=\n*(?:^=== |\Z))", re.MULTILINE)


def examples() -> list[object]:
    return [
        pytest.param(source, html, id=f"{path.stem}: {name}")
        for path in sorted(FIXTURES.glob("*.txt"))
        for name, source, html in _BLOCK.findall(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("source", "html"), examples())
def test_example(source: str, html: str) -> None:
    assert render(source).html == html


def test_every_block_is_an_example() -> None:
    blocks = sum(path.read_text(encoding="utf-8").count("\n.\n") for path in FIXTURES.glob("*.txt"))
    assert len(examples()) == blocks
