"""The memory on the disk: what was written is read, and anything else is an empty memory."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gongkai import markdown
from gongkai.bodies import Bodies
from gongkai.drawer import SourceMemory
from gongkai.drawers import Drawers
from gongkai.errors import Fault, Severity
from gongkai.fingerprint import NO_PRINT, of_bytes
from gongkai.markdown.body import packed, unpacked
from gongkai.memory import Memory
from gongkai.productmemory import Discovered, FileMemory, ProductMemory
from gongkai.shelves import Shelves
from gongkai.staleness import Trace
from gongkai.store import Store

PROGRAM = b"this program"
BODY = markdown.render("第001号")
BODY_PRINT = of_bytes(b"the Markdown of a body")
LINE = Fault("a.md", 3, 1, "dead-link", "甲", "乙", Severity.WARNING)
ODD_FOLDER = os.fsdecode("附件".encode("gbk"))
MEMORY = Memory(
    PROGRAM,
    b"naming",
    Drawers.of(
        {
            f"content/{folder}/a.md": SourceMemory(
                (1, 2), NO_PRINT, None, NO_PRINT, BODY_PRINT, (LINE,)
            )
            for folder in ("one", "two")
        }
    ),
    {"one/a/x.pdf": ((3, 4), b"x"), f"one/{ODD_FOLDER}/y.pdf": ((5, -1), b"y")},
    Shelves.of(
        {
            "index.html": ProductMemory(
                Trace("home", b"prints"),
                Discovered(("001",), ("b.html",), ("c.pdf",)),
                (FileMemory("index.html", b"fingerprint.", (6, 7)),),
                (LINE,),
            )
        }
    ),
)


def saved(path: Path, memory: Memory = MEMORY, program: bytes = PROGRAM) -> Path:
    """Save ``memory`` with one body."""
    store = Store(path, program)
    store.load()
    store.save(replace(memory, program=program), {BODY_PRINT: packed(BODY)})
    return path


def loaded(path: Path, program: bytes = PROGRAM) -> Memory:
    """What a program that begins now remembers."""
    return Store(path, program).load()


def body(path: Path, program: bytes = PROGRAM) -> markdown.Body | None:
    """The body that a program that begins now remembers."""
    store = Store(path, program)
    store.load()
    try:
        data = store.bodies(BODY_PRINT)
        return unpacked(data) if data else None
    finally:
        store.close()


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite")
    assert loaded(path) == MEMORY
    assert body(path) == BODY


def test_who_still_reads_hinders_no_saving(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite")
    with closing(Bodies(path)) as elsewhere:
        assert elsewhere(BODY_PRINT)
        saved(path, replace(MEMORY, naming=b"other"))
    assert loaded(path).naming == b"other"


def test_threads_of_an_executor_read_bodies_too(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite")
    with closing(Bodies(path)) as bodies, ThreadPoolExecutor(2) as threads:
        here = bodies(BODY_PRINT)
        assert here
        assert set(threads.map(bodies, [BODY_PRINT] * 64)) == {here}


def test_no_memory_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "build.sqlite"
    assert loaded(path) == Memory(program=PROGRAM)
    assert body(path) is None
    assert not path.exists()


def test_what_is_no_longer_remembered_is_gone(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite")
    store = Store(path, PROGRAM)
    less = replace(store.load(), sources=Drawers(), files={})
    store.save(less, {})
    assert loaded(path) == less
    assert body(path) is None


def test_another_program_remembers_nothing_not_even_bodies(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite", program=b"an older program")
    assert loaded(path) == Memory(program=PROGRAM)
    assert body(path) is None
    store = Store(path, PROGRAM)
    store.save(replace(store.load(), naming=b"new"), {})
    assert body(path) is None
    assert loaded(path).naming == b"new"


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(100)])
def test_what_cannot_be_read_is_empty_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "build.sqlite"
    path.write_bytes(content)
    assert loaded(path) == Memory(program=PROGRAM)
    assert body(path) is None
    assert loaded(saved(path)) == MEMORY


def test_a_folder_in_its_place_costs_the_memory_alone(tmp_path: Path) -> None:
    path = tmp_path / "build.sqlite"
    path.mkdir()
    assert loaded(saved(path)) == Memory(program=PROGRAM)


def test_a_memory_of_another_shape_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "build.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE chunk (kind TEXT)")
    database.close()
    assert loaded(saved(path)) == MEMORY


@pytest.mark.parametrize("table", ["chunk", "body"])
def test_sealed_values_under_another_name_are_not_believed(tmp_path: Path, table: str) -> None:
    path = saved(tmp_path / "build.sqlite")
    database = sqlite3.connect(path)
    database.execute(f"UPDATE {table} SET data = (SELECT data FROM {table} LIMIT 1 OFFSET 1)")
    database.execute("UPDATE body SET data = x'00'")
    database.commit()
    database.close()
    assert loaded(path) in (MEMORY, Memory(program=PROGRAM))
    assert body(path) is None


@settings(max_examples=60)
@given(flips=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(1, 255)), max_size=20))
def test_a_spoilt_memory_may_be_lost_but_is_never_wrong(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    path = saved(tmp_path_factory.mktemp("spoilt") / "build.sqlite")
    content = bytearray(path.read_bytes())
    for position, mask in flips:
        content[position % len(content)] ^= mask
    path.write_bytes(content)
    found = loaded(path)
    for kind in ("sources", "files", "products"):
        assert getattr(found, kind).items() <= getattr(MEMORY, kind).items()
    assert body(path) in (BODY, None)


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk is full"), OSError(28, "full")])
def test_a_disk_that_refuses_it_costs_the_memory_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path = saved(tmp_path / "build.sqlite")
    store = Store(path, PROGRAM)
    memory = store.load()

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Store, "_save", refuse)
    store.save(memory, {})
    assert loaded(path) == Memory(program=PROGRAM)


def recalled(path: Path, read: bytes, value: str, program: bytes = PROGRAM) -> str:
    """What a build that reads ``read`` and would make ``value`` of it comes to, and remembers."""
    store = Store(path, program)
    memory = store.load()
    found = store.recall("name", read, lambda: value)
    store.save(memory, {})
    return found


def test_what_is_spoilt_where_nobody_looked_is_replaced_too(tmp_path: Path) -> None:
    path = saved(tmp_path / "memory")
    with sqlite3.connect(path) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'body'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = bytes(size)
    path.write_bytes(data)
    store = Store(path, PROGRAM)
    assert store.load() == MEMORY
    store.save(MEMORY, {BODY_PRINT: packed(BODY)})
    again = Store(path, PROGRAM)
    assert again.load() == MEMORY
    assert again.bodies(BODY_PRINT) == packed(BODY)
    again.close()


def test_what_was_worked_out_is_recalled_while_the_same_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite")
    assert recalled(path, b"read", "甲") == "甲"
    assert recalled(path, b"read", "乙") == "甲"
    assert recalled(path, b"other", "丙") == "丙"
    assert recalled(path, b"read", "丁") == "丁"
    assert recalled(path, b"read", "戊", b"another program") == "戊"
    assert Store(path, PROGRAM).recall("name", b"read", lambda: "without a memory") != "丁"


def test_what_nobody_asks_for_any_more_is_not_recalled(tmp_path: Path) -> None:
    path = saved(tmp_path / "build.sqlite")
    recalled(path, b"read", "甲")
    saved(path)
    assert recalled(path, b"read", "乙") == "乙"
