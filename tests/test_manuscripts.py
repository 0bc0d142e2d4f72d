"""Manuscripts: what was read comes back whole, however much there is of it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gongkai import manuscripts
from gongkai.manuscripts import Manuscript, Manuscripts, packed, unpacked
from gongkai.model import BodySource, SitePage
from gongkai.vocabulary import Status


def manuscript(number: int) -> Manuscript:
    """The manuscript of one page of a site."""
    path = f"content/pages/{number}.md"
    noun = SitePage(path, f"pages/{number}.html", f"关于（{number}）", Status.PUBLIC, None)
    return Manuscript(noun, BodySource("正文。\n" * number, 7), bytes([number]) * 12)


@pytest.fixture(params=[1 << 20, 100], ids=["in memory", "on the disk"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manuscripts]:
    """A hundred manuscripts, which stay in memory or do not."""
    monkeypatch.setattr(manuscripts, "_IN_MEMORY", request.param)
    found = Manuscripts()
    for number in range(100):
        found.keep(f"content/pages/{number}.md", packed(manuscript(number)))
    yield found


def test_what_is_kept_comes_back_in_any_order(kept: Manuscripts) -> None:
    for number in (99, 0, 50, 50, 1):
        assert unpacked(kept.of(f"content/pages/{number}.md")) == manuscript(number)


def test_reading_does_not_stand_in_the_way_of_keeping(kept: Manuscripts) -> None:
    kept.of("content/pages/3.md")
    kept.keep("content/pages/100.md", packed(manuscript(100)))
    assert unpacked(kept.of("content/pages/100.md")) == manuscript(100)
    assert unpacked(kept.of("content/pages/99.md")) == manuscript(99)


def test_there_is_none_of_what_was_not_read(kept: Manuscripts) -> None:
    assert kept.of("content/pages/none.md") == b""


def test_a_full_disk_costs_another_reading(
    kept: Manuscripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def seek(self, _: int) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "_file", Full())
    kept.keep("content/pages/new.md", packed(manuscript(1)))
    assert kept.of("content/pages/new.md") == kept.of("content/pages/3.md") == b""
