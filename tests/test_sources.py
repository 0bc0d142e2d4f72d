"""What is found below content/, and which files belong to nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gongkai import sources
from gongkai.errors import MachineError, Severity


def content(root: Path, *files: str) -> Path:
    for file in files:
        path = root / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.encode())
    return root


def test_read(tmp_path: Path) -> None:
    root = content(
        tmp_path,
        *(
            "b/2.md",
            "b/1.md",
            "a.md",
            "units.yaml",
            "ledger/2023.csv",
            "b/1/图 1.png",
            "b/说明.txt",
        ),
        *(".git/x.md", "b/.~锁.md", "b/~$草稿.md", "b/Thumbs.db", "b/desktop.ini", ".DS_Store"),
    )
    found = sources.find(root)
    read = [sources.source(root, path) for each in found.documents.values() for path in each]
    assert [(source.path, source.below_content, source.data) for source in read] == [
        ("content/a.md", "a.md", b"a.md"),
        ("content/b/1.md", "b/1.md", b"b/1.md"),
        ("content/b/2.md", "b/2.md", b"b/2.md"),
    ]
    assert list(found.files) == ["b/1/图 1.png", "b/说明.txt"]


def test_no_content(tmp_path: Path) -> None:
    assert sources.find(tmp_path) == sources.Found({}, {})


@pytest.mark.parametrize(
    ("file", "stray"),
    [
        ("b/1/a.png", False),
        ("b/1/deep/a.png", False),
        ("b/2/a.png", True),
        ("b/1.png", True),
        ("b/1.md.txt", True),
        ("b/3.MD", True),
        ("a.docx", True),
        ("units.yml", True),
    ],
)
def test_strays(file: str, stray: bool, tmp_path: Path) -> None:
    faults = list(sources.strays(sources.find(content(tmp_path, "b/1.md", file))))
    assert [fault.path for fault in faults] == ([f"content/{file}"] if stray else [])
    assert all(fault.severity is Severity.WARNING for fault in faults)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("300.md.txt", "看来应当叫 300.md；在资源管理器里显示“文件扩展名”后改名"),
        ("b/300.MD", "看来应当叫 300.md；"),
        ("300.docx", "新建 300.md，把正文粘贴进去"),
        ("300.md.docx", "新建 300.md，"),
        ("300.txt", "文件正文要以 .md 结尾"),
    ],
)
def test_the_hint_for_a_document_with_a_wrong_name(file: str, told: str, tmp_path: Path) -> None:
    (fault,) = sources.strays(sources.find(content(tmp_path, file)))
    assert told in fault.hint


def test_file_bytes(tmp_path: Path) -> None:
    root = content(tmp_path, "b/1/a.png")
    assert sources.file_bytes(root, "b/1/a.png") == b"b/1/a.png"
    with pytest.raises(MachineError, match="不能读取"):
        sources.file_bytes(root, "b/1/b.png")


def test_a_folder_that_cannot_be_read_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").write_text("")
    with pytest.raises(MachineError, match=r"不能读取 content："):
        sources.find(Path())


def test_folders_that_are_links_are_not_followed(tmp_path: Path) -> None:
    root = content(tmp_path, "b/1.md")
    (root / "content" / "round").symlink_to(root / "content", target_is_directory=True)
    assert [*map(list, sources.find(root).documents.values())] == [["content/b/1.md"]]


def test_what_is_called_a_source_and_is_no_file_is_told_and_never_opened(tmp_path: Path) -> None:
    root = content(tmp_path, "b/1.md")
    os.mkfifo(root / "content" / "b" / "2.md")
    (root / "content" / "ledger").mkdir()
    for link in ("b/3.md", "b/a.png", "b/.#4.md", "ledger/2023.csv"):
        (root / "content" / link).symlink_to("nowhere")
    found = sources.find(root)
    assert [*map(list, found.documents.values())] == [["content/b/1.md"]]
    assert [(fault.rule, fault.path) for fault in sources.not_files(found)] == [
        ("not-a-file", f"content/{path}") for path in ("b/2.md", "b/3.md", "ledger/2023.csv")
    ]
