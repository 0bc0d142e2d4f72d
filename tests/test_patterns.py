"""Patterns that are compiled late are patterns, all of them."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import re
from collections.abc import Iterator

import pytest

import gongkai
from gongkai.patterns import _Pattern, pattern


def every_pattern() -> Iterator[tuple[str, object]]:
    for module in pkgutil.walk_packages(gongkai.__path__, "gongkai."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, _Pattern):
                yield f"{module.name}.{name}", value


EVERY = dict(every_pattern())


@pytest.mark.parametrize("found", EVERY.values(), ids=EVERY.keys())
def test_every_pattern_of_the_program_can_be_compiled(found: re.Pattern[str]) -> None:
    assert found.pattern


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late, early = pattern("(?P<day>[a-z])日", re.IGNORECASE), re.compile("(?P<day>[a-z])日", re.I)
    text = "a日B日c月"
    for _ in range(2):
        assert late.findall(text) == early.findall(text) == ["a", "B"]
        assert late.sub(r"\g<day>", text) == "aBc月"
        assert [match["day"] for match in late.finditer(text)] == ["a", "B"]
    assert (late.flags, late.groups) == (early.flags, early.groups)


def test_a_late_pattern_crosses_to_another_process() -> None:
    late = pattern("B", re.IGNORECASE)
    for _ in range(2):
        assert pickle.loads(pickle.dumps(late)).sub("", "abc") == late.sub("", "abc") == "ac"


def test_a_mistake_shows_at_the_first_use() -> None:
    late = pattern("(")
    with pytest.raises(re.error, match="missing"):
        late.search("x")
