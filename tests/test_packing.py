"""Packing: dataclasses come back as they were, and pickled by their call."""

from __future__ import annotations

import pickle
import pickletools
from dataclasses import dataclass, fields, is_dataclass

import pytest

from gongkai import model, settings, views
from gongkai.packing import pack_by_call
from gongkai.views import Link


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values, one with a default."""

    left: object
    right: object = None


pack_by_call([Empty, Pair, len, "no class"])


@pytest.mark.parametrize("value", [Empty(), Pair(1), Pair((Pair("甲", Empty()),), {}), Link("乙")])
def test_what_was_packed_comes_back(value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    assert pickle.loads(data) == value
    assert "BUILD" not in {operation.name for operation, _, _ in pickletools.genops(data)}


@pytest.mark.parametrize("module", [model, settings, views])
def test_every_field_is_given_in_the_call(module: object) -> None:
    """Else a dataclass could not be made of its values in their order."""
    kinds = [kind for kind in vars(module).values() if is_dataclass(kind)]
    assert kinds
    for kind in kinds:
        assert all(field.init and not field.kw_only for field in fields(kind)), kind
