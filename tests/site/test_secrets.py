"""At least fifty secrets in the sources, and not one of them in any byte of what is published."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from gongkai.errors import ContentError
from gongkai.search.texts import deflated
from tests.site import secrets
from tests.site.building import build, tree
from tests.site.secrets import PERSONAL, Planter, revealed


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planter]:
    """A site that was built, changed and built again."""
    root, secret = tmp_path_factory.mktemp("secrets") / "root", Planter()
    secrets.write(root, secret)
    build(root, root / "public")
    published = dict(revealed(tree(root / "public"), secret.secrets))
    # What the search must find here it must not find after the second build.
    assert {"gone的标题", "deleted的正文", "gone的附件", "更正以前的说法"} <= published.keys()
    secrets.withdraw(root, secret)
    build(root, root / "public")
    return root, secret


def test_none_of_fifty_secrets_is_published(planted: tuple[Path, Planter]) -> None:
    root, secret = planted
    assert len(secret.secrets) + len(PERSONAL) >= 50
    sources = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.is_relative_to(root / "content")
    }
    sources = {name: data for name, data in sources.items() if "/deleted" not in name}
    in_sources = {place for place, _ in revealed(sources, secret.secrets)}
    gone = {place for place in secret.secrets if place.startswith("deleted")} | {"更正以前的说法"}
    assert in_sources | gone == secret.secrets.keys()
    files = tree(root / "public")
    assert revealed(files, secret.secrets) == []
    assert revealed(files, PERSONAL) == []


def test_withheld_documents_are_counted_with_their_reason(planted: tuple[Path, Planter]) -> None:
    """不公开: no page, no word, but counted by the reasons of 条例 14-16."""
    files = tree(planted[0] / "public")
    assert "suggestions/2023/withheld.html" not in files
    told = [name for name, data in files.items() if "个人隐私".encode() in data]
    assert any(name.startswith("statistics") for name in told)
    withdrawn = files["suggestions/2023/gone.html"].decode()
    assert "重复公开" in withdrawn
    assert "2024年1月1日" in withdrawn


def test_an_attachment_that_names_its_author_is_not_published(
    planted: tuple[Path, Planter], tmp_path: Path
) -> None:
    root, secret = tmp_path / "root", Planter()
    secrets.write(root, secret)
    build(root, root / "public")
    before = tree(root / "public")
    author = secret("附件的作者")
    file = root / "content/suggestions/2023/open/a.docx"
    file.write_bytes(secrets.docx("正文", author))
    with pytest.raises(ContentError) as refused:
        build(root, root / "public")
    assert "attachment-author" in {fault.rule for fault in refused.value.faults}
    assert author not in str(refused.value.faults)
    assert tree(root / "public") == before
    assert revealed({"a.docx": file.read_bytes()}, {"": author}) == [("", "a.docx")]


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("a.html", lambda text: text.encode()),
        ("a.html", lambda text: text.encode("gb18030")),
        ("a.html.gz", lambda text: gzip.compress(text.encode())),
        ("search/texts/0/0.bin", lambda text: b"\x01" + deflated(text.encode())),
        ("search/texts/0/0.bin", lambda text: b"\x00" + deflated(text.encode("gb18030"))),
        ("data.json", lambda text: text.encode("ascii", "backslashreplace")),
    ],
)
def test_the_search_finds_what_is_planted(
    planted: tuple[Path, Planter], name: str, wrap: object
) -> None:
    assert callable(wrap)
    secret = {"审查人": planted[1]("open的审查人")}
    files = {name: wrap(f"前{secret['审查人']}后")}
    if not name.startswith("search/"):
        assert revealed(files, secret) == [("审查人", name)]
    assert revealed({f"x{name}": files[name]}, secret) == [("审查人", f"x{name}")]


def test_the_index_finds_what_is_planted(planted: tuple[Path, Planter], tmp_path: Path) -> None:
    root, secret = tmp_path / "root", Planter()
    secrets.write(root, secret)
    build(root, root / "public")
    files = {
        name: data for name, data in tree(root / "public").items() if name.startswith("search/")
    }
    assert ("gone的正文", "search") in revealed(files, secret.secrets)
