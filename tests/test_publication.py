"""The gate of the public: what was not agreed to stays out, whatever the site asks for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gongkai import cli
from gongkai.dates import Moment
from gongkai.model import Card, Term
from gongkai.publication import public_gate
from gongkai.vocabulary import Status
from tests.engine.smallsite import SmallSite

NOON = Moment(datetime(2024, 1, 1, 12), has_time=True)
CARD = Card("content/a.md", "a.html", "甲", Status.PUBLIC, None, None, (), Term("a", "甲"))


@pytest.mark.parametrize("required", [True, False])
def test_a_refused_review_holds_a_document_back(required: bool) -> None:
    refused = CARD._replace(review_refused=True)
    held = public_gate(NOON, required).hindrance(refused.candidate)
    assert held and held.reason == "公开审查未同意"


def test_a_review_is_needed_only_where_it_is_asked_for() -> None:
    reviewed = CARD._replace(reviewed=True)
    assert public_gate(NOON, False).hindrance(CARD.candidate) is None
    assert public_gate(NOON, True).hindrance(reviewed.candidate) is None


@pytest.mark.parametrize(
    ("review", "is_published"),
    [
        ("{审查人: 张三, 日期: 2023-01-01, 结论: 同意公开}", True),
        ("{结论: 同意公开}", True),
        ("{审查人: 张三, 日期: 2023-01-01, 结论: 不同意公开}", False),
        ("{审查人: 张三, 日期: 2023-01-01}", False),
        ("", True),
        ("\n  审查人: \n  日期: \n  结论: ", True),
    ],
)
def test_a_review_in_a_site_that_asks_for_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], review: str, is_published: bool
) -> None:
    site = SmallSite(tmp_path / "site", 1)
    path = "content/suggestions/2023/d000.md"
    site.edit(path, "信息来源: 市政府", f"公开审查: {review}")
    command = ["build", "--root", str(site.root), "--now", "2026-01-01T12:00"]
    assert cli.main(command) == cli.DONE
    page = site.root / "public/suggestions/2023/d000.html"
    assert page.exists() is is_published
    told = f"公开审查未同意：1 篇（{path}）" in capsys.readouterr().out
    assert told is not is_published
