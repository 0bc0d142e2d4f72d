"""The vocabulary: no name stands for two things."""

from __future__ import annotations

import pytest

from gongkai import vocabulary
from gongkai.vocabulary import FIELDS, PAGE_FIELDS, Field, Kind

GROUPS = [FIELDS, *(field.parts for field in FIELDS if field.parts)]


@pytest.mark.parametrize("fields", GROUPS, ids=lambda fields: fields[0].name)
def test_spellings_are_distinct(fields: tuple[Field, ...]) -> None:
    written = [name for field in fields for name in (field.key, field.name, *field.aliases)]
    assert len(set(written)) == len(written)
    assert set(vocabulary.spellings(fields)) == set(written)
    assert all(name == "".join(name.split()) for name in written)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_field_has_what_its_type_needs(field: Field) -> None:
    for each in (field, *field.parts):
        assert bool(each.values) == (each.kind is Kind.CHOICE)
        assert bool(each.parts) == (each.kind is Kind.ITEMS)
        assert len(set(each.values)) == len(each.values)
        assert vocabulary.ABSENT not in each.values


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_label(field: Field) -> None:
    assert vocabulary.label(field.name) == field.key


def test_page_fields_are_fields() -> None:
    assert [field.name for field in PAGE_FIELDS] == ["title", "status", "published", "aliases"]


def test_keys_are_all_spellings() -> None:
    assert {"标题", "title", "发文字号", "内容", "content", "期限"} <= vocabulary.every_key()
    assert "草稿" not in vocabulary.every_key()
