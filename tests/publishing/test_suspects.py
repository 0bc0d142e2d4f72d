"""Personal data in what goes out: found in every text, and let by where the sources say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import ContentError
from gongkai.publishing import command
from gongkai.publishing.inspection import suspects
from gongkai.search.texts import deflated
from gongkai.settings import Privacy, Treatment
from tests.engine.smallsite import SmallSite
from tests.publishing.sites import site

NUMBER = "13800138000"
FILES = {
    "a.html": f"<p>{NUMBER}</p>".encode(),
    "feeds/all.xml": f"<title>{NUMBER}</title>".encode(),
    "data/a.json": f'{{"a": "{NUMBER}"}}'.encode(),
    "search/texts/0/0.bin": b"\x01" + deflated(NUMBER.encode()),
    "a.js": NUMBER.encode(),
    "b.html": "<p>拨打12345</p>".encode(),
}


def test_every_text_that_goes_out_is_looked_through(tmp_path: Path) -> None:
    found = suspects(site(tmp_path, FILES), Privacy())
    assert [address for address, _ in found] == sorted(FILES.keys() - {"a.js", "b.html"})
    assert {finding.value for _, finding in found} == {NUMBER}
    assert suspects(site(tmp_path, FILES), Privacy(mobile=Treatment.ALLOW)) == []


def test_what_a_document_acknowledges_goes_out(tmp_path: Path) -> None:
    root = SmallSite(tmp_path / "root", 2)
    outgoing = site(tmp_path / "built", FILES)
    with pytest.raises(ContentError) as refused:
        command._inspect(root.root, outgoing)
    named = {fault.path for fault in refused.value.faults if "手机号码" in fault.message}
    assert "a.html" in named
    assert NUMBER not in str(refused.value.faults)
    paper = root.papers[0]
    exempted = "例外: {规则: 手机号码, 对象: '8000', 理由: 值班}\n"
    text = paper.text.replace("---\n", f"---\n{exempted}", 1)
    root.write(f"content/suggestions/2023/{paper.name}.md", text)
    command._inspect(root.root, outgoing)
