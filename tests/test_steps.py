"""Works in step."""

from __future__ import annotations

import pytest

from gongkai.steps import Steps, in_step


def work(name: str, steps: int, done: list[str]) -> Steps[str]:
    for step in range(steps):
        done.append(f"{name}{step}")
        yield
    return name


def test_a_step_is_done_for_all_before_the_next_one() -> None:
    done: list[str] = []
    works = [work("a", 2, done), work("b", 3, done), work("c", 0, done), work("d", 1, done)]
    assert in_step(works) == ["a", "b", "c", "d"]
    assert done == ["a0", "b0", "d0", "a1", "b1", "b2"]


def test_nothing_to_do_comes_to_nothing() -> None:
    assert in_step([]) == []


def test_what_one_raises_ends_all() -> None:
    def failing() -> Steps[str]:
        yield
        raise ValueError("甲")

    done: list[str] = []
    with pytest.raises(ValueError, match="甲"):
        in_step([work("a", 3, done), failing()])
    assert done == ["a0", "a1"]
