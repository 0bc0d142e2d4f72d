"""The fields of several entries, such as 承诺事项: each entry made a noun of its own."""

from __future__ import annotations

from typing import Any

from . import vocabulary
from .fields import FieldReader, Item
from .model import (
    Attachment,
    Commitment,
    CommitmentUpdate,
    Correction,
    Exemption,
    Review,
    Withdrawal,
)

_NEEDED_PARTS = (
    ("commitments", "content"),
    ("commitment_updates", "document"),
    ("corrections", "content"),
    ("attachments", "file"),
)
"""The part without which an entry of a field says nothing."""


def read(fields: FieldReader) -> dict[str, Any]:
    """The values of all such fields, by the names that they have in a document."""
    for name, part in _NEEDED_PARTS:
        _check_needed_part(fields, name, part)
    withdrawals = fields.items("withdrawal")
    reviews = fields.items("review")
    return {
        "commitments": tuple(
            Commitment(
                _text(item, "content"),
                fields.part_moment("commitments", "due", item),
                fields.part_choice("commitments", "state", item),
                _text(item, "progress"),
            )
            for item in fields.items("commitments")
        ),
        "commitment_updates": tuple(
            CommitmentUpdate(
                item["document"].target,
                _text(item, "commitment"),
                fields.part_choice("commitment_updates", "state", item),
                _text(item, "progress"),
                fields.part_moment("commitment_updates", "date", item),
                fields.part_moment("commitment_updates", "due", item),
                item["document"].place,
            )
            for item in fields.items("commitment_updates")
            if "document" in item
        ),
        "corrections": tuple(
            Correction(fields.part_moment("corrections", "date", item), _text(item, "content"))
            for item in fields.items("corrections")
        ),
        "withdrawal": Withdrawal(
            fields.part_moment("withdrawal", "date", withdrawals[-1]),
            _text(withdrawals[-1], "reason"),
        )
        if withdrawals
        else None,
        "review": Review(
            _text(reviews[-1], "reviewer"),
            fields.part_moment("review", "date", reviews[-1]),
            _text(reviews[-1], "conclusion"),
        )
        if reviews
        else None,
        "exemptions": tuple(
            Exemption(
                _text(item, "rule"),
                _text(item, "what"),
                _text(item, "reason"),
                next(value.place for value in item.values()),
            )
            for item in fields.items("exceptions")
        ),
        "attachments": tuple(
            Attachment(
                item["file"].target, _text(item, "label") or item["file"].target, item["file"].place
            )
            for item in fields.items("attachments")
            if "file" in item
        ),
    }


def _check_needed_part(fields: FieldReader, name: str, part: str) -> None:
    for item in fields.items(name):
        if part not in item:
            field = vocabulary.BY_NAME[name]
            key = field.entry.by_name[part].key
            place = next(value.place for value in item.values())
            message = f"“{field.key}”的一条没有“{key}”"
            fields.fault(place, "missing-field", message, f"补上“{key}: ……”")


def _text(item: Item, part: str) -> str:
    return item[part].target if part in item else ""
