"""What a card tells of a withdrawal: only of what the public has seen."""

from __future__ import annotations

import pytest

from gongkai.cards import withdrawal
from gongkai.dates import parse
from gongkai.model import Document, Withdrawal
from gongkai.settings import Category, Form
from gongkai.vocabulary import Openness, Status


@pytest.mark.parametrize(
    ("status", "openness", "published", "withdrawn", "leaves_a_page"),
    [
        (Status.WITHDRAWN, Openness.FULL, "2023-05-01", "2023-06-01", True),
        (Status.WITHDRAWN, Openness.SUMMARY, "2023-05-01 09:00", "2023-05-01", True),
        (Status.WITHDRAWN, Openness.FULL, "2023-05-01", "", True),
        (Status.WITHDRAWN, Openness.FULL, "2023-05-01", "2023-04-30", False),
        (Status.WITHDRAWN, Openness.FULL, "", "2023-06-01", False),
        (Status.WITHDRAWN, Openness.WITHHELD, "2023-05-01", "2023-06-01", False),
        (Status.PUBLIC, Openness.FULL, "2023-05-01", "2023-06-01", False),
        (Status.DRAFT, Openness.FULL, "2023-05-01", "2023-06-01", False),
    ],
)
def test_withdrawal(
    status: Status, openness: Openness, published: str, withdrawn: str, leaves_a_page: bool
) -> None:
    document = Document(
        path="content/a.md",
        address="a.html",
        title="甲",
        category=Category("suggestions", "建议", Form.REPLY),
        status=status,
        openness=openness,
        year=2023,
        published=parse(published),
        withdrawal=Withdrawal(parse(withdrawn), "重复"),
    )
    assert (withdrawal(document) is not None) is leaves_a_page
