"""Fingerprints: equal for equal values in any process, and for no others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gongkai import fingerprint, jsonprint
from gongkai.settings import FormerName, Unit

VALUES: tuple[tuple[object, ...], ...] = (
    (),
    ("",),
    ("a", "b"),
    ("ab",),
    (("a", "b"),),
    (None,),
    (0,),
    (False,),
    ("0",),
    (b"a",),
    ("\udcff",),
    ({("a",): "b"},),
    (Unit("a", "甲"),),
    (Unit("a", "甲", former_names=(FormerName("乙", date(2020, 1, 1)),)),),
)


@pytest.mark.parametrize("of", [fingerprint.of, jsonprint.of])
def test_values_that_differ_have_prints_that_differ(of: Callable[..., bytes]) -> None:
    prints = [of(*values) for values in VALUES]
    assert len(set(prints)) == len(VALUES)
    assert {len(each) for each in prints} == {fingerprint.WIDTH}


@pytest.mark.parametrize("module", ["fingerprint", "jsonprint"])
@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_gives_the_same_print(repository: Path, module: str, seed: str) -> None:
    program = (
        f"from gongkai import {module}, settings\n"
        f"print({module}.of('甲', 1, None, settings.Unit('a', '甲'), {{'b': 1, 'a': 2}}).hex())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=repository,
        env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
    )
    of = {"fingerprint": fingerprint.of, "jsonprint": jsonprint.of}[module]
    ours = of("甲", 1, None, Unit("a", "甲"), {"b": 1, "a": 2})
    assert ran.stdout.strip() == ours.hex()
