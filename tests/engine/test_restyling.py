"""Where only templates changed, pages alone are made; data and texts stay, and are made good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.model import Document
from gongkai.workshop import Workshop
from tests.engine import edits
from tests.engine.building import assert_as_clean, built
from tests.engine.smallsite import SmallSite

PAGE = "suggestions/2023/d002"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    small = SmallSite(tmp_path / "site", 4)
    built(small.root)
    return small


def restyle(site: SmallSite) -> None:
    edits.template("base.html", lambda text: text.replace("</body>", "<!-- x --></body>"))(site)


def test_data_are_made_again_only_where_something_may_be_found_in_them(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of these documents one alone is without a warning."""
    made = []
    make_data = Workshop._data

    def noted(self: Workshop, document: Document, *rest: Any) -> Any:
        made.append(document.address)
        return make_data(self, document, *rest)

    monkeypatch.setattr(Workshop, "_data", noted)
    restyle(site)
    written = built(site.root).committed.written
    assert f"{PAGE}.html" in written
    assert made == [f"suggestions/2023/{name}.html" for name in ("d000", "d001", "d003")]
    assert not [address for address in written if address.endswith((".json", ".md"))]
    monkeypatch.undo()
    assert_as_clean(site.root)


def test_what_was_lost_meanwhile_is_made_with_the_page(site: SmallSite) -> None:
    lost = site.root / "public" / f"{PAGE}.json"
    before = lost.read_bytes()
    lost.unlink()
    restyle(site)
    assert f"{PAGE}.json" in built(site.root).committed.written
    assert lost.read_bytes() == before
